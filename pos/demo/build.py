"""Filling an empty house with the demonstration chain, wholly or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from common.periods import add_months, month_of
from loyalty.domain.scoring import score_members
from membership.domain.birthdays import roll_birthdays
from membership.models import Member, Tag
from pos.demo.alliance import keep_alliance, open_alliance
from pos.demo.asking import ask_members, name_super_vips
from pos.demo.care import write_texts
from pos.demo.chain import OFFICE, PLANS, open_chain
from pos.demo.dice import Dice
from pos.demo.goods import stock_shelves
from pos.demo.history import History
from pos.demo.knowing import get_to_know, write_down_prospects
from pos.demo.managing import look_at_contacts, set_targets, take_complaints
from pos.demo.programme import open_programme
from sales.models import Product
from stores.models import Staff, Store

SEED = 24_000_001
TAGS = ["偏爱真丝", "送礼", "团购", "家有宝宝", "长辈"]


class HouseNotEmpty(Exception):
    """The house has people or records of its own."""


@dataclass(frozen=True)
class Size:
    """How much there is: stores, months of history, members, tickets of strangers."""

    stores: int
    months: int
    members: int
    walk_ins: int


WHOLE = Size(stores=len(PLANS), months=14, members=340, walk_ins=420)
SMALL = Size(stores=2, months=3, members=12, walk_ins=6)


def is_demo() -> bool:
    """Tell whether this house is the demonstration chain."""
    office = [number for number, *_rest in OFFICE]
    return (
        Staff.objects.filter(number__in=office).count() == len(office)
        and Store.objects.filter(code=PLANS[0].code, name=PLANS[0].name).exists()
    )


@transaction.atomic
def build_demo(*, size: Size, at: dt.datetime, progress: Callable[[int, int], None]) -> None:
    """Let the demonstration chain have traded for ``size.months`` months up to ``at``.

    One seed, so the same day builds the same chain. ``progress`` is told days done and in all.

    :raises HouseNotEmpty: if there is staff, a store, a product or a member
    """
    if any(model.objects.exists() for model in (Staff, Store, Product, Member)):
        raise HouseNotEmpty
    today = timezone.localdate(at)
    first_day = month_of(add_months(today, -size.months))
    dice = Dice(SEED)
    Tag.objects.bulk_create(Tag(name=name) for name in TAGS)
    shops, goods = open_chain(first_day=first_day, plans=PLANS[: size.stores]), stock_shelves()
    opening = dt.datetime.combine(first_day, dt.time(8), timezone.get_default_timezone())
    open_programme(shops=shops, first_day=first_day, at=opening)
    open_alliance(first_day=first_day, at=at)
    history = History(
        shops=shops,
        goods=goods,
        dice=dice,
        members=size.members,
        walk_ins=size.walk_ins,
    )
    history.live(first_day=first_day, until=at, progress=progress)
    take_complaints(history.shops, dice=dice, at=at)
    write_texts(history.shops)
    ask_members(history.shops, dice=dice, at=at)
    name_super_vips(history.shops)
    get_to_know(history.shops, dice=dice, at=at)
    write_down_prospects(history.shops, at=at)
    set_targets(history.shops, at=at)
    look_at_contacts(history.shops, at=at)
    keep_alliance(history.shops, dice=dice, at=at)
    roll_birthdays(on=today)
    score_members(on=today - dt.timedelta(days=1))
