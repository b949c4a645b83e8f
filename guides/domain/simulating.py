"""Whom another rule would move today: from whom, worth how much. Changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import DecimalField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from common.aggregates import sum_money
from common.periods import add_months
from guides.domain.recycling import unprotected
from guides.enums import OwnershipState
from guides.models import Ownership
from sales.models import Visit
from stores.models import Store

_MONEY = DecimalField(max_digits=14, decimal_places=2)


@dataclass(frozen=True)
class Terms:
    """A rule to try: so many days, or so many months, for the owned and for those on trial."""

    days: int | None
    months: int | None

    def last_start(self, *, on: dt.date) -> dt.date:
        """Return the latest day on which a clock may have started whose time is over on ``on``."""
        if self.days is not None:
            return on - dt.timedelta(days=self.days + 1)
        months = self.months or 0
        day = add_months(on, -months) + dt.timedelta(days=3)
        while add_months(day, months) >= on:
            day -= dt.timedelta(days=1)
        return day


def would_move(
    *, stores: Iterable[Store], owned: Terms, trial: Terms, on: dt.date
) -> QuerySet[Ownership]:
    """Return the open ownerships a run on ``on`` would end under these terms.

    Each with ``worth``, what the member bought in the 12 months before, and from whom: her guide.
    """
    over = Q(state=OwnershipState.OWNED, clock_from__lte=owned.last_start(on=on)) | Q(
        state=OwnershipState.TRIAL, clock_from__lte=trial.last_start(on=on)
    )
    bought = (
        Visit.objects.of_last_year(on=on)
        .filter(member=OuterRef("member"))
        .values("member")
        .annotate(net=sum_money("net"))
        .values("net")
    )
    return (
        unprotected(on=on)
        .filter(over, store__in=stores)
        .annotate(worth=Coalesce(Subquery(bought), Value(Decimal(0)), output_field=_MONEY))
        .select_related("member", "guide", "store")
    )
