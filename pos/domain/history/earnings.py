"""What the sales of one batch of history earn; goods and birthdays are read if they matter."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property

from common.birthdays import Birthday
from loyalty.domain.bonuses import BonusTerms, Goods, Ticket, bonuses_of
from loyalty.domain.earning import Earning, work_out
from loyalty.models import Tier
from membership.models import Member
from pos.domain.history.documents import Document, money
from pos.domain.history.house import House
from sales.models import Product


class Earnings:
    """Works out the points of sales by the rules of their days."""

    def __init__(
        self, members: Collection[int], *, products: Mapping[str, int], house: House
    ) -> None:
        self._members, self._products, self._house = members, products, house

    def of(self, sale: Document, *, tier: Tier | None) -> Earning:
        """Return what ``sale`` earns a member who was in ``tier``.

        :raises NoRuleInForce: if no earning rule had begun
        """
        rule = self._house.earning_rule(on=sale.day)
        bonuses = bonuses_of(rule)
        by_birthday = any(bonus.birthday for bonus in bonuses)
        ticket = Ticket(
            store=sale.store,
            day=sale.day,
            tier=tier,
            birthday=self._birthdays.get(sale.member or 0) if by_birthday else None,
        )
        holding = [bonus for bonus in bonuses if bonus.holds_for(ticket)]
        return work_out(
            goods=self._goods(sale, holding),
            money=money(sale.amount),
            rule=rule,
            bonuses=holding,
            ticket=ticket,
        )

    def _goods(self, sale: Document, holding: list[BonusTerms]) -> list[Goods]:
        """Return the lines; all as one where nothing could tell them apart."""
        products = [self._products[line.sku] for line in sale.lines]
        fees = self._house.fees
        if not holding and fees.isdisjoint(products):
            return [Goods(money(sale.amount), products[0])]
        categories = self._categories if any(bonus.categories for bonus in holding) else {}
        return [
            Goods(
                money(line.amount),
                product,
                category=categories.get(product),
                is_fee=product in fees,
            )
            for line, product in zip(sale.lines, products, strict=True)
        ]

    @cached_property
    def _categories(self) -> dict[int, int | None]:
        products = Product.objects.filter(pk__in=set(self._products.values()))
        return dict(products.values_list("pk", "category"))

    @cached_property
    def _birthdays(self) -> dict[int, Birthday | None]:
        return {
            member.pk: member.birthday
            for member in Member.objects.filter(pk__in=self._members).only(
                "birth_calendar", "birth_year", "birth_month", "birth_day", "birth_leap_month"
            )
        }
