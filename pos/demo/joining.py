"""Customers who fill in the form."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from common.birthdays import Birthday
from loyalty.models import Tier
from membership.enums import Gender, Purpose
from membership.models import CardKind, JoiningChannel, Member, Organisation, Tag
from pos.demo.chain import Shop
from pos.demo.dice import Dice
from pos.demo.names import phone, somebody
from pos.domain.registration import Application, register_vip

# How many of a hundred come this way.
CAME_BY = {"till": 70, "mall": 12, "partner": 5, "event": 6, "online": 7}
# How many of a hundred agree to each.
AGREE = {Purpose.SMS: 62, Purpose.PHONE: 30, Purpose.WECHAT: 55, Purpose.PROFILING: 40}


@dataclass
class Customer:
    """A member and her habits; of a hundred like her, ``fades`` do not come again."""

    member: Member
    shop: Shop
    rhythm: int
    taste: float
    fades: int


class Counter:
    """Where forms are handed in: knows the kinds, the tiers and the next card and phone."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.tiers = {tier.code: tier for tier in Tier.objects.all()}
        self.channels = {channel.code: channel for channel in JoiningChannel.objects.all()}
        self.organisations = list(Organisation.objects.order_by("pk"))
        self.tags = list(Tag.objects.filter(treatment="").order_by("pk"))
        self.card_kind = CardKind.objects.get(code="member")
        self.joined = 0

    def register(self, *, shop: Shop, known: list[Customer], at: dt.datetime) -> Customer:
        """Register somebody in ``shop``; four of five are brought in by a guide.

        One of fifty is a member already, and says nothing of it: her phone is another.
        """
        dice = self.dice
        cashier = dice.choice(shop.cashiers)
        enroller = dice.choice(shop.guides) if dice.happens(80) else cashier
        member = register_vip(
            application=self._application(shop, known, on=at.date()),
            store=shop.store,
            enroller=enroller,
            by=cashier,
            at=at,
        )
        self.joined += 1
        if dice.happens(40):
            member.tags.add(dice.choice(self.tags))
        return Customer(
            member=member,
            shop=shop,
            rhythm=dice.choices([16, 28, 45, 75, 120], [1, 3, 4, 3, 2])[0],
            taste=dice.choices([0.6, 1, 1.8], [3, 5, 2])[0],
            fades=dice.choice([4, 12, 30]),
        )

    def _application(self, shop: Shop, known: list[Customer], *, on: dt.date) -> Application:
        dice = self.dice
        woman = dice.happens(82)
        birthday = None if dice.happens(7) else self._birthday()
        again = dice.choice(known).member if known and dice.happens(2) else None
        friends = [customer.member for customer in known if customer.shop is shop]
        friend = dice.choice(friends) if friends and dice.happens(12) else None
        tier = dice.choices(["basic", "silver", "gold"], [70, 20, 10])[0]
        with_card = dice.happens(60)
        return Application(
            name=again.name if again else somebody(dice, woman=woman),
            phone=phone(self.joined),
            birthday=again.birthday if again else birthday,
            birthday_declined=again.birthday_declined if again else birthday is None,
            consents=[Purpose.MEMBERSHIP, *self._agreed()],
            tier=self.tiers[tier],
            card_number=f"8{shop.store.code:0>3}{self.joined:06d}" if with_card else "",
            card_kind=self.card_kind if with_card else None,
            gender=Gender.FEMALE if woman else Gender.MALE,
            channel=self.channels[self._channel(shop, friend, on=on)],
            referrer=friend,
            organisation=dice.choice(self.organisations) if dice.happens(4) else None,
        )

    def _agreed(self) -> list[Purpose]:
        return [purpose for purpose, share in AGREE.items() if self.dice.happens(share)]

    def _channel(self, shop: Shop, friend: Member | None, *, on: dt.date) -> str:
        if friend:
            return "friend"
        if on < shop.opens_on + dt.timedelta(days=30) and self.dice.happens(50):
            return "opening"
        return self.dice.choices(list(CAME_BY), list(CAME_BY.values()))[0]

    def _birthday(self) -> Birthday:
        dice = self.dice
        year = dice.randint(1950, 2004) if dice.happens(50) else None
        if dice.happens(8):
            return Birthday(dice.randint(1, 12), dice.randint(1, 29), lunar=True)
        day = dt.date(2000, 1, 1) + dt.timedelta(days=dice.randrange(366))
        if (day.month, day.day) == (2, 29):
            return Birthday(2, 29)
        return Birthday(day.month, day.day, year)
