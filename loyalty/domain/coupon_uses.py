"""Coupons are used on sales, once, and given back when all they touched comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from common.money import ZERO
from loyalty.domain.coupons import CouponWasUsed
from loyalty.domain.ledger import lock_account
from loyalty.enums import CouponEffect
from loyalty.models import Coupon, CouponUse
from loyalty.models.coupon import CouponQuerySet
from membership.models import Member
from sales.domain.steps import read_steps
from sales.models import Sale, SaleLine
from stores.models import Staff, Store


class NotAGift(Exception):
    """Only a gift is handed over; other coupons lower the price of a sale."""


class NotUsableNow(Exception):
    """The coupon was withdrawn, today is not one of its days, or it is for other stores."""


class NeedsPurchase(Exception):
    """The gift comes with a purchase only: the till hands it over."""


def use_coupons(
    *, coupons: Mapping[Coupon, Decimal], sale: Sale, by: Staff, at: dt.datetime
) -> None:
    """Write down that ``sale`` used ``coupons``, each saving so many yuan.

    The caller holds the account of the member, under which she saw that they were unused; the
    database lets no coupon be used twice.
    """
    CouponUse.objects.bulk_create(
        CouponUse(coupon=coupon, sale=sale, store=sale.store, by=by, used_at=at, saved=saved)
        for coupon, saved in coupons.items()
    )


@transaction.atomic
def hand_over_gift(
    *, coupon: Coupon, store: Store, by: Staff, at: dt.datetime, on: dt.date
) -> CouponUse:
    """Write down that the gift ``coupon`` stands for was handed over at the desk on ``on``.

    :raises NotAGift: if it lowers prices instead
    :raises NeedsPurchase: if it asks for a minimum that is spent
    :raises CouponWasUsed: if it was handed over, or used, before
    :raises NotUsableNow: if it was withdrawn, is for other stores, or ``on`` is not its day
    """
    if coupon.kind.effect != CouponEffect.GIFT:
        raise NotAGift
    if coupon.kind.minimum_spend:
        raise NeedsPurchase
    lock_account(member=coupon.member)
    if CouponUse.objects.filter(coupon=coupon, given_back_at=None).exists():
        raise CouponWasUsed(coupon=coupon)
    if not gifts_of(member=coupon.member, store=store, on=on).filter(pk=coupon.pk).exists():
        raise NotUsableNow
    return CouponUse.objects.create(coupon=coupon, store=store, by=by, used_at=at, saved=ZERO)


def gifts_of(*, member: Member, store: Store, on: dt.date) -> CouponQuerySet:
    """Return the gifts ``member`` may take home from the desk of ``store`` on ``on``."""
    hers = Coupon.objects.usable(on=on).filter(
        Q(kind__stores=None) | Q(kind__stores=store),
        member=member,
        kind__effect=CouponEffect.GIFT,
        kind__minimum_spend=0,
    )
    return hers.select_related("kind").distinct().soonest_first()


def give_back_coupons(
    *, sale: Sale, back: Sale, left: Collection[SaleLine], at: dt.datetime
) -> list[CouponUse]:
    """Give back the coupons of ``sale`` none of whose lines is ``left`` with the customer.

    ``back`` is the return that brought the last of them. They keep their own days.
    """
    given = released_coupons(sale=sale, left=left)
    for use in given:
        use.given_back_at, use.given_back_by = at, back
    CouponUse.objects.bulk_update(given, ["given_back_at", "given_back_by"])
    return given


def released_coupons(*, sale: Sale, left: Collection[SaleLine]) -> list[CouponUse]:
    """Return the coupons ``sale`` uses that lowered no line ``left`` with the customer.

    A gift came with all of them.
    """
    still_used = {step.number for line in left for step in read_steps(line.steps)}
    return [
        use
        for use in sale.coupon_uses.filter(given_back_at=None).select_related("coupon__kind")
        if (
            not left
            if use.coupon.kind.effect == CouponEffect.GIFT
            else use.coupon.number not in still_used
        )
    ]
