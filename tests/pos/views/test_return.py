"""Goods come back."""

import datetime as dt
import re
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from loyalty.domain.expiry import expire_points
from loyalty.models import EarningRule, ProgrammeRule
from loyalty.queries import ledger_faults, standing
from pos.queries.receipts import printed_receipt
from sales.enums import SaleKind
from sales.models import Sale
from stores.enums import Role
from tests.factories import NOON, ProductFactory, ShiftFactory, posted
from tests.loyalty.ladder import ask, tier
from tests.loyalty.points import adjust
from tests.pos.views.conftest import led_to, press, signed_in
from tests.shop import sell, take_back

pytestmark = pytest.mark.django_db

FIND = reverse("pos:return_find")


@pytest.fixture
def sale(shift, gold):
    """Two coats and a scarf for a member, 110 points used."""
    return sell(
        shift,
        (ProductFactory(), 2),
        (ProductFactory(regular_price=Decimal(50)), 1),
        member=gold,
        points=110,
        at=NOON,
    )


def order(sale, *quantities, **more):
    lines = sale.lines.order_by("position")
    typed = {f"quantity-{line.pk}": text for line, text in zip(lines, quantities, strict=True)}
    return {"key": str(uuid.uuid4()), "refund_by": "wechat"} | typed | more


def test_it_finds_the_receipt_as_typed_or_scanned(at_till, shift):
    sale = sell(shift, (ProductFactory(), 1), at=NOON)

    answer = at_till.get(FIND, {"receipt": f" {sale.receipt.lower()} "})

    assert answer.url == reverse("pos:return", args=[sale.pk])


def test_it_leads_from_a_return_to_its_sale(at_till, shift):
    sale = sell(shift, (ProductFactory(), 2), at=NOON)
    back = take_back(shift, sale, [1], at=NOON)

    answer = at_till.get(FIND, {"receipt": back.receipt})

    assert answer.url == reverse("pos:return", args=[sale.pk])


def test_it_knows_no_receipt_of_another_store(at_till, shift):
    sale = sell(ShiftFactory(), (ProductFactory(), 1), at=NOON)

    page = at_till.get(FIND, {"receipt": sale.receipt})

    assert page.context["typed"] == sale.receipt
    assert at_till.get(reverse("pos:return", args=[sale.pk])).status_code == 404


def test_it_lists_the_latest_receipts_of_the_shift(at_till, shift):
    sales = [sell(shift, (ProductFactory(), 1), at=NOON) for _ in range(10)]
    sell(ShiftFactory(), (ProductFactory(), 1), at=NOON)

    assert at_till.get(FIND).context["latest"] == sales[:1:-1]


def test_it_says_that_the_tier_the_goods_brought_goes_with_them(at_till, shift, gold):
    ask("platinum", points=150)
    sale = sell(shift, (ProductFactory(), 2), member=gold, at=NOON)

    quoted = press(at_till, "return_quote", sale.pk, **order(sale, "1"))
    back = take_back(shift, sale, [1], at=NOON)

    assert quoted.context["after"].tier_at_risk == tier("platinum")
    assert printed_receipt(sale=back).tier_back == tier("gold")
    assert "回到金卡" in at_till.get(reverse("pos:receipt", args=[back.key])).content.decode()


def test_it_counts_the_consequences_before_anything_happens(at_till, sale):
    answer = press(at_till, "return_quote", sale.pk, **order(sale, "1", ""))

    after = answer.context["after"]
    assert (after.units, after.refund) == (1, Decimal("87.56"))
    assert (after.put_back, after.taken_back) == (44, 87)
    assert after.balance == standing(member=sale.member, at=NOON).balance + 44 - 87
    assert Sale.objects.count() == 1


def test_it_says_what_she_will_owe(at_till, shift, gold):
    sale = sell(shift, (ProductFactory(regular_price=Decimal(1000)), 1), member=gold, at=NOON)
    sell(shift, (ProductFactory(regular_price=Decimal(20)), 1), member=gold, points=1380, at=NOON)

    answer = press(at_till, "return_quote", sale.pk, **order(sale, "1"))

    assert answer.context["after"].owes == 880 - (500 + 880 - 1380) - 3


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("debt", "要收回的积分已用掉，将欠 877 分"),
        ("forgive", "要收回的积分已用掉：877 分予以免除，余额为 0"),
        ("refuse", "其中 877 分已用掉：这笔退货将被拒绝"),
    ],
)
def test_it_says_what_becomes_of_points_that_are_spent(at_till, shift, gold, policy, told):
    ProgrammeRule.objects.update(debt_policy=policy)
    sale = sell(shift, (ProductFactory(regular_price=Decimal(1000)), 1), member=gold, at=NOON)
    sell(shift, (ProductFactory(regular_price=Decimal(20)), 1), member=gold, points=1380, at=NOON)

    shown = press(at_till, "return_quote", sale.pk, **order(sale, "1")).content.decode()
    press(at_till, "return", sale.pk, **order(sale, "1"))

    sentences = [line.strip() for line in re.findall(r"<li[^>]*>([^<]+)</li>", shown)]
    assert told in sentences
    balance = standing(member=gold, at=NOON).balance
    assert balance == {"debt": -877, "forgive": 0, "refuse": 3}[policy]


