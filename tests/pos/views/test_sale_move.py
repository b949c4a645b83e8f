"""A manager moves a sale that was rung on the wrong member, and sees first what it does."""

import uuid

import pytest
from django.urls import reverse

from loyalty.queries import standing
from sales.models import SaleMove
from stores.enums import Role
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory, posted
from tests.pos.views.conftest import signed_in
from tests.shop import sell, take_back
from tests.visitors import errors, visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def right(store):
    return MemberFactory(home_store=store, name="王敏", phone="+8613900139000")


@pytest.fixture
def sale(shift, gold):
    return sell(shift, (ProductFactory(), 1), member=gold, at=NOON)


@pytest.fixture
def desk(manager):
    return visitor(manager)


def page(sale):
    return reverse("pos:sale_move", args=[sale.pk])


def typed(member="13900139000", **more):
    return {"key": str(uuid.uuid4()), "member": member, "reason": "扫错卡", **more}


def test_it_shows_what_the_move_does_and_does_nothing(desk, sale, gold, right):
    answer = desk.post(page(sale), typed())

    preview = answer.context["preview"]
    assert (preview.giver.member, preview.giver.gains) == (gold, -88)
    assert (preview.taker.member, preview.taker.gains) == (right, 88)
    assert "88 · 588 → 500" in words(answer)
    assert SaleMove.objects.count() == 0
    assert standing(member=gold, at=NOON).balance == 588


def test_it_moves_once_it_is_confirmed_and_once_only(desk, sale, gold, right):
    confirmed = typed(confirmed=right.number)

    for _ in range(2):
        answer = desk.post(page(sale), confirmed, follow=True)

    sale.refresh_from_db()
    assert sale.member == right
    assert SaleMove.objects.get().reason == "扫错卡"
    assert "now belongs to 王敏" in words(answer)


def test_it_shows_again_when_another_member_was_typed_meanwhile(desk, sale, gold, right):
    other = MemberFactory()

    answer = desk.post(page(sale), typed(confirmed=other.number))

    assert answer.context["preview"].taker.member == right
    assert SaleMove.objects.count() == 0


def test_it_moves_back(desk, sale, gold, right):
    desk.post(page(sale), typed(confirmed=right.number))
    back = reverse("pos:sale_move_back", args=[sale.pk, SaleMove.objects.get().pk])

    for _ in range(2):
        desk.post(back)

    sale.refresh_from_db()
    assert sale.member == gold
    assert SaleMove.objects.count() == 2
    assert [standing(member=m, at=NOON).balance for m in (gold, right)] == [588, 0]


def test_it_says_why_not(desk, shift, sale, gold, right):
    paid = sell(shift, (ProductFactory(), 1), member=gold, points=300, at=NOON)

    assert errors(desk.post(page(sale), typed("13700137000"))) == {
        "member": ["Nobody has this phone, card or number."]
    }
    assert errors(desk.post(page(sale), typed(gold.number))) == {
        "member": ["The sale is hers already."]
    }
    assert errors(desk.post(page(paid), typed())) == {
        "member": ["It was paid with points, and she is 300 points short."]
    }


def test_it_is_for_managers_of_the_store_and_member_officers(shift, sale, right):
    sold = take_back(shift, sale, at=NOON)
    elsewhere = ShiftFactory().till.store
    answers = {
        role: signed_in(posted(role, store=store)).get(page(sale)).status_code
        for role, store in (
            (Role.CASHIER, shift.till.store),
            (Role.STORE_MANAGER, shift.till.store),
            (Role.MEMBER_OFFICER, None),
        )
    }

    assert answers == {Role.CASHIER: 403, Role.STORE_MANAGER: 200, Role.MEMBER_OFFICER: 200}
    stranger = signed_in(posted(Role.STORE_MANAGER, store=elsewhere))
    assert stranger.get(page(sale)).status_code == 404
    assert visitor(posted(Role.MEMBER_OFFICER, store=None)).get(page(sold)).status_code == 404


def test_the_receipt_leads_to_it(desk, sale):
    receipt = reverse("pos:receipt", args=[sale.key])

    assert page(sale) in desk.get(receipt).content.decode()
    cashier = signed_in(posted(Role.CASHIER, store=sale.store))
    assert page(sale) not in cashier.get(receipt).content.decode()
