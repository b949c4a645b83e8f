"""How guides and managers of the demonstration chain look after members."""

from __future__ import annotations

import datetime as dt

from guides.domain.contacting import Said, log_contact
from guides.domain.ownership import HeldBefore, reassign_member
from guides.domain.recycling import recycle_store
from guides.domain.texting import write_template
from guides.enums import ContactChannel, Outcome, Standing, TemplateKind
from guides.models import CareTask, Ownership
from guides.queries.standing import standing_at
from membership.domain.revealing import reveal_phone
from membership.models import Member
from pos.demo.chain import Shop
from pos.demo.dice import Dice
from stores.models import Staff

SOON = dt.timedelta(days=21)
LATELY = dt.timedelta(days=14)
PROMISED = dt.timedelta(days=5)
CALLS = 2  # a guide a week
GIVEN = 4  # members a store a month

OUTCOMES = [
    Outcome.REACHED,
    Outcome.REACHED,
    Outcome.WILL_COME,
    Outcome.NO_ANSWER,
    Outcome.BOUGHT,
]
NEXT = "来试大衣，先留好尺码"
GREETING = "{姓名}，周末愉快！天气多变，出门记得带伞。"

SAID = {
    ContactChannel.PHONE: [
        "电话告知换季新品，约周末来店",
        "生日问候，顾客很高兴",
        "回访羽绒被使用情况，满意",
        "未接，改天再打",
    ],
    ContactChannel.WECHAT: [
        "发了新到真丝款图片，说周六来看",
        "节日问候",
        "提醒四件套洗涤方法",
        "发了尺码表，等回复",
    ],
    ContactChannel.STORE: ["试穿大衣，等先生一起来定", "来店取修改的裤子，顺便看了毛巾"],
}


def take_back_overdue(shops: list[Shop], *, on: dt.date, at: dt.datetime, last: dt.date) -> None:
    """Do the morning's run where somebody's time is over, and everywhere in the ``last`` weeks."""
    overdue = set(Ownership.objects.overdue(on=on).values_list("store", flat=True).distinct())
    for shop in shops:
        if shop.store.pk in overdue or on > last - LATELY:
            recycle_store(store=shop.store, on=on, at=at)


def call_members(shops: list[Shop], *, dice: Dice, on: dt.date, at: dt.datetime) -> None:
    """Have each guide keep her promises, and reach a few of the members she may lose soon."""
    for shop in shops:
        for guide in shop.guides:
            hers = Ownership.objects.open().filter(guide=guide)
            hers = hers.select_related("member__home_store").order_by("due_on", "pk")
            promises = CareTask.objects.open().filter(due_on__lte=on).values("member")
            promised = hers.filter(member__in=promises)
            due = hers.filter(due_on__lte=on + SOON).exclude(member__in=promises)
            for ownership in [*promised, *due[:CALLS]]:
                _contact(ownership.member, guide, dice=dice, on=on, at=at)


def _contact(member: Member, guide: Staff, *, dice: Dice, on: dt.date, at: dt.datetime) -> None:
    channel = dice.choice(list(SAID))
    if channel == ContactChannel.PHONE:
        reveal_phone(member=member, by=guide, page="member", at=at)
    outcome = dice.choice(OUTCOMES)
    promised = outcome == Outcome.WILL_COME
    said = Said(
        channel=channel,
        note=dice.choice(SAID[channel]),
        outcome=outcome,
        next_on=on + PROMISED if promised else None,
        next_step=NEXT if promised else "",
    )
    log_contact(member=member, said=said, by=guide, at=at)


def write_texts(shops: list[Shop]) -> None:
    """Give the first guide of each store a text of her own."""
    for shop in shops:
        write_template(
            kind=TemplateKind.GREETING, title="周末问候", body=GREETING, owner=shop.guides[0]
        )


def give_away_the_pool(shops: list[Shop], *, dice: Dice, at: dt.datetime) -> None:
    """Have each manager give a few members whom nobody holds to guides who never held them."""
    for shop in shops:
        members = Member.objects.current().filter(home_store=shop.store)
        for member in standing_at(members, Standing.POOL).order_by("-pk")[:GIVEN]:
            try:
                reassign_member(
                    member=member,
                    guide=dice.choice(shop.guides),
                    store=shop.store,
                    by=shop.manager,
                    at=at,
                )
            except HeldBefore:
                continue
