"""The till's page: who may stand there, what it shows, how little it asks."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from guides.domain.ownership import own_member
from guides.enums import OwnershipReason
from pos.domain.baskets import add_line, set_member
from pos.domain.holding import hold_basket
from pos.models import Basket
from stores.enums import Role
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory, TillFactory, posted
from tests.pos.views.conftest import signed_in
from tests.visitors import words

pytestmark = pytest.mark.django_db

URL = reverse("pos:till")
AT_MOST = 15


def test_it_shows_a_fresh_basket(at_till, shift):
    page = at_till.get(URL)

    assert page.status_code == 200
    assert str(Basket.objects.get(till=shift.till).key) in page.content.decode()


def test_it_keeps_the_basket_over_a_reload(at_till, basket):
    add_line(key=basket.key, product=ProductFactory(name="丝巾"), quantity=Decimal(2))

    first, again = at_till.get(URL).content.decode(), at_till.get(URL).content.decode()

    assert "丝巾" in first
    assert "丝巾" in again
    assert Basket.objects.count() == 1


def test_it_shows_the_member_with_her_points_guide_and_birthday(at_till, basket, gold, store):
    guide = posted(Role.GUIDE, store=store, staff__display_name="赵敏")
    own_member(
        member=gold, guide=guide, store=store, reason=OwnershipReason.MANUAL, by=guide, at=NOON
    )
    gold.birth_month, gold.birth_day = 3, 5
    gold.save()
    set_member(key=basket.key, member=gold)

    page = at_till.get(URL, headers={"Accept-Language": "zh-hans"}).content.decode()

    assert ["赵敏" in page, "138****8000" in page, "13800138000" in page] == [True, True, False]
    assert at_till.get(URL).context["desk"].birthday_in == 3


def test_it_tells_how_the_very_best_are_treated(at_till, basket, gold):
    gold.tags.create(name="贵客", treatment="请到贵宾室")
    gold.tags.create(name="送礼")
    set_member(key=basket.key, member=gold)

    text = words(at_till.get(URL))

    assert "贵客 请到贵宾室" in text
    assert "送礼" not in text


def test_it_asks_to_invite_who_buys_for_so_much(at_till, basket, gold):
    add_line(key=basket.key, product=ProductFactory(regular_price=1_000), quantity=Decimal(1))

    assert "本单已满 ¥1,000.00，请邀请顾客入会。" in words(at_till.get(URL))

    set_member(key=basket.key, member=gold)

    assert "请邀请顾客" not in words(at_till.get(URL))


def test_it_counts_the_baskets_held_in_the_store_only(at_till, basket, elsewhere):
    for one in (basket, elsewhere):
        add_line(key=one.key, product=ProductFactory(), quantity=Decimal(1))
        hold_basket(key=one.key, note="", at=NOON)

    assert at_till.get(URL).context["desk"].held == 1


@pytest.mark.parametrize("others", [0, 300])
@pytest.mark.parametrize("who", ["cashier", "manager"])
def test_it_asks_at_most_15_questions_however_large_the_house(
    request, full_basket, others, who, django_assert_max_num_queries
):
    MemberFactory.create_batch(others, home_store=full_basket.till.store)
    ProductFactory.create_batch(others)
    browser = signed_in(request.getfixturevalue(who))
    browser.get(URL)

    with django_assert_max_num_queries(AT_MOST):
        page = browser.get(URL)

    assert len(page.content) < 30_000


@pytest.fixture
def full_basket(basket, gold):
    set_member(key=basket.key, member=gold)
    gold.tags.create(name="贵客", treatment="请到贵宾室")
    for _ in range(3):
        add_line(key=basket.key, product=ProductFactory(), quantity=Decimal(1))
    return basket


def test_each_tender_has_a_picture_of_its_own(at_till, full_basket):
    page = at_till.get(URL).content.decode()

    drawn = re.findall(r'name="tender"[^>]*value="(\w+)".*?icons\.svg#([\w-]+)', page, re.DOTALL)

    assert dict(drawn) == {
        "wechat": "brand-wechat",
        "alipay": "brand-alipay",
        "cash": "wallet",
        "card": "credit-card",
    }


def test_it_sends_who_has_several_tills_to_choose_once(at_till, shift):
    TillFactory(store=shift.till.store)

    assert at_till.get(URL).url == reverse("pos:till_choose")

    at_till.post(reverse("pos:till_choose"), {"till": shift.till.pk})

    assert at_till.get(URL).status_code == 200


def test_it_sends_to_the_opening_of_a_closed_till(client):
    till = TillFactory()
    signed_in(posted(Role.CASHIER, store=till.store), client)

    assert client.get(URL).url == reverse("pos:open")


def test_it_forgets_a_till_that_is_no_longer_hers(at_till, shift):
    at_till.get(URL)
    session = at_till.session
    session["till"] = ShiftFactory().till.pk
    session.save()

    assert at_till.get(URL).url == reverse("pos:open")
    assert at_till.get(reverse("pos:open")).url == URL
    assert at_till.get(URL).context["desk"].shift == shift


@pytest.mark.parametrize("role", [Role.GUIDE, Role.MEMBER_OFFICER, Role.HEAD_OFFICE])
def test_it_is_closed_to_who_rings_nothing_up(shift, role):
    place = {"store": shift.till.store} if role == Role.GUIDE else {}

    assert signed_in(posted(role, **place)).get(URL).status_code == 403


def test_it_takes_off_what_is_no_longer_there(at_till, basket):
    gone, kept = ProductFactory(), ProductFactory()
    for product in (gone, kept):
        add_line(key=basket.key, product=product, quantity=Decimal(1))
    gone.delete()

    page = at_till.get(URL)

    assert [line.product for line in page.context["desk"].lines] == [kept]
    assert [gone.sku in str(message) for message in page.context["messages"]] == [True]
