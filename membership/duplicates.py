"""Records that may be of one and the same person."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from membership.enums import Sign
from membership.models import Member, ToldApart

AT_MOST = 8


@dataclass(frozen=True)
class Double:
    """A record that may be of the same person, and what speaks for it."""

    member: Member
    why: str | Promise


def doubles_of(member: Member, *, within: QuerySet[Member]) -> list[Double]:
    """Return up to 8 of ``within`` who may be the same person as ``member``, likeliest first.

    The same name and birthday (a year only one record knows does not tell them apart), or a
    name that sounds the same and the same last four digits of the phone. Who was told apart from
    ``member`` is none of them.
    """
    others = within.exclude(pk=member.pk).exclude(pk__in=_told_apart(member)).order_by("-pk")
    found: dict[int, Double] = {}
    for why, same in (
        (Sign.BIRTHDAY.label, _same_birthday(member)),
        (Sign.PHONE_END.label, _same_tail(member)),
    ):
        if same is not None:
            for other in others.filter(same)[: AT_MOST - len(found)]:
                found.setdefault(other.pk, Double(other, why))
    return list(found.values())


def _told_apart(member: Member) -> list[int]:
    pairs = ToldApart.objects.filter(Q(older=member) | Q(younger=member))
    return [key for pair in pairs.values_list("older", "younger") for key in pair]


def _same_birthday(member: Member) -> Q | None:
    if member.birth_month is None:
        return None
    same = Q(
        name=member.name,
        birth_calendar=member.birth_calendar,
        birth_month=member.birth_month,
        birth_day=member.birth_day,
    )
    if member.birth_year is None:
        return same
    return same & (Q(birth_year=None) | Q(birth_year=member.birth_year))


def _same_tail(member: Member) -> Q | None:
    if not member.phone_last4:
        return None
    return Q(phone_last4=member.phone_last4, name_pinyin=member.name_pinyin)
