"""Printed cards come to a store, range by range, each number once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from membership.enums import PrintedStatus
from membership.models import Card, CardBatch, CardKind, Organisation, PrintedCard
from stores.models import Staff, Store

AT_MOST = 10_000  # cards in one range
LONGEST = 40  # characters of a number
MOBILE = re.compile(r"(86)?1[3-9][0-9]{9}")
NUMBER = re.compile(r"(?P<prefix>[A-Z0-9.-]*?)(?P<count>[0-9]{1,18})", re.ASCII)


class NotARange(Exception):
    """From the first to the last number does not lead a count of printed cards."""


class RangeTooLong(NotARange):
    """There are more numbers than come in one range."""

    def __init__(self, *, count: int) -> None:
        super().__init__(str(count))
        self.count = count


class LooksLikeAPhone(NotARange):
    """A number could be somebody's mobile, so that she would be found by it."""

    def __init__(self, *, number: str) -> None:
        super().__init__(number)
        self.number = number


class NumbersThere(Exception):
    """Some of the numbers were received or issued before."""

    def __init__(self, *, numbers: Sequence[str]) -> None:
        super().__init__(f"{len(numbers)} from {numbers[0]}")
        self.numbers = numbers


class NotLeft(Exception):
    """The batch has no such number left."""


@dataclass(frozen=True)
class Preview:
    """What receiving a range would do: ``numbers`` come in unless some are ``there``."""

    numbers: list[str]
    there: list[str]


def preview_range(*, first: str, last: str) -> Preview:
    """Return the numbers from ``first`` to ``last``, and which of them were there before.

    :raises NotARange: if they are no range, or one of too many, or could be phones
    """
    numbers = _range(first, last)
    printed = PrintedCard.objects.filter(number__in=numbers).values("number")
    issued = Card.objects.filter(number__in=numbers).values("number")
    there = printed.union(issued).values_list("number", flat=True)
    return Preview(numbers, sorted(there))


@transaction.atomic
def receive_cards(
    *,
    kind: CardKind,
    store: Store,
    first: str,
    last: str,
    by: Staff,
    at: dt.datetime,
    organisation: Organisation | None = None,
    occasion: str = "",
    expires_on: dt.date | None = None,
) -> CardBatch:
    """Put the printed cards from ``first`` to ``last`` into the stock of ``store``.

    ``organisation``, ``occasion`` and ``expires_on`` say for whom and which day they are;
    ``expires_on`` is the first day they serve no more.

    :raises NotARange: if they are no range, or one of too many, or could be phones
    :raises NumbersThere: if any was received or issued before, also a moment ago
    """
    numbers = _range(first, last)
    _refuse_there(first, last)
    batch = CardBatch.objects.create(
        kind=kind,
        store=store,
        organisation=organisation,
        occasion=occasion,
        expires_on=expires_on,
        received_at=at,
        received_by=by,
    )
    try:
        with transaction.atomic():
            PrintedCard.objects.bulk_create(
                PrintedCard(number=number, batch=batch) for number in numbers
            )
    except IntegrityError:
        _refuse_there(first, last)
        raise
    return batch


@transaction.atomic
def void_printed(*, batch: CardBatch, number: str) -> PrintedCard:
    """Take a spoilt card of ``batch`` out of the stock; its number is never issued.

    :raises NotLeft: unless the number is in stock there
    """
    held = batch.printed.select_for_update().filter(number=number).first()
    if held is None or held.status != PrintedStatus.IN_STOCK:
        raise NotLeft
    held.status = PrintedStatus.VOID
    held.save(update_fields=["status"])
    return held


def _refuse_there(first: str, last: str) -> None:
    if there := preview_range(first=first, last=last).there:
        raise NumbersThere(numbers=there)


def _range(first: str, last: str) -> list[str]:
    begin, end = NUMBER.fullmatch(first), NUMBER.fullmatch(last)
    alike = begin and end and len(first) == len(last) <= LONGEST
    if not (alike and begin and end and begin["prefix"] == end["prefix"]):
        raise NotARange
    digits, start, stop = len(begin["count"]), int(begin["count"]), int(end["count"])
    if start > stop:
        raise NotARange
    if stop - start >= AT_MOST:
        raise RangeTooLong(count=stop - start + 1)
    numbers = [f"{begin['prefix']}{count:0{digits}d}" for count in range(start, stop + 1)]
    for number in (numbers[0], numbers[-1]):
        if MOBILE.fullmatch(number):
            raise LooksLikeAPhone(number=number)
    return numbers
