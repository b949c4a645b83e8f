"""Part of a ticket comes back as a coupon for the next one."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import ROUND_FLOOR, Decimal

from common.money import FEN
from loyalty.domain.coupons import CouponNotIssued, CouponWasUsed, issue_coupon, withdraw_coupon
from loyalty.enums import CouponSource
from loyalty.models import Coupon, SpendRebateRule
from loyalty.programme import Programme
from membership.models import Member
from sales.models import Sale

WHOLE = 10_000


def rebate_of(spent: Decimal, *, rule: SpendRebateRule | None) -> Decimal:
    """Return the yuan of the coupon for ``spent`` yuan of goods paid in money; down to the 分."""
    if rule is None or spent <= 0 or spent < rule.minimum_ticket:
        return Decimal(0)
    return (spent * rule.share / WHOLE).quantize(FEN, ROUND_FLOOR)


def give_spend_rebate(
    *, member: Member, sale: Sale, spent: Decimal, rules: Programme, at: dt.datetime
) -> Coupon | None:
    """Give ``member`` the coupon that ``sale`` brings; None where the shop gives none.

    The same sale gives it once. The caller holds the member's account lock.
    """
    rule = rules.spend_rebate(on=sale.business_day)
    amount = rebate_of(spent, rule=rule)
    if rule is None or not amount:
        return None
    try:
        return issue_coupon(
            member=member,
            kind=rule.coupon_kind,
            source=CouponSource.SPENDING,
            reference=_reference(sale),
            amount=amount,
            by=sale.cashier,
            at=at,
        )
    except CouponNotIssued:
        return None


def withdraw_spend_rebate(
    *, member: Member, sale: Sale, note: str, at: dt.datetime
) -> Coupon | None:
    """Withdraw the coupon ``sale`` brought, ``note`` saying why; None if it brought none.

    One that was used stays used. The caller holds the member's account lock.
    """
    given = Coupon.objects.filter(
        member=member, source=CouponSource.SPENDING, reference=_reference(sale), withdrawn_at=None
    )
    coupon = given.select_related("member").first()
    if coupon is None:
        return None
    with suppress(CouponWasUsed):
        return withdraw_coupon(coupon=coupon, at=at, note=note)
    return None


def _reference(sale: Sale) -> str:
    return f"sale:{sale.pk}"
