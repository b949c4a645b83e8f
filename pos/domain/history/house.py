"""What every batch of an import asks for again and again: stores, tiers and rules."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from common.periods import business_day
from guides.domain.clock import NoOwnershipRule, rule_for
from guides.models import OwnershipRule
from loyalty.enums import DebtPolicy
from loyalty.models import EarningRule, Tier
from loyalty.programme import programme
from pos.domain.history.shops import Shops
from pos.domain.history.tiers import Ladder
from sales.models import Product
from stores.models import Store


class House:
    """Looks each thing up once an import."""

    def __init__(self, shops: Shops) -> None:
        self._shops = shops
        self.ladder = Ladder()
        self._programme = programme()
        self._ownership: dict[tuple[Store, Tier | None, dt.date], OwnershipRule | None] = {}

    def store(self, key: int) -> Store:
        """Return the store with this key of the stage, opened if need be."""
        return self._shops.open(key)

    def business_day(self, at: dt.datetime, *, store: int) -> dt.date:
        """Return the day on which ``store`` counts what happened ``at``."""
        return business_day(at, day_ends_at=self._shops.day_ends_at(store))

    def earning_rule(self, *, on: dt.date) -> EarningRule:
        """Return the earning rule of ``on``.

        :raises NoRuleInForce: if none has begun
        """
        return self._programme.earning_rule(on=on)

    def debt_policy(self, *, on: dt.date) -> DebtPolicy:
        """Return what becomes of points that are spent when their goods come back."""
        return DebtPolicy(self._programme.rule(on=on).debt_policy)

    @cached_property
    def fees(self) -> frozenset[int]:
        """The products that are membership fees, by their keys."""
        fees = Product.objects.exclude(card_kind=None)
        return frozenset(fees.values_list("pk", flat=True))

    def ownership_rule(
        self, store: Store, tier: Tier | None, *, on: dt.date
    ) -> OwnershipRule | None:
        """Return the ownership rule of ``on``, or None if none had begun."""
        if (store, tier, on) not in self._ownership:
            try:
                found = rule_for(store=store, tier=tier, on=on)
            except NoOwnershipRule:
                found = None
            self._ownership[store, tier, on] = found
        return self._ownership[store, tier, on]
