"""A member's days when receipts change hands: taken off the one, added to the other."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from common.money import ZERO
from common.periods import month_of
from membership.models import Member
from sales.domain.returning import returnable_lines
from sales.models import Sale, Visit

Key = tuple[int, dt.date]  # store, business day
NONE = Decimal("0.000")


@dataclass(frozen=True)
class Day:
    """Figures of some receipts of one member in one store on one day, signed as in a visit."""

    store_id: int
    business_day: dt.date
    tickets: int = 0
    units: Decimal = NONE
    net: Decimal = ZERO
    returned_later: Decimal = ZERO

    @property
    def key(self) -> Key:
        """Where and when it was."""
        return self.store_id, self.business_day

    def plus(self, other: Day | Visit) -> Day:
        """Return the same day with the figures of ``other`` as well."""
        return replace(
            self,
            tickets=max(self.tickets + other.tickets, 0),
            units=self.units + other.units,
            net=self.net + other.net,
            returned_later=max(self.returned_later + other.returned_later, ZERO),
        )

    def negative(self) -> Day:
        """Return the figures that take these away."""
        return replace(
            self,
            tickets=-self.tickets,
            units=-self.units,
            net=-self.net,
            returned_later=-self.returned_later,
        )


def days_of_sale(*, sale: Sale) -> list[Day]:
    """Return what ``sale`` and its returns add to the days of its member.

    A sale that came back as a whole on its own day, in its own store, is no ticket.
    """
    days: dict[Key, Day] = {}
    first = _day_of(sale)
    days[first.key] = replace(first, tickets=1)
    returns = list(sale.returns.order_by("pk"))
    for back in returns:
        day = _day_of(back)
        days[day.key] = days.get(day.key, Day(*day.key)).plus(day)
        if day.key != first.key:
            days[first.key] = days[first.key].plus(Day(*first.key, returned_later=-back.net))
    if returns and _day_of(returns[-1]).key == first.key and not returnable_lines(sale=sale):
        days[first.key] = replace(days[first.key], tickets=0)
    return list(days.values())


def days_of_member(*, member: Member) -> list[Day]:
    """Return all of the member's days."""
    return [
        Day(
            visit.store_id,
            visit.business_day,
            visit.tickets,
            visit.units,
            visit.net,
            visit.returned_later,
        )
        for visit in member.visits.order_by("business_day", "store_id")
    ]


def add_days(*, member: Member, days: Iterable[Day]) -> None:
    """Add ``days`` to the member's visits. The caller holds her account's lock."""
    _change(member, list(days))


def take_off_days(*, member: Member, days: Iterable[Day]) -> None:
    """Take ``days`` off the member's visits; a day without any receipt of hers goes.

    The caller holds her account's lock and has moved the receipts before.
    """
    empty = _change(member, [day.negative() for day in days])
    kept = set(
        Sale.objects.filter(member=member, business_day__in={day for _, day in empty}).values_list(
            "store", "business_day"
        )
    )
    gone = [visit.pk for key, visit in empty.items() if key not in kept]
    Visit.objects.filter(pk__in=gone).delete()


def _day_of(document: Sale) -> Day:
    return Day(document.store_id, document.business_day, units=document.units, net=document.net)


def _change(member: Member, days: list[Day]) -> dict[Key, Visit]:
    """Add the signed ``days``; return the visits that have nothing left."""
    visits = {
        (visit.store_id, visit.business_day): visit
        for visit in member.visits.filter(business_day__in={day.business_day for day in days})
    }
    changed: dict[bool, list[Visit]] = defaultdict(list)
    for day in days:
        visit = visits.get(day.key)
        total = day.plus(visit) if visit else day
        visit = visit or Visit(
            member=member,
            store_id=day.store_id,
            business_day=day.business_day,
            month=month_of(day.business_day),
        )
        visit.tickets, visit.units = max(total.tickets, 0), total.units
        visit.net, visit.returned_later = total.net, max(total.returned_later, ZERO)
        changed[visit.pk is None].append(visit)
    Visit.objects.bulk_create(changed[True])
    Visit.objects.bulk_update(changed[False], ["tickets", "units", "net", "returned_later"])
    return {
        (visit.store_id, visit.business_day): visit
        for visit in changed[False]
        if not (visit.tickets or visit.units or visit.net or visit.returned_later)
    }
