"""What managers of the demonstration chain set, check and write down."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import Decimal

from django.utils import timezone

from common.periods import add_months, month_of
from guides.domain.checking import check_contact, set_target
from guides.domain.complaining import answer_complaint, open_complaint, settle_complaint
from guides.domain.losing import AlreadyLost, lose_member
from guides.enums import TargetFigure
from guides.models import LossReason, Ownership
from guides.queries.spot_checks import drawn_for
from membership.models import Member
from pos.demo.chain import Shop
from pos.demo.dice import Dice

# Figure: what a guide is to reach in a month; a store that times its guides.
TARGETS = {
    TargetFigure.CONTACTS: Decimal(12),
    TargetFigure.RENEWED: Decimal(4),
    TargetFigure.SALES_OWNER: Decimal(8_000),
}
LOST_AFTER = dt.timedelta(days=90)
COMPLAINTS = ["裤脚改短了两厘米，想重新改", "羊毛衫起球，要求说明洗涤方法", "等了半小时没人招呼"]
WAITING = dt.timedelta(hours=18)
LONG_AGO, A_DAY = dt.timedelta(days=20), dt.timedelta(days=1)
ANSWER, SETTLEMENT = "已道歉，免费重做", "顾客已取回，表示满意"
AS_SAID, NOT_AS_SAID = "顾客说确有此事", "顾客说没接到过电话"
# Why a member left, as a guide hears it.
TOLD = {
    "product": "说款式偏成熟，改去别家",
    "environment": "嫌试衣间太小",
    "competitor": "公司旁边新开了一家，方便",
    "normal": "搬去外地了",
    "asked": "说短信太多，不要再联系",
}


def set_targets(shops: list[Shop], *, at: dt.datetime) -> None:
    """Set what stores and guides are to reach in this month and were to reach in the last."""
    this_month = month_of(timezone.localdate(at))
    for shop in shops:
        for month in (add_months(this_month, -1), this_month):
            for figure, value in TARGETS.items():
                whole = value * len(shop.guides)
                set_target(store=shop.store, guide=None, month=month, figure=figure, value=whole)
                for guide in shop.guides:
                    set_target(
                        store=shop.store, guide=guide, month=month, figure=figure, value=value
                    )


def lose_some(shops: list[Shop], *, dice: Dice, at: dt.datetime) -> None:
    """Have each manager write down why a member who has not come for long left."""
    reasons = LossReason.objects.in_bulk(TOLD, field_name="code")
    held = Ownership.objects.open().values("member")
    for shop in shops:
        long_unseen = Member.objects.current().filter(
            home_store=shop.store, joined_at__lt=at - LOST_AFTER, losses=None
        )
        since = timezone.localdate(at - LOST_AFTER)
        gone = long_unseen.exclude(pk__in=held).exclude(visits__business_day__gt=since)
        if member := gone.order_by("pk").first():
            code = dice.choice(list(TOLD))
            with suppress(AlreadyLost):
                lose_member(
                    member=member, reason=reasons[code], note=TOLD[code], by=shop.manager, at=at
                )


def look_at_contacts(shops: list[Shop], *, at: dt.datetime) -> None:
    """Have each manager look at two of the contacts drawn for the day; one was not as told."""
    for shop in shops:
        drawn = drawn_for(shop.store, on=timezone.localdate(at))
        for contact, is_right in zip(drawn, (True, False), strict=False):
            note = AS_SAID if is_right else NOT_AS_SAID
            check_contact(contact=contact, is_right=is_right, note=note, by=shop.manager, at=at)


def take_complaints(shops: list[Shop], *, dice: Dice, at: dt.datetime) -> None:
    """Have two members of each store complain: one is content by now, one waits in some."""
    for place, shop in enumerate(shops):
        held = Ownership.objects.open().filter(store=shop.store).select_related("member")
        members = [ownership.member for ownership in held.order_by("-pk")[:2]]
        for member, since in zip(members, (WAITING * place, LONG_AGO), strict=False):
            complaint = open_complaint(
                member=member,
                about=dice.choice(COMPLAINTS),
                store=shop.store,
                by=shop.manager,
                at=max(at - since, member.joined_at),
            )
            opened, by = complaint.opened_at, shop.manager
            if since == LONG_AGO:
                told_at, over_at = min(opened + A_DAY, at), min(opened + 3 * A_DAY, at)
                answer_complaint(complaint=complaint, answer=ANSWER, by=by, at=told_at)
                settle_complaint(complaint=complaint, settlement=SETTLEMENT, by=by, at=over_at)
            elif place % 3 == 1:
                answer_complaint(complaint=complaint, answer=ANSWER, by=by, at=at)
