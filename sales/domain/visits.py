"""Adding a receipt to the member's day in the store."""

import datetime as dt
from decimal import Decimal

from django.db.models import F

from common.aggregates import money_plus, units_plus
from common.periods import month_of
from membership.models import Member
from sales.models import Visit
from stores.models import Store


def add_to_visit(
    *,
    member: Member,
    store: Store,
    business_day: dt.date,
    tickets: int,
    units: Decimal,
    net: Decimal,
) -> None:
    """Add the signed figures of one receipt to the member's day, making the row if needed.

    The caller holds the member's account lock, so no other receipt of hers comes between.
    """
    visit = Visit.objects.filter(member=member, store=store, business_day=business_day)
    changed = visit.update(
        tickets=F("tickets") + tickets,
        units=units_plus("units", units),
        net=money_plus("net", net),
    )
    if not changed:
        Visit.objects.create(
            member=member,
            store=store,
            business_day=business_day,
            month=month_of(business_day),
            tickets=max(tickets, 0),
            units=units,
            net=net,
        )


def remember_later_return(
    *, member: Member, store: Store, business_day: dt.date, net: Decimal
) -> None:
    """Note on the day of the sale that ``net`` yuan of it came back on a later day."""
    Visit.objects.filter(member=member, store=store, business_day=business_day).update(
        returned_later=money_plus("returned_later", net)
    )
