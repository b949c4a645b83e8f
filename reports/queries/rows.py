"""What figures answer with. ``facts`` is how a row leaves the house, key by key."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from common.money import ZERO, cents
from membership.models import JoiningChannel
from reports.enums import Customers, Lifecycle

Fact = int | str | bool | Decimal | Fraction | dt.date | None


class Row(Protocol):
    """One row of an answer."""

    def facts(self) -> dict[str, Fact]:
        """Return the row's values by the names that are promised outside."""


@dataclass(frozen=True)
class Rate:
    """Two counts, or two amounts. Nothing is divided before it is shown."""

    numerator: int | Decimal
    denominator: int | Decimal

    @property
    def value(self) -> Fraction | None:
        """The rate, or None where there is nothing to divide by."""
        return _ratio(self.numerator, self.denominator)

    def facts(self) -> dict[str, Fact]:
        return {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "rate": self.value,
        }


@dataclass(frozen=True)
class OldMembers(Rate):
    """How many of the old members came, and how often those did."""

    visits: int

    @property
    def visits_per_member(self) -> Fraction | None:
        """Visits of one member who came."""
        return _ratio(self.visits, self.numerator)


@dataclass(frozen=True)
class Value:
    """A count, or an amount in yuan."""

    value: int | Decimal

    def facts(self) -> dict[str, Fact]:
        return {"value": self.value}


@dataclass(frozen=True)
class Tickets:
    """What was sold to some customers: ``net`` in yuan, ``units`` by piece or measure."""

    who: Customers
    tickets: int
    units: Decimal
    net: Decimal

    @property
    def price_per_item(self) -> Decimal | None:
        """Net for one unit, in yuan."""
        return _per(self.net, self.units)

    @property
    def items_per_ticket(self) -> Fraction | None:
        """Units on one ticket."""
        return _ratio(self.units, self.tickets)

    @property
    def ticket_value(self) -> Decimal | None:
        """Net of one ticket, in yuan."""
        return _per(self.net, self.tickets)

    def facts(self) -> dict[str, Fact]:
        whole = self.units == self.units.to_integral_value()
        return {
            "who": self.who.value,
            "tickets": self.tickets,
            "units": int(self.units) if whole else f"{self.units.normalize():f}",
            "net": self.net,
            "price_per_item": self.price_per_item,
            "items_per_ticket": self.items_per_ticket,
            "ticket_value": self.ticket_value,
        }


@dataclass(frozen=True)
class Cohort:
    """Of the ``size`` members who began in the month ``cohort``, who came ``age`` months later.

    While that month is not over the cell is not ``complete``.
    """

    cohort: dt.date
    age: int
    size: int
    retained: int
    complete: bool

    def facts(self) -> dict[str, Fact]:
        return {
            "cohort": self.cohort,
            "age": self.age,
            "size": self.size,
            "retained": self.retained,
        }


@dataclass(frozen=True)
class Repurchase:
    """Of the ``size`` members whose first visit was in a month, who had another one in time."""

    cohort: dt.date
    size: int
    returned: int
    complete: bool

    def facts(self) -> dict[str, Fact]:
        return {
            "cohort": self.cohort,
            "size": self.size,
            "returned": self.returned,
            "complete": self.complete,
        }


@dataclass(frozen=True)
class FromChannel:
    """How many joined by a way; ``channel`` is None for those of whom it is not known."""

    channel: JoiningChannel | None
    members: int

    def facts(self) -> dict[str, Fact]:
        code = self.channel.code if self.channel else None
        return {"channel": code, "members": self.members}


@dataclass(frozen=True)
class Standing:
    """How many members are in a state."""

    state: Lifecycle
    members: int

    def facts(self) -> dict[str, Fact]:
        return {"state": self.state.value, "members": self.members}


@dataclass(frozen=True)
class Transition:
    """How many members went from one state to another; ``before`` is None for who was none yet."""

    before: Lifecycle | None
    after: Lifecycle
    members: int

    def facts(self) -> dict[str, Fact]:
        return {
            "from": self.before.value if self.before else "new",
            "to": self.after.value,
            "members": self.members,
        }


@dataclass(frozen=True)
class GuideScore:
    """What a guide holds in a store, did there and brought; amounts in yuan."""

    store: str
    store_name: str
    guide: str
    name: str
    owned: int = 0
    on_trial: int = 0
    due: int = 0
    contacted: int = 0
    contacts: int = 0
    activated: int = 0
    drawn: int = 0
    renewed: int = 0
    recycled: int = 0
    won_back: int = 0
    sales_owner: Decimal = ZERO
    sales_seller: Decimal = ZERO
    sales_enroller: Decimal = ZERO
    sales_new: Decimal = ZERO
    sales_repeat: Decimal = ZERO
    short: int = 0

    @property
    def activation_rate(self) -> Fraction | None:
        """Who bought on trial, of those drawn whose trial is over."""
        return _ratio(self.activated, self.drawn)

    def facts(self) -> dict[str, Fact]:
        names = [name for name in vars(self) if name != "store_name"]
        return {name: getattr(self, name) for name in names} | {
            "activation_rate": self.activation_rate
        }


def _ratio(part: Decimal | int, whole: Decimal | int) -> Fraction | None:
    return Fraction(part) / Fraction(whole) if whole else None


def _per(amount: Decimal, count: Decimal | int) -> Decimal | None:
    return cents(amount / count) if count else None
