"""Which multipliers hold for a ticket, and for each of its lines."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from common.birthdays import Birthday
from common.languages import reads_chinese
from loyalty.domain.birthday_windows import in_birthday_window
from loyalty.models import EarningBonus, EarningRule, Tier


@dataclass(frozen=True)
class Ticket:
    """Who buys, where and when; ``store`` by its key, ``day`` the business day."""

    store: int
    day: dt.date
    tier: Tier | None = None
    birthday: Birthday | None = None


@dataclass(frozen=True)
class Goods:
    """A line as earning sees it: ``net`` yuan for a product; a membership fee earns nothing."""

    net: Decimal
    product: int
    category: int | None = None
    is_fee: bool = False


@dataclass(frozen=True)
class BonusTerms:
    """A multiplier with its conditions, rows by their keys; an empty one asks nothing."""

    multiplier: Decimal
    key: int | None = None
    name_zh: str = ""
    name_en: str = ""
    tiers: frozenset[int] = frozenset()
    stores: frozenset[int] = frozenset()
    categories: frozenset[int] = frozenset()
    products: frozenset[int] = frozenset()
    weekdays: frozenset[int] = frozenset()
    days_of_month: frozenset[int] = frozenset()
    birthday: str = ""
    days_around: int = 0
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def label(self) -> str:
        """The name in the reader's language, or the other one when that is missing."""
        names = [self.name_en, self.name_zh]
        return next(filter(None, names[::-1] if reads_chinese() else names), "")

    def holds_for(self, ticket: Ticket) -> bool:
        """Tell whether every condition on the member, the store and the day is met."""
        day = ticket.day
        return (
            (not self.tiers or (ticket.tier is not None and ticket.tier.pk in self.tiers))
            and (not self.stores or ticket.store in self.stores)
            and (not self.weekdays or day.isoweekday() in self.weekdays)
            and (not self.days_of_month or day.day in self.days_of_month)
            and (self.since is None or self.since <= day)
            and (self.until is None or day < self.until)
            and (not self.birthday or self._is_birthday(ticket))
        )

    def holds_on(self, goods: Goods) -> bool:
        """Tell whether every condition on the product is met."""
        return (not self.categories or goods.category in self.categories) and (
            not self.products or goods.product in self.products
        )

    def _is_birthday(self, ticket: Ticket) -> bool:
        return in_birthday_window(
            ticket.birthday, window=self.birthday, on=ticket.day, days_around=self.days_around
        )


def bonuses_of(rule: EarningRule) -> tuple[BonusTerms, ...]:
    """Return the multipliers of ``rule``, which keeps them: its versions never change."""
    kept: tuple[BonusTerms, ...] | None = vars(rule).get("_bonuses")
    if kept is None:
        kept = vars(rule)["_bonuses"] = tuple(terms_of(bonus) for bonus in rule.bonuses.all())
    return kept


def terms_of(bonus: EarningBonus) -> BonusTerms:
    """Return the terms of a stored multiplier."""
    return BonusTerms(
        multiplier=bonus.multiplier,
        key=bonus.pk,
        name_zh=bonus.name_zh,
        name_en=bonus.name_en,
        tiers=frozenset(tier.pk for tier in bonus.tiers.all()),
        stores=frozenset(store.pk for store in bonus.stores.all()),
        categories=frozenset(category.pk for category in bonus.categories.all()),
        products=frozenset(product.pk for product in bonus.products.all()),
        weekdays=frozenset(bonus.weekdays),
        days_of_month=frozenset(bonus.days_of_month),
        birthday=bonus.birthday,
        days_around=bonus.days_around,
        since=bonus.since,
        until=bonus.until,
    )
