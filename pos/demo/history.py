"""What happened in the demonstration chain, day by day and in the order it happened."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable

from django.utils import timezone

from guides.models import Ownership
from loyalty.domain.expiry import expire_points
from membership.domain.consenting import NothingToWithdraw, withdraw_consent
from membership.enums import ConsentChannel, Purpose
from pos.demo.care import call_members, give_away_the_pool, take_back_overdue
from pos.demo.chain import Shop
from pos.demo.dice import Dice
from pos.demo.enjoying import enjoy
from pos.demo.joining import Counter, Customer
from pos.demo.managing import lose_some
from pos.demo.trading import Desk
from sales.models import Product, Sale
from stores.models import Staff

MORNING, OPENING, FIRST, LAST, CLOSING = (7, 5), (9, 45), (10, 5), (20, 50), (21, 15)
MONDAY = 0
DAY_OF_THE_POOL, DAY_OF_EXPIRY, DAY_OF_REWARDS, DAY_OF_LOSSES = 3, 1, 20, 25  # of each month

Happening = tuple[dt.datetime, int, Callable[[dt.datetime], None]]


class History:
    """The chain's past. Everything random comes from ``dice``, so one seed tells one story."""

    def __init__(
        self, *, shops: list[Shop], goods: list[Product], dice: Dice, members: int, walk_ins: int
    ) -> None:
        self.shops = shops
        self.goods = goods
        self.dice = dice
        self.members = members
        self.walk_ins = walk_ins
        self.counter = Counter(dice)
        self.known: list[Customer] = []
        self.coming: dict[dt.date, list[Customer]] = defaultdict(list)
        self.returning: dict[dt.date, list[tuple[Shop, Sale]]] = defaultdict(list)

    def live(
        self, *, first_day: dt.date, until: dt.datetime, progress: Callable[[int, int], None]
    ) -> None:
        """Let everything happen from ``first_day`` up to the moment ``until``."""
        last_day = timezone.localdate(until)
        days = (last_day - first_day).days + 1
        joining = self._spread(self.members, days)
        strangers = self._spread(self.walk_ins, days)
        for count in range(days):
            day = first_day + dt.timedelta(days=count)
            self._live_a_day(day, joining[count], strangers[count], until=until)
            progress(count + 1, days)

    def _spread(self, number: int, days: int) -> list[int]:
        """Return how many of ``number`` fall on each of ``days``: more as the chain grows."""
        counts = [0] * days
        for _ in range(number):
            counts[int(days * self.dice.random() ** 0.75)] += 1
        return counts

    def _live_a_day(
        self, day: dt.date, joining: int, strangers: int, *, until: dt.datetime
    ) -> None:
        open_shops = [shop for shop in self.shops if shop.opens_on <= day]
        if _at(day, MORNING) <= until:
            take_back_overdue(
                open_shops, on=day, at=_at(day, MORNING), last=timezone.localdate(until)
            )
            if day.day == DAY_OF_EXPIRY or day == timezone.localdate(until):
                expire_points(at=_at(day, MORNING))
        desks = {
            shop.store.pk: Desk(shop=shop, dice=self.dice, opens_at=_at(day, OPENING))
            for shop in open_shops
        }
        for at, _order, happen in sorted(self._happenings(day, desks, joining, strangers)):
            if at <= until:
                happen(at)
        for desk in desks.values():
            desk.close(at=min(_at(day, CLOSING), until))
        self._look_after(day, open_shops, until=until)

    def _happenings(
        self, day: dt.date, desks: dict[int, Desk], joining: int, strangers: int
    ) -> list[Happening]:
        joins = [self._join(self._some_desk(desks)) for _ in range(joining)]
        strange = [self._serve_stranger(self._some_desk(desks)) for _ in range(strangers)]
        visits = [
            self._serve(customer, self._desk_of(customer, desks))
            for customer in self.coming.pop(day, [])
        ]
        returns = [
            self._take_back(sale, desks[shop.store.pk])
            for shop, sale in self.returning.pop(day, [])
        ]
        happenings = enumerate([*joins, *strange, *visits, *returns])
        return [(self._some_time(day), order, happen) for order, happen in happenings]

    def _join(self, desk: Desk) -> Callable[[dt.datetime], None]:
        def happen(at: dt.datetime) -> None:
            customer = self.counter.register(shop=desk.shop, known=self.known, at=at)
            self.known.append(customer)
            if self.dice.happens(75):
                self._serve(customer, desk)(at + dt.timedelta(minutes=2))
            elif self.dice.happens(50):
                self._expect(customer, after=at.date())

        return happen

    def _serve(self, customer: Customer, desk: Desk) -> Callable[[dt.datetime], None]:
        def happen(at: dt.datetime) -> None:
            pieces = 1 + min(int(self.dice.expovariate(1 / customer.taste)), 5)
            seller = self._seller(customer, desk.shop)
            goods = self.dice.choices(self.goods, k=pieces)
            sale = desk.sell(goods, member=customer.member, seller=seller, at=at)
            self._expect_return(sale, desk.shop, percent=4)
            if self.dice.happens(1):
                self._withdraw(customer, at=at)
            if not self.dice.happens(customer.fades):
                self._expect(customer, after=at.date())

        return happen

    def _serve_stranger(self, desk: Desk) -> Callable[[dt.datetime], None]:
        def happen(at: dt.datetime) -> None:
            goods = self.dice.choices(self.goods, k=self.dice.choice([1, 1, 1, 2, 2, 3]))
            seller = self.dice.choice([*desk.shop.guides, desk.cashier])
            sale = desk.sell(goods, member=None, seller=seller, at=at)
            self._expect_return(sale, desk.shop, percent=2)

        return happen

    def _take_back(self, sale: Sale, desk: Desk) -> Callable[[dt.datetime], None]:
        def happen(at: dt.datetime) -> None:
            desk.take_back(sale, at=at)

        return happen

    def _look_after(self, day: dt.date, shops: list[Shop], *, until: dt.datetime) -> None:
        at = _at(day, LAST)
        if at > until:
            return
        if day.weekday() == MONDAY:
            call_members(shops, dice=self.dice, on=day, at=at)
        if day.day == DAY_OF_THE_POOL:
            give_away_the_pool(shops, dice=self.dice, at=at)
        if day.day == DAY_OF_REWARDS:
            enjoy(shops, dice=self.dice, at=at)
        if day.day == DAY_OF_LOSSES:
            lose_some(shops, dice=self.dice, at=at)

    def _expect(self, customer: Customer, *, after: dt.date) -> None:
        days = max(3, round(self.dice.gauss(customer.rhythm, customer.rhythm / 3)))
        self.coming[after + dt.timedelta(days=days)].append(customer)

    def _expect_return(self, sale: Sale, shop: Shop, *, percent: int) -> None:
        if self.dice.happens(percent):
            back_on = sale.business_day + dt.timedelta(days=self.dice.randint(1, 12))
            self.returning[back_on].append((shop, sale))

    def _withdraw(self, customer: Customer, *, at: dt.datetime) -> None:
        try:
            withdraw_consent(
                member=customer.member,
                purpose=Purpose.SMS,
                channel=ConsentChannel.TILL,
                by=customer.shop.manager,
                at=at,
            )
        except NothingToWithdraw:
            return

    def _seller(self, customer: Customer, shop: Shop) -> Staff:
        held = Ownership.objects.open().filter(member=customer.member).select_related("guide")
        ownership = held.first()
        if ownership and ownership.store_id == shop.store.pk and self.dice.happens(75):
            return ownership.guide
        return self.dice.choice(shop.guides)

    def _some_desk(self, desks: dict[int, Desk]) -> Desk:
        weights = [desk.shop.weight for desk in desks.values()]
        return self.dice.choices(list(desks.values()), weights)[0]

    def _desk_of(self, customer: Customer, desks: dict[int, Desk]) -> Desk:
        """Return the till of her own store; now and then she is somewhere else."""
        if self.dice.happens(4):
            return self._some_desk(desks)
        return desks[customer.shop.store.pk]

    def _some_time(self, day: dt.date) -> dt.datetime:
        first, last = _at(day, FIRST), _at(day, LAST)
        return first + dt.timedelta(
            minutes=int(self.dice.triangular(0, (last - first).seconds / 60))
        )


def _at(day: dt.date, time: tuple[int, int]) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(*time), timezone.get_default_timezone())
