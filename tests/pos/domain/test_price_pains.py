"""What prices and coupons did wrong elsewhere, by the numbers of the list of pains."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loyalty.domain.coupons import issue_coupon
from loyalty.enums import CouponEffect, CouponSource
from loyalty.models import Coupon, CouponKind, CouponUse, PointsEntry
from loyalty.queries import ledger_faults, standing
from pos.domain.basket_terms import NotHerCoupon, choose_coupon
from pos.domain.baskets import remove_line
from pos.domain.checkout import Order, TotalChanged, post_sale
from pos.models import Basket
from sales.domain.recording import Payment
from sales.enums import TenderKind
from sales.models import Sale
from tests.factories import DAY, NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.shop import fill_basket, order_for, sell, take_back

pytestmark = pytest.mark.django_db

MOST_STATEMENTS = 22


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def member(shift):
    return MemberFactory(home_store=shift.till.store)


def coupon_of(member, **traits) -> Coupon:
    defaults = {"code": "ten", "effect": CouponEffect.AMOUNT, "amount": Decimal(10)}
    kind = CouponKind.objects.create(**(defaults | {"name_zh": "十元券"} | traits))
    return issue_coupon(
        member=member, kind=kind, source=CouponSource.HAND, reference="test", at=NOON
    )


def basket_with(shift, *goods, member, coupon) -> Basket:
    basket = fill_basket(shift, *goods, member=member, at=NOON)
    choose_coupon(key=basket.key, number=coupon.number, on=DAY)
    return Basket.objects.select_related("member", "till__store").get(pk=basket.pk)


def post(shift, order) -> Sale:
    return post_sale(order=order, shift=shift, cashier=shift.opened_by, at=NOON)


def test_coupon_earns_nothing_and_lowers_what_the_goods_earn(shift, member):
    """T7, T14."""
    basket = basket_with(shift, (ProductFactory(), 1), member=member, coupon=coupon_of(member))

    sale = post(shift, order_for(basket, at=NOON))

    assert [line.net for line in sale.lines.all()] == [Decimal("90.00")]
    assert PointsEntry.objects.get().points == 90


def test_ticket_that_coupons_pay_earns_no_points_and_none_below_zero(shift, member):
    """T8."""
    coupon = coupon_of(member, amount=Decimal(500))
    basket = basket_with(shift, (ProductFactory(), 1), member=member, coupon=coupon)

    sale = post(shift, order_for(basket, at=NOON))

    assert (sale.net, PointsEntry.objects.count()) == (0, 0)
    take_back(shift, sale, at=NOON)
    assert (Coupon.objects.unused().get(), ledger_faults()) == (coupon, [])


def test_line_taken_out_neither_costs_nor_earns(shift, member):
    """T9."""
    basket = fill_basket(
        shift, (ProductFactory(), 1), (ProductFactory(), 1), member=member, at=NOON
    )
    remove_line(key=basket.key, line=basket.lines[0]["id"])
    basket.refresh_from_db()

    post(shift, order_for(basket, at=NOON))

    assert standing(member=member, at=NOON).balance == 100


def test_payment_sent_again_uses_no_second_coupon(shift, member):
    """T12, T41."""
    coupon = coupon_of(member)
    basket = basket_with(shift, (ProductFactory(), 1), member=member, coupon=coupon)
    choose_coupon(key=basket.key, number=coupon.number, on=DAY)
    order = order_for(basket, at=NOON)

    assert post(shift, order) == post(shift, order)
    assert (Sale.objects.count(), CouponUse.objects.count()) == (1, 1)


def test_browser_can_name_neither_a_price_nor_a_strangers_coupon(shift, member):
    """T43."""
    basket = basket_with(shift, (ProductFactory(), 1), member=member, coupon=coupon_of(member))
    cheap = [Payment(TenderKind.WECHAT, Decimal("1.00"))]

    with pytest.raises(TotalChanged):
        post(shift, Order(basket.key, Decimal("1.00"), 0, cheap))
    strange = coupon_of(MemberFactory(), code="strange")
    with pytest.raises(NotHerCoupon):
        choose_coupon(key=basket.key, number=strange.number, on=DAY)

    assert Sale.objects.count() == 0


def test_posting_asks_for_nothing_that_cannot_matter(shift, member):
    """A member without coupons, perks and member prices costs as few statements as before."""
    sell(shift, (ProductFactory(), 1), member=member, at=NOON)  # what a process asks once

    def statements(goods: int) -> int:
        pieces = [(ProductFactory(), 1) for _ in range(goods)]
        basket = fill_basket(shift, *pieces, member=member, at=NOON)
        order = order_for(basket, at=NOON)
        with CaptureQueriesContext(connection) as asked:
            post(shift, order)
        return len(asked)

    few, many = statements(1), statements(20)
    assert (few, many) == (few, few)
    assert few <= MOST_STATEMENTS
