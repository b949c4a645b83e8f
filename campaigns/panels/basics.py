"""What the member's page shows: each panel the latest first, a handful at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from guides.cells import birthday_cell, days_left_cell, last_visit_cell
from guides.models import Contact
from loyalty.explaining import with_reasons
from loyalty.grade_words import why_graded
from loyalty.models import MemberScore, PointsEntry
from membership.enums import Purpose
from membership.models import Consent, ConsentText, Member
from sales.models import Sale, SaleLine

if TYPE_CHECKING:
    from guides.queries.members import ListedMember

AT_ONCE = 10

# Who takes back the terms leaves; all else may change while she stays.
CHANGEABLE = [purpose for purpose in Purpose if purpose != Purpose.MEMBERSHIP]


@dataclass(frozen=True)
class Latest:
    """Some rows of a panel, and after how many the next begin; None where there are no more."""

    rows: list[Any]
    following: int | None


@dataclass(frozen=True)
class Glance:
    """What one wants to know before saying hello, ready to be shown; empty where unknown."""

    days_left: str
    last_visit: str
    birthday: str
    grade: MemberScore | None
    why_graded: str


def glance(member: ListedMember, *, on: dt.date) -> Glance:
    """Return the glance of ``on`` at a listed ``member``."""
    held, day, birthday = getattr(member, "held", None), member.last_visit_on, member.birthday
    kept_on = member.next_birthday_on
    score = MemberScore.objects.filter(member=member).select_related("rule").first()
    return Glance(
        days_left=days_left_cell(held, on=on) if held else "",
        last_visit=last_visit_cell(day, on=on) if day else "",
        birthday=birthday_cell(birthday, kept_on=kept_on, on=on) if birthday else "",
        grade=score,
        why_graded=why_graded(score) if score else "",
    )


def latest(rows: QuerySet[Any], *, after: int = 0) -> Latest:
    """Return the next ten of ``rows`` after the first ``after``."""
    end = after + AT_ONCE
    found = list(rows[after : end + 1])
    return Latest(found[:AT_ONCE], end if len(found) > AT_ONCE else None)


def purchases(member: Member) -> QuerySet[Sale]:
    """Return the member's receipts with their lines, in every store."""
    lines = SaleLine.objects.select_related("product").order_by("position")
    return (
        member.sales.newest_first()
        .select_related("store", "seller")
        .prefetch_related(Prefetch("lines", lines))
    )


def points(member: Member) -> QuerySet[PointsEntry]:
    """Return the movements of the member's points, each with its reasons."""
    return with_reasons(PointsEntry.objects.filter(account__member=member).newest_first())


def contacts(member: Member) -> QuerySet[Contact]:
    """Return what was said to the member."""
    return (
        member.contacts.newest_first()
        .select_related("staff", "way")
        .annotate(corrected=Exists(Contact.objects.filter(corrects=OuterRef("pk"))))
    )


PANELS: dict[str, Callable[[Member], QuerySet[Any]]] = {
    "purchases": purchases,
    "points": points,
    "contacts": contacts,
}


@dataclass(frozen=True)
class Agreement:
    """What the member said to one purpose last, if anything, and the words in force."""

    purpose: Purpose
    consent: Consent | None
    text: ConsentText | None

    @property
    def stands(self) -> bool:
        """Whether she agrees to it today."""
        return self.consent is not None and self.consent.withdrawn_at is None

    @property
    def changes_here(self) -> bool:
        """Whether it may change on its own."""
        return self.purpose in CHANGEABLE


def agreements(member: Member, *, texts: dict[str, ConsentText]) -> list[Agreement]:
    """Return what ``member`` said to every purpose; ``texts`` are the words in force."""
    given = member.consents.order_by("given_at", "pk")
    last = {consent.purpose: consent for consent in given}
    return [Agreement(purpose, last.get(purpose), texts.get(purpose)) for purpose in Purpose]
