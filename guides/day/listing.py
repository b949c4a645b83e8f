"""The list of the day as a page shows it: whose, what for, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from guides.day.facts import MARKETING, facts_of, rule_of_day
from guides.day.rule import Entry, Rule, day_list, is_spared
from guides.day.words import Speaker, Why
from guides.enums import DayReason
from guides.models import CareTask, Contact, Survey
from guides.queries.members import in_the_hands, listed_in_order, members_of
from guides.queries.surveys import surveys_along
from membership.enums import Purpose
from membership.models import Consent, Member, Tag
from stores.access import Access, Act, Reach
from stores.enums import Role
from stores.models import Posting, Staff

if TYPE_CHECKING:
    from guides.queries.members import ListedMember

A_PAGE = 10


@dataclass(frozen=True)
class Row:
    """An entry with its member, ready to be shown.

    ``survey`` is what she could be asked along the way, which is no reason by itself.
    """

    member: ListedMember
    reasons: list[Why]
    agreed: list[Purpose]
    survey: Survey | None

    @property
    def may_recommend_by_phone(self) -> bool:
        """Whether a call may speak of more than care."""
        return Purpose.PHONE in self.agreed


@dataclass(frozen=True)
class Day:
    """One page of the list: the rows, how many there are in all, and by reason.

    ``spared`` have heard from us so often that they are asked for only as promised.
    """

    rows: list[Row]
    total: int
    following: int | None
    spared: int
    rule: Rule
    by_reason: list[tuple[DayReason, int]]


def guides_within(access: Access, *, on: dt.date) -> QuerySet[Staff]:
    """Return the guides whose list the visitor may look at: of the stores she reaches."""
    stores = access.stores(Act.LOG_CONTACT).values("pk")
    posted = Posting.objects.current(on=on).filter(role=Role.GUIDE, store__in=stores)
    return Staff.objects.filter(pk__in=posted.values("staff"), is_active=True).order_by("number")


def members_on_the_list(access: Access, guide: Staff | None) -> QuerySet[Member]:
    """Return the members the visitor is to contact: in her own hands, or in those of ``guide``."""
    members = members_of(access, Act.LOG_CONTACT)
    if access.reach(Act.LOG_CONTACT) == Reach.OWN:
        return members
    if guide is None:
        return members.none()
    return members.filter(pk__in=in_the_hands(Access(staff=guide, on=access.on)))


def day_of(
    members: QuerySet[Member],
    *,
    at: dt.datetime,
    only: str = "",
    after: int = 0,
) -> Day:
    """Return the list of the day, from the entry ``after`` on, for the reason ``only`` if given."""
    on = timezone.localdate(at)
    rule = rule_of_day(on=on)
    known = facts_of(members, rule=rule, at=at)
    entries = day_list(known.facts, rule=rule, on=on)
    counts = Counter(reason.kind for entry in entries for reason in entry.reasons)
    if only:
        entries = [entry for entry in entries if any(why.kind == only for why in entry.reasons)]
    end = after + A_PAGE
    shown = entries[after:end]
    keys = [entry.member for entry in shown]
    speaker = Speaker(on, rule, _promised(keys), known.near)
    facts = {one.member: one for one in known.facts}
    whys = {
        entry.member: [speaker.why(reason, facts[entry.member]) for reason in entry.reasons]
        for entry in shown
    }
    return Day(
        rows=_rows(shown, whys, on=on),
        total=len(entries),
        following=end if len(entries) > end else None,
        spared=sum(is_spared(one, rule=rule) for one in known.facts),
        rule=rule,
        by_reason=[(kind, counts[kind]) for kind in DayReason if counts[kind]],
    )


def done_on(members: QuerySet[Member], *, at: dt.datetime) -> QuerySet[Contact]:
    """Return what was said to ``members`` on the day of ``at``, the latest first."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return (
        Contact.objects.standing()
        .filter(member__in=members.values("pk"), at__gte=midnight, at__lte=at)
        .select_related("member", "staff")
        .newest_first()
    )


def _promised(keys: list[int]) -> dict[int, str]:
    tasks = CareTask.objects.open().filter(member__in=keys).order_by("-due_on", "-pk")
    return dict(tasks.values_list("member", "what"))


def _rows(entries: list[Entry], whys: dict[int, list[Why]], *, on: dt.date) -> list[Row]:
    keys = [entry.member for entry in entries]
    members = listed_in_order(keys)
    prefetch_related_objects(
        members, Prefetch("tags", Tag.objects.with_treatment(), to_attr="treatments")
    )
    surveys = surveys_along(members, on=on)
    agreed: dict[int, list[Purpose]] = {}
    standing = Consent.objects.standing().filter(member__in=keys, purpose__in=MARKETING)
    for member, purpose in standing.values_list("member", "purpose"):
        agreed.setdefault(member, []).append(Purpose(purpose))
    return [
        Row(member, whys[member.pk], agreed.get(member.pk, []), surveys.get(member.pk))
        for member in members
    ]
