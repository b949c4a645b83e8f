"""Finding members however they are asked for."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from common.phones import phone_candidates
from common.pinyin import is_pinyin_query
from common.plans import planned_afresh
from common.written_once import written_once
from membership.enums import CardStatus, MemberStatus
from membership.former import former_record
from membership.models import Card, Member

FOUR_DIGITS = re.compile(r"\d{4}")
AT_MOST = 12
EXPIRED = "expired"  # beside the states of a card: its term is over

# What a member may be found by, what goes first first.
_BY_NUMBER, _BY_CARD, _BY_PHONE = range(3)


def clean_query(text: str) -> str:
    """Return what was typed in half width and without outer space: ``ＮＯ.24`` is ``NO.24``."""
    return unicodedata.normalize("NFKC", text).strip()


def find_exactly(text: str) -> Member | None:
    """Return the member whose phone, card or member number is exactly what was typed.

    Where it is one member's number and another's card or phone, the number goes before the
    card and the card before the phone; what a merged record was found by goes last.
    """
    typed = clean_query(text)
    if not typed:
        return None
    fitting = _fitting.rows(
        card=typed, numbers=[typed, typed.upper()], phones=phone_candidates(typed)
    )
    if found := min(fitting, key=partial(_rank, typed), default=None):
        return found
    former = former_record(typed)
    return former.member if former and former.member.status == MemberStatus.ACTIVE else None


@written_once
def _fitting(*, card: str, numbers: list[str], phones: list[str]) -> QuerySet[Member]:
    issued = Card.objects.filter(number=card, status=CardStatus.ISSUED)
    return Member.objects.current().filter(
        pk__in=_keys_of(cards=issued, numbers=numbers, phones=phones)
    )


@dataclass(frozen=True)
class Found:
    """Who was meant by what was typed, and the card by which, if it was one.

    ``bar`` says why she is not served by it: the card's status, ``expired`` or
    ``disqualified``; empty where nothing bars her.
    """

    member: Member | None = None
    card: Card | None = None
    bar: str = ""


def look_up(text: str, *, on: dt.date) -> Found:
    """Return who has this phone, card or number as ``find_exactly`` does, and by which card.

    Where nobody is served by it on ``on``, say who was meant and what bars her.
    """
    typed = clean_query(text)
    if member := find_exactly(typed):
        card = None if _rank(typed, member) != _BY_CARD else _cards.first(number=typed)
        past = card is not None and card.is_past(on=on)
        return Found(member, card, EXPIRED if past else "")
    if not typed:
        return Found()
    card = _cards.first(number=typed)
    if card and card.member.status == MemberStatus.ACTIVE:
        return Found(card.member, card, card.status)
    barred = _barred.first(
        card=typed, numbers=[typed, typed.upper()], phones=phone_candidates(typed)
    )
    return Found(barred, None, MemberStatus.DISQUALIFIED) if barred else Found()


@written_once
def _barred(*, card: str, numbers: list[str], phones: list[str]) -> QuerySet[Member]:
    keys = _keys_of(cards=Card.objects.filter(number=card), numbers=numbers, phones=phones)
    return Member.objects.filter(pk__in=keys, status=MemberStatus.DISQUALIFIED)


@written_once
def _numbered(*, card: str, numbers: list[str], phones: list[str]) -> QuerySet[Any, int]:
    keys = _keys_of(cards=Card.objects.filter(number=card), numbers=numbers, phones=phones)
    return keys.values_list("pk", flat=True)


@written_once
def _cards(*, number: str) -> QuerySet[Card]:
    return Card.objects.select_related("kind", "member").filter(number=number)


def _keys_of(
    *, cards: QuerySet[Card], numbers: Sequence[str], phones: Sequence[str]
) -> QuerySet[Any]:
    """Return the keys of who has one of the numbers, cards or phones; one statement."""
    keys: list[QuerySet[Any]] = [
        Member.objects.filter(number__in=numbers).values("pk"),
        cards.values("member"),
    ]
    if phones:
        keys.append(Member.objects.filter(phone__in=phones).values("pk"))
    return keys[0].union(*keys[1:], all=True)


def _rank(typed: str, member: Member) -> int:
    if member.number in {typed, typed.upper()}:
        return _BY_NUMBER
    return _BY_PHONE if str(member.phone) in phone_candidates(typed) else _BY_CARD


def search(text: str, *, within: QuerySet[Member]) -> list[Member]:
    """Return up to 12 of ``within`` that fit what was typed, best fit first.

    Understands a whole phone, card or member number, the last four digits of a phone, the
    beginning of a name, and pinyin: initials (``zl``) or in full (``zengli``).
    """
    keys = search_keys(text, within=within)
    found = within.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def search_keys(text: str, *, within: QuerySet[Member]) -> list[int]:
    """Return the keys of the members that ``search`` returns, for who reads them otherwise."""
    typed = clean_query(text)
    keys: dict[int, None] = {}
    newest_first = within.order_by("-pk").values_list("pk", flat=True)
    with planned_afresh():
        for where in _readings(typed) if typed else ():
            keys |= dict.fromkeys(newest_first.filter(where)[: AT_MOST - len(keys)])
            if len(keys) >= AT_MOST:
                break
    return list(keys)


def _readings(typed: str) -> Iterator[Q]:
    """Yield what ``typed`` may mean, likeliest first: numbers seldom go without a digit."""
    has_digit = any(char.isdecimal() for char in typed)
    if has_digit:
        yield from _number_readings(typed)
    if FOUR_DIGITS.fullmatch(typed):
        yield Q(phone_last4=typed)
    if not typed.isdigit():
        yield from _name_readings(typed)
    if not has_digit:
        yield from _number_readings(typed)


def _number_readings(typed: str) -> list[Q]:
    keys = _numbered.rows(
        card=typed, numbers=[typed, typed.upper()], phones=phone_candidates(typed)
    )
    return [Q(pk__in=keys)] if keys else []


def _name_readings(typed: str) -> list[Q]:
    if is_pinyin_query(typed):  # names in Latin letters stand among the pinyin, too
        squeezed = re.sub(r"[\s']", "", typed.lower())
        return [
            Q(name_initials=squeezed),
            Q(name_pinyin=squeezed),
            Q(name_initials__startswith=squeezed),
            Q(name_pinyin__startswith=squeezed),
        ]
    return [Q(name=typed), Q(name__startswith=typed)]
