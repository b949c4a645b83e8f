"""How well guides of the demonstration chain know their members: tastes, days, notes, checks."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from common.birthdays import Birthday
from guides.models import Ownership
from membership.domain.knowing import check_record, describe_member, keep_anniversary, note_about
from membership.domain.prospecting import note_prospect
from membership.models import JoiningChannel, Member
from pos.demo.chain import Shop
from pos.demo.dice import Dice

KNOWN = 5  # members a guide
SIZES = ["上衣 M，裤 27", "上衣 L，鞋 37", "裤 29，床 1.8 米", "上衣 S，床 1.5 米"]
COLOURS = ["米白、驼色", "雾蓝，不爱亮色", "深色，收腰", "碎花，宽松"]
WHY = ["自己穿，也给母亲买", "送亲友，要礼盒", "换季添置，看面料", "搬新家，全套换新"]
HOW = ["先微信看图再来试", "周末和先生一起来", "只在会员日买", "试得多，当场不定"]
DAYS = ["结婚纪念日", "女儿生日", "母亲生日"]
PROSPECTS = [
    ("高女士", "看过羊绒大衣，等发工资"),
    ("王姐的同事", "想办卡，问会员日"),
    ("穿红外套的阿姨", "给女儿看四件套"),
    ("周小姐", "活动上加的，喜欢真丝"),
]
NOTES = ["怕冷气，请她坐里面", "喜欢喝热水，不喝茶", "孩子今年高考，晚上别打电话"]


def get_to_know(shops: list[Shop], *, dice: Dice, at: dt.datetime) -> None:
    """Have each guide write down what she knows of a few of her members, the longest held first."""
    for shop in shops:
        for guide in shop.guides:
            held = Ownership.objects.open().filter(guide=guide).select_related("member__home_store")
            for place, ownership in enumerate(held.order_by("starts_at", "pk")[:KNOWN]):
                member = ownership.member
                tastes = {"sizes": dice.choice(SIZES), "colours": dice.choice(COLOURS)}
                if place % 2 == 0:
                    tastes |= {"why_she_buys": dice.choice(WHY), "how_she_buys": dice.choice(HOW)}
                describe_member(member=member, tastes=tastes, by=guide, at=at)
                _remember_a_day(member, dice, lunar=place == 1, on=timezone.localdate(at))
                if place < len(NOTES):
                    note_about(member=member, text=dice.choice(NOTES), by=guide, at=at)
                else:
                    check_record(member=member, by=guide, at=at)


def _remember_a_day(member: Member, dice: Dice, *, lunar: bool, on: dt.date) -> None:
    day = Birthday(dice.randint(1, 12), dice.randint(1, 28), lunar=lunar)
    keep_anniversary(member=member, name=dice.choice(DAYS), day=day, on=on)


def write_down_prospects(shops: list[Shop], *, at: dt.datetime) -> None:
    """Give every guide somebody who asked and did not join yet; the first is due today."""
    sources = list(JoiningChannel.objects.order_by("pk"))
    guides = [(shop, guide) for shop in shops for guide in shop.guides]
    for place, (shop, guide) in enumerate(guides):
        name, interest = PROSPECTS[place % len(PROSPECTS)]
        note_prospect(
            name=name,
            phone=f"+861377777{place:04d}" if place % 3 else None,
            agreed=bool(place % 3),
            channel=sources[place % len(sources)],
            store=shop.store,
            interest=interest,
            next_on=timezone.localdate(at) + dt.timedelta(days=place),
            by=guide,
            at=at - dt.timedelta(days=3),
        )
