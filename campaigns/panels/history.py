"""Who changed a member's record: what, from what, when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.masking import mask_phone
from guides.models import Ownership
from membership.models import Member
from stores.models import Staff

SHOWN = 20


@dataclass(frozen=True)
class Change:
    """One fact of the record made another."""

    at: dt.datetime
    by: Staff | None
    what: str | Promise
    before: str
    after: str


def changes(member: Member) -> list[Change]:
    """Return the changes between the last twenty versions of the record, latest first."""
    versions = member.history.select_related("history_user", "home_store").order_by("-history_id")
    return [change for new, old in pairwise(versions[: SHOWN + 1]) for change in _between(old, new)]


def holders(member: Member) -> QuerySet[Ownership]:
    """Return everybody who ever held the member, the present one first."""
    return member.ownerships.select_related("guide", "store", "by").order_by("-starts_at", "-pk")


def _between(old: Any, new: Any) -> Iterator[Change]:
    before, after = _facts(old), _facts(new)
    for what, (raw, shown) in after.items():
        if raw != before[what][0]:
            yield Change(new.history_date, new.history_user, what, before[what][1], shown)


def _facts(version: Any) -> dict[Any, tuple[Any, str]]:
    """Return each fact by its name: as kept, to compare, and as it may be shown."""
    birthday = Member.birthday.fget(version)  # type: ignore[attr-defined]
    return {
        _("Name"): (version.name, version.name),
        _("Mobile"): (version.phone, mask_phone(str(version.phone)) if version.phone else ""),
        _("Birthday"): (birthday, str(birthday) if birthday else ""),
        _("Prefers not to give a birthday"): (
            version.birthday_declined,
            str(_("yes") if version.birthday_declined else _("no")),
        ),
        _("Gender"): (version.gender, str(version.get_gender_display())),
        _("Home store"): (version.home_store_id, str(version.home_store)),
        _("Status"): (version.status, str(version.get_status_display())),
    }
