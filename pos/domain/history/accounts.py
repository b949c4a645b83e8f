"""A points account in memory, while a batch of history goes through it.

Lots are spent, debts arise and are paid exactly as in ``loyalty.domain.ledger``; every step
returns its allocations as (entry, lot, points).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from loyalty.models import ALWAYS, EarningRule

Allocation = tuple[int, int, int]


@dataclass(slots=True)
class Lot:
    """A lot with what is left of it now."""

    key: int
    entry: int
    points: int
    remaining: int
    expires_on: dt.date
    spendable_from: dt.date = ALWAYS
    is_new: bool = False
    is_changed: bool = False


@dataclass(slots=True)
class Debt:
    """So much of what ``entry`` took no lot has covered."""

    entry: int
    owed: int


@dataclass(slots=True)
class Expired:
    """So much of what its ``expiry`` took from ``lot`` has not been put back."""

    expiry: int
    lot: Lot
    left: int


@dataclass(slots=True)
class Earned:
    """What one sale earned; ``left`` of it has not been taken back.

    ``rates`` are the points per yuan by key of sale line, where there is no one ``rate``.
    """

    entry: int
    left: int
    rate: Decimal | None
    rates: dict[int, Decimal]
    rule: EarningRule


@dataclass(slots=True)
class Account:
    """A locked account as it stands now; ``moves`` are what counts towards a tier."""

    key: int
    balance: int
    debt: int
    lots: list[Lot] = field(default_factory=list)
    debts: list[Debt] = field(default_factory=list)
    expired: list[Expired] = field(default_factory=list)
    moves: list[tuple[dt.datetime, int]] = field(default_factory=list)
    is_changed: bool = False

    def post(self, points: int, *, at: dt.datetime, qualifying: int) -> None:
        """Count an entry of signed ``points``."""
        self.balance += points
        self.moves.append((at, qualifying))
        self.is_changed = True

    def bring_in(self, lot: Lot, *, at: dt.datetime) -> Iterator[Allocation]:
        """Add ``lot``; what is owed is paid, the oldest debt first."""
        self.lots.append(lot)
        for debt in self.debts:
            for entry, key, points in _allocate(debt.entry, debt.owed, self._live(at)):
                debt.owed -= points
                self.debt -= points
                yield entry, key, points
        self.debts = [debt for debt in self.debts if debt.owed]

    def expired_before(
        self, earned_by: int, points: int, *, at: dt.datetime
    ) -> Iterator[tuple[Expired, int]]:
        """Fill a lot again with what it lost by expiring of ``points`` that are to leave it."""
        held = sum(lot.remaining for lot in self.lots if lot.entry == earned_by)
        missing = max(points - held, 0)
        for expired in self.expired:
            lot = expired.lot
            if lot.entry != earned_by or lot.expires_on > timezone.localdate(at):
                continue
            if part := min(expired.left, missing):
                if lot not in self.lots:
                    self.lots.append(lot)
                lot.remaining += part
                expired.left -= part
                missing -= part
                yield expired, part

    def take_out(
        self, entry: int, points: int, *, earned_by: int, at: dt.datetime
    ) -> Iterator[Allocation]:
        """Take ``points`` from the lot of the entry that earned them, then from the others."""
        own = [lot for lot in self.lots if lot.entry == earned_by]
        others = [lot for lot in self._live(at) if lot.entry != earned_by]
        owed = points
        for allocation in _allocate(entry, points, [*own, *others]):
            owed -= allocation[2]
            yield allocation
        if owed:
            self.debts.append(Debt(entry, owed))
            self.debt += owed

    def _live(self, at: dt.datetime) -> list[Lot]:
        on = timezone.localdate(at)
        lots = (lot for lot in self.lots if lot.remaining and lot.expires_on > on)
        return sorted(lots, key=lambda lot: (lot.expires_on, lot.key))


def _allocate(entry: int, points: int, lots: Iterable[Lot]) -> Iterator[Allocation]:
    owed = points
    for lot in lots:
        if taken := min(lot.remaining, owed):
            lot.remaining -= taken
            lot.is_changed = True
            owed -= taken
            yield entry, lot.key, taken