def test_it_says_what_has_expired_and_is_gone_already(at_till, shift, gold):
    EarningRule.objects.update(life_months=1)
    long_ago = NOON - dt.timedelta(days=40)
    sale = sell(shift, (ProductFactory(), 2), member=gold, at=long_ago)
    adjust(gold, -76, at=long_ago)
    adjust(gold, -500)
    expire_points(at=NOON)
    assert standing(member=gold, at=NOON).balance == 0

    after = press(at_till, "return_quote", sale.pk, **order(sale, "1")).context["after"]
    assert (after.taken_back, after.expired, after.balance, after.owes) == (88, 88, 0, 0)

    at_till.post(reverse("pos:return", args=[sale.pk]), order(sale, "1"))
    back = Sale.objects.get(kind=SaleKind.RETURN)
    assert back.printed.facts["points_expired"] == 88
    assert standing(member=gold, at=NOON).balance == 0

    after = press(at_till, "return_quote", sale.pk, **order(sale, "1")).context["after"]
    assert (after.taken_back, after.expired, after.balance, after.owes) == (88, 12, -76, 76)


@pytest.mark.parametrize("quantities", [("", ""), ("3", ""), ("x", "")])
def test_it_counts_nothing_out_of_nonsense(at_till, sale, quantities):
    answer = press(at_till, "return_quote", sale.pk, **order(sale, *quantities))

    assert answer.context["after"] is None


def test_it_takes_one_line_back(at_till, sale, cashier):
    answer = at_till.post(reverse("pos:return", args=[sale.pk]), order(sale, "1", "0"))

    back = Sale.objects.get(kind=SaleKind.RETURN)
    assert led_to(answer) == reverse("pos:receipt", args=[back.key])
    assert (back.net, back.cashier, back.original) == (Decimal("-88.00"), cashier, sale)
    assert list(back.tenders.values_list("kind", "amount", "points")) == [
        ("wechat", Decimal("-87.56"), 0),
        ("points", Decimal("-0.44"), 44),
    ]
    assert ledger_faults() == []


def test_it_takes_everything_back_exactly(at_till, sale, gold):
    at_till.post(reverse("pos:return", args=[sale.pk]), order(sale, "2", "1", refund_by="cash"))

    assert standing(member=gold, at=NOON).balance == 500
    assert ledger_faults() == []


def test_it_takes_back_once_however_often_the_button_is_pressed(at_till, sale):
    url, typed = reverse("pos:return", args=[sale.pk]), order(sale, "1", "")

    answers = [led_to(at_till.post(url, typed)) for _ in range(3)]

    back = Sale.objects.get(kind=SaleKind.RETURN)
    assert answers == [reverse("pos:receipt", args=[back.key])] * 3


@pytest.mark.parametrize("quantities", [("", ""), ("3", ""), ("-1", ""), ("one", "")])
def test_it_refuses_in_words_and_keeps_what_was_typed(at_till, sale, quantities):
    page = at_till.post(reverse("pos:return", args=[sale.pk]), order(sale, *quantities))

    form = page.context["form"]
    assert len(form.errors) == 1
    assert form[f"quantity-{sale.lines.first().pk}"].value() == quantities[0]
    assert Sale.objects.filter(kind=SaleKind.RETURN).count() == 0


def test_it_refuses_another_return_under_a_used_key(at_till, sale):
    url, first = reverse("pos:return", args=[sale.pk]), order(sale, "1", "")
    at_till.post(url, first)

    page = at_till.post(url, order(sale, "", "1", key=first["key"]))

    assert len(page.context["form"].non_field_errors()) == 1
    assert Sale.objects.filter(kind=SaleKind.RETURN).count() == 1


def test_it_gives_back_the_way_most_was_paid(at_till, sale):
    page = at_till.get(reverse("pos:return", args=[sale.pk]))

    assert page.context["form"]["refund_by"].value() == "wechat"


def test_it_says_when_everything_has_come_back(at_till, shift, sale):
    take_back(shift, sale, at=NOON)

    assert at_till.get(reverse("pos:return", args=[sale.pk])).context["form"].lines == []


def test_it_is_closed_to_guides(sale, store):
    guide = signed_in(posted(Role.GUIDE, store=store))

    assert guide.get(FIND).status_code == 403
    assert guide.post(reverse("pos:return", args=[sale.pk])).status_code == 403
