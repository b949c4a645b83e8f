"""The reference model of the ledger: what members' points are, in plain lists and numbers."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from dataclasses import dataclass, field

ALWAYS, NEVER = dt.date(1970, 1, 1), dt.date(9999, 12, 31)
_order = itertools.count()


@dataclass(eq=False)
class Lot:
    """Points that came in together, usable on the days from ``begins`` up to ``ends``.

    ``gone`` have expired and were written off. ``first`` is the lot whose points this one goes
    on with, where they came back too late for it. ``used`` says how many went for which cause.
    """

    left: int
    begins: dt.date = ALWAYS
    ends: dt.date = NEVER
    gone: int = 0
    first: Lot | None = None
    used: Counter[object] = field(default_factory=Counter)
    was_written_off: bool = False
    order: int = field(default_factory=lambda: next(_order))

    def take(self, points: int, cause: object) -> int:
        """Give up to ``points`` for ``cause``, or get them back if negative; return how many."""
        part = min(self.left, points)
        self.left -= part
        self.used[cause] += part
        return part


@dataclass(eq=False)
class Debt:
    """Points somebody owes for one reason: perhaps that those of a lot were to leave."""

    left: int
    of: Lot | None = None
    order: int = field(default_factory=lambda: next(_order))

    @property
    def cause(self) -> object:
        return self.of or self

    def pay(self, lot: Lot) -> int:
        """Be paid from ``lot`` as far as it goes; return how much."""
        part = lot.take(self.left, self.cause)
        self.left -= part
        return part


class Taken(list[tuple[Lot, int]]):
    """What was spent at once, from which lots; a cause, and that of its giving back."""

    __hash__ = object.__hash__
    __eq__ = object.__eq__


@dataclass(eq=False)
class Purse:
    """One member's points: her lots, and her debts in the order she made them."""

    lots: list[Lot] = field(default_factory=list)
    debts: list[Debt] = field(default_factory=list)

    @property
    def debt(self) -> int:
        return sum(debt.left for debt in self.debts)

    @property
    def balance(self) -> int:
        return sum(lot.left for lot in self.lots) - self.debt

    def live(self, on: dt.date) -> list[Lot]:
        lots = [lot for lot in self.lots if lot.left and lot.ends > on]
        return sorted(lots, key=lambda lot: (lot.ends, lot.order))

    def spendable(self, on: dt.date) -> list[Lot]:
        return [lot for lot in self.live(on) if lot.begins <= on]

    def can_spend(self, on: dt.date) -> int:
        return sum(lot.left for lot in self.spendable(on))

    def bring(self, lot: Lot, on: dt.date) -> Lot:
        """Receive ``lot``; it pays what she owes first."""
        self.lots.append(lot)
        self.settle(on)
        return lot

    def spend(self, points: int, on: dt.date) -> Taken:
        """Take ``points``, which are there; return from which lots."""
        taken = Taken()
        taken += _take(points, self.spendable(on), taken)
        return taken

    def withdraw(self, points: int, own: Lot | None, on: dt.date) -> None:
        """Take ``points`` away that came in as ``own``; who has them no more owes them.

        From there first, and, if its day is over, from what came back to it too late; what of
        all that has expired is gone already. Then from whatever lives.
        """
        family = [lot for lot in self.lots if own and own in (lot, lot.first)]
        if own and own.ends > on:
            family = [own]
        missing = points - sum(part for _lot, part in _take(points, family, own))
        for lot in family if own and own.ends <= on else []:
            part = min(lot.gone, missing)
            lot.gone -= part
            lot.used[own] += part
            missing -= part
        others = [lot for lot in self.live(on) if lot not in family]
        if missing := missing - sum(part for _lot, part in _take(missing, others, own)):
            self.debts.append(Debt(missing, own))

    def give_back(self, points: int, taken: Taken, on: dt.date, *, grace: int) -> None:
        """Fill the lots ``taken`` from again, the last first.

        What is too late for its lot pays what is owed for it, and lives the days of grace.
        """
        late = []
        while points:
            lot, part = taken.pop()
            back = min(part, points)
            if back < part:
                taken.append((lot, part - back))
            points -= back
            if lot.ends > on:
                lot.take(-back, taken)
            else:
                late.append((lot, back))
        for lot, back in late:
            self._go_on(lot, back, taken, ends=on + dt.timedelta(days=grace))
        self.settle(on)

    def _go_on(self, lot: Lot, points: int, taken: Taken, *, ends: dt.date) -> None:
        first, left = lot.first or lot, points
        for debt in sorted(self.debts, key=lambda debt: debt.order):
            if debt.of is first:
                paid = min(debt.left, left)
                lot.used[debt.cause] += paid
                lot.used[taken] -= paid
                debt.left -= paid
                left -= paid
        if left:
            self.lots.append(Lot(left, ends=ends, first=first))

    def settle(self, on: dt.date) -> list[tuple[Debt, Lot, int]]:
        """Pay the debts, oldest first; return which with what."""
        paid = []
        for debt in sorted(self.debts, key=lambda debt: debt.order):
            paid += [(debt, lot, part) for lot in self.live(on) if (part := debt.pay(lot))]
        self.debts = [debt for debt in self.debts if debt.left]
        return paid

    def expire(self, on: dt.date) -> int:
        due = [lot for lot in self.lots if lot.ends <= on]
        points = sum(lot.left for lot in due)
        for lot in due:
            lot.gone += lot.left
            lot.was_written_off |= lot.left > 0
            lot.left = 0
        return points


class Merger:
    """What goes from one purse to another when their members are merged, and back."""

    def __init__(self, giver: Purse, taker: Purse, on: dt.date) -> None:
        self.giver, self.taker = giver, taker
        self.moved = [(lot, lot.left) for lot in giver.lots]
        self.owed = Debt(giver.debt) if giver.debt else None
        taker.lots += giver.lots
        taker.debts += [self.owed] if self.owed else []
        giver.lots, giver.debts = [], []
        self.paid = taker.settle(on)
        self.left = [(lot, lot.left, +lot.used) for lot, _held in self.moved]
        self.owed_left = self.owed.left if self.owed else 0

    @property
    def is_used(self) -> bool:
        """Whether a lot or the debt is no longer as the merge left it, or takes nothing back."""
        lots = any(
            (lot.left, +lot.used) != (left, used) or lot not in self.taker.lots
            for lot, left, used in self.left
        )
        ended = any(lot.was_written_off for _debt, lot, _part in self.paid)
        return lots or ended or (self.owed is not None and self.owed.left != self.owed_left)

    def undo(self, on: dt.date) -> None:
        for debt, lot, part in self.paid:
            lot.take(-part, debt.cause)
            if debt not in self.taker.debts:
                self.taker.debts.append(debt)
            debt.left += part
        gone = {id(lot) for lot, _held in self.moved}
        self.taker.lots = [lot for lot in self.taker.lots if id(lot) not in gone]
        self.giver.lots += [lot for lot, _held in self.moved]
        if self.owed:
            self.taker.debts.remove(self.owed)
            self.giver.debts.append(Debt(self.owed.left))
        self.giver.settle(on)
        self.taker.settle(on)


def _take(points: int, lots: list[Lot], cause: object) -> Taken:
    taken = Taken()
    for lot in lots:
        if part := lot.take(points, cause):
            points -= part
            taken.append((lot, part))
    return taken
