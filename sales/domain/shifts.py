"""Opening a till for the day and closing it with a count."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import IntegrityError, transaction

from common.aggregates import sum_money
from sales.enums import TenderKind
from sales.models import Shift, Tender, Till
from stores.models import Staff


class ShiftAlreadyOpen(Exception):
    """The till has a shift that is not closed."""


class ShiftAlreadyClosed(Exception):
    """The shift was closed before."""


class NoteMissing(Exception):
    """A difference needs a word of explanation."""

    def __init__(self, *, difference: Decimal) -> None:
        super().__init__(f"{difference} without a note")
        self.difference = difference


def open_shift(*, till: Till, opening_cash: Decimal, by: Staff, at: dt.datetime) -> Shift:
    """Open ``till`` with ``opening_cash`` yuan in the drawer.

    :raises ShiftAlreadyOpen: if it is open already
    """
    try:
        with transaction.atomic():
            return Shift.objects.create(
                till=till, opened_at=at, opened_by=by, opening_cash=opening_cash
            )
    except IntegrityError:
        raise ShiftAlreadyOpen from None


def expected_cash(*, shift: Shift) -> Decimal:
    """Return what should lie in the drawer: the float and the cash taken less given back."""
    cash = Tender.objects.filter(sale__shift=shift, kind=TenderKind.CASH)
    taken: Decimal = cash.aggregate(taken=sum_money("amount"))["taken"]
    return shift.opening_cash + taken


@transaction.atomic
def close_shift(
    *, shift: Shift, counted_cash: Decimal, note: str, by: Staff, at: dt.datetime
) -> Shift:
    """Close ``shift`` with the cash as counted (yuan); a difference stays on record.

    :raises NoteMissing: if the count differs and ``note`` says nothing of it
    :raises ShiftAlreadyClosed: if somebody was faster
    """
    shift = Shift.objects.select_for_update().get(pk=shift.pk)
    if shift.closed_at:
        raise ShiftAlreadyClosed
    expected = expected_cash(shift=shift)
    if counted_cash != expected and not note.strip():
        raise NoteMissing(difference=counted_cash - expected)
    shift.closed_at = at
    shift.closed_by = by
    shift.expected_cash = expected
    shift.counted_cash = counted_cash
    shift.note = note
    shift.save(update_fields=["closed_at", "closed_by", "expected_cash", "counted_cash", "note"])
    return shift
