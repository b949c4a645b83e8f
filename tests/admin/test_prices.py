"""Coupon kinds in the shop's notation; coupons given and withdrawn by hand."""

import re
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.utils import translation

from loyalty.enums import CouponEffect, CouponSource
from loyalty.models import Coupon, CouponKind, CouponUse, MemberPrice, Perk
from stores.enums import Role
from tests.admin.corners import NOON, address, furnish, officer, send
from tests.factories import ProductFactory
from tests.visitors import visitor

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON, tick=False)]


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def complaints(answer) -> dict[str, list[str]]:
    with translation.override("en"):
        found = answer.context["adminform"].form.errors
        return {field: [str(one) for one in told] for field, told in found.items()}


def add_kind(**typed):
    typed = {"code": "new", "name_zh": "新券", "minimum_spend": "0"} | typed
    return send(visitor(officer()), address(CouponKind, "add"), **typed)


def test_a_percentage_is_typed_as_shops_write_it():
    add_kind(effect="percent", pays="8.8折")

    kind = CouponKind.objects.get(code="new")
    assert (kind.effect, kind.pays) == (CouponEffect.PERCENT, 8_800)


def test_a_percentage_is_said_back():
    answer = add_kind(effect="percent", pays="8.8折")

    assert "新券: customer pays 88%" in said(answer)


def test_a_percentage_of_a_perk_is_said_back():
    answer = send(
        visitor(officer()),
        address(Perk, "add"),
        code="half",
        name_zh="半价",
        kind="discount",
        pays="5折",
        days_around="0",
        lead_days="0",
    )

    assert "半价: customer pays 50%" in said(answer)


@pytest.mark.parametrize(
    ("effect", "needs"),
    [
        ("amount", ["amount"]),
        ("percent", ["pays"]),
        ("free_item", ["product"]),
        ("price", ["product", "price"]),
    ],
)
def test_each_effect_asks_for_what_it_needs(effect, needs):
    answer = add_kind(effect=effect)

    assert complaints(answer) == {name: ["This kind of coupon needs it."] for name in needs}


def test_a_percentage_that_may_mean_two_things_is_refused():
    assert list(complaints(add_kind(effect="percent", pays="8.8"))) == ["pays"]


def test_a_coupon_is_given_by_hand_once_however_often_the_form_is_sent():
    member, by = furnish().member, officer()
    kind = CouponKind.objects.create(
        code="sorry", name_zh="致歉券", effect="amount", amount=Decimal(10)
    )
    client, page = visitor(by), address(CouponKind) + f"{kind.pk}/give/"
    token = re.search(r'name="token" value="([^"]+)"', client.get(page).content.decode())[1]

    for _again in range(2):
        answer = client.post(page, {"sent": 1, "member": member.number, "token": token})

    assert f"致歉券: given to {member}" in said(answer)
    coupon = Coupon.objects.get(kind=kind)
    assert (coupon.member, coupon.source, coupon.issued_by) == (member, CouponSource.HAND, by)


def test_a_coupon_is_withdrawn_with_a_reason_and_by_somebody():
    furnish()
    coupon, by = Coupon.objects.order_by("pk").last(), officer(Role.MEMBER_OFFICER)

    visitor(by).post(address(Coupon) + f"{coupon.pk}/withdraw/", {"sent": 1, "note": "印错"})

    coupon.refresh_from_db()
    assert (coupon.withdrawn_at, coupon.note) == (NOON, f"印错 ({by.number})")


def test_a_used_coupon_is_not_withdrawn():
    corner = furnish()
    coupon = Coupon.objects.order_by("pk").last()
    CouponUse.objects.create(coupon=coupon, store=corner.store, by=corner.cashier, used_at=NOON)

    answer = visitor(officer()).post(
        address(Coupon) + f"{coupon.pk}/withdraw/", {"sent": 1, "note": "印错"}
    )

    assert said(answer) == [f"{coupon}: it was used; only a return gives it back"]


def test_a_manager_neither_gives_nor_withdraws():
    corner = furnish()
    coupon = Coupon.objects.order_by("pk").last()
    client = visitor(corner.manager)

    for page in (
        address(Coupon) + f"{coupon.pk}/withdraw/",
        address(CouponKind) + f"{coupon.kind_id}/give/",
    ):
        assert client.post(page, {"sent": 1, "note": "x"}).status_code in {403, 404}

    coupon.refresh_from_db()
    assert coupon.withdrawn_at is None


def test_a_member_price_is_entered_for_a_product():
    product = ProductFactory()

    send(
        visitor(officer()),
        address(MemberPrice, "add"),
        product=product.pk,
        price="60",
        since="2026-03-02",
        limit="2",
        limit_period="month",
    )

    price = MemberPrice.objects.get(product=product)
    assert (price.price, price.limit, price.limit_period) == (Decimal(60), 2, "month")
