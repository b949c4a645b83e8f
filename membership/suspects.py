"""All records that may be of one and the same person, found in one pass over an index.

``membership.duplicates`` asks the same of one member.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from membership.enums import Sign
from membership.models import Member, ToldApart

KEYS = {
    Sign.BIRTHDAY: ("name", "birth_calendar", "birth_month", "birth_day"),
    Sign.PHONE_END: ("phone_last4", "name_pinyin"),
    Sign.PHONE: ("phone",),
}
SHOWN = 8  # records of one group


@dataclass(frozen=True)
class Suspects:
    """Records that share something, the oldest first, and how many more there are."""

    records: Sequence[Member]
    more: int

    @property
    def oldest(self) -> Member:
        """The record the others would be merged into."""
        return self.records[0]

    @property
    def other(self) -> Member | None:
        """The only other record, or None where there are several to choose from."""
        others = self.records[1:]
        return others[0] if len(others) == 1 and not self.more else None


def suspected(*, sign: Sign, within: QuerySet[Member]) -> QuerySet[Any, dict[str, Any]]:
    """Return what records ``within`` share by ``sign``, with how many, the newest first.

    A year of birth only one record knows does not tell two apart; two different years do, and so
    does somebody's word.
    """
    apart = ToldApart.objects.filter(younger=OuterRef("pk"), older__in=within)
    # The older stands for both, until another record comes that is like her.
    within = within.filter(~Exists(apart))
    rows: QuerySet[Any] = within
    match sign:
        case Sign.BIRTHDAY:
            rows = within.filter(birth_month__isnull=False)
        case Sign.PHONE_END:
            rows = within.exclude(phone_last4="")
        case Sign.PHONE:
            rows = _had(phone__in=_shared_phones(), id__in=within.values("pk"))
    groups = (
        rows.order_by()
        .values(*KEYS[sign])
        .annotate(count=Count("id", distinct=sign == Sign.PHONE), newest=Max("id"))
        .filter(count__gt=1)
    )
    if sign == Sign.BIRTHDAY:
        years = Count("birth_year", distinct=True)
        groups = groups.annotate(years=years).filter(count__gt=F("years"))
    return groups.order_by("-newest")


def records_of(
    groups: Sequence[dict[str, Any]], *, sign: Sign, within: QuerySet[Member]
) -> list[Suspects]:
    """Return the records of each of ``groups``, as ``suspected`` gives them."""
    if not groups:
        return []
    keys = [tuple(group[name] for name in KEYS[sign]) for group in groups]
    found = _by_phone(keys, within) if sign == Sign.PHONE else _by_columns(keys, sign, within)
    return [
        Suspects(found[key][:SHOWN], max(len(found[key]) - SHOWN, 0))
        for key in keys
        if len(found[key]) > 1
    ]


def _by_columns(
    keys: list[tuple[Any, ...]], sign: Sign, within: QuerySet[Member]
) -> dict[tuple[Any, ...], list[Member]]:
    names = KEYS[sign]
    any_of = reduce(or_, (Q(**dict(zip(names, key, strict=True))) for key in keys))
    found = defaultdict(list)
    for member in within.filter(any_of).order_by("pk"):
        found[tuple(getattr(member, name) for name in names)].append(member)
    return found


def _by_phone(
    keys: list[tuple[Any, ...]], within: QuerySet[Member]
) -> dict[tuple[Any, ...], list[Member]]:
    had = _had(phone__in=[phone for (phone,) in keys]).values_list("phone", "id").distinct()
    members = within.in_bulk([member for _phone, member in had])
    found = defaultdict(list)
    for phone, member in sorted(had, key=lambda one: one[1]):
        if member in members:
            found[(phone,)].append(members[member])
    return found


def _shared_phones() -> QuerySet[Any]:
    """Return the phones more than one record has had, whatever became of them."""
    phones = _had(phone__isnull=False).order_by().values("phone")
    ends = phones.annotate(first=Min("id"), last=Max("id"))
    return ends.filter(last__gt=F("first")).values("phone")


def _had(**facts: object) -> QuerySet[Any]:
    """Return the states of records, past and present, that are so."""
    states: QuerySet[Any] = Member.history.filter(**facts)
    return states
