"""Another cashier takes over with her PIN."""

from decimal import Decimal

import pytest
from axes.models import AccessAttempt
from django.urls import reverse

from pos.domain.baskets import add_line
from stores.domain.signing_in import set_pin
from stores.enums import Role
from tests.factories import ProductFactory, TillFactory, posted

pytestmark = pytest.mark.django_db

URL = reverse("pos:cashier_switch")


@pytest.fixture
def colleague(store):
    return set_pin(staff=posted(Role.CASHIER, store=store, staff__number="1002"), pin="2580")


def who(browser):
    return int(browser.session["_auth_user_id"])


def test_it_signs_the_colleague_in_at_the_same_till(at_till, shift, basket, colleague):
    TillFactory(store=shift.till.store)
    at_till.post(reverse("pos:till_choose"), {"till": shift.till.pk})
    add_line(key=basket.key, product=ProductFactory(), quantity=Decimal(1))

    answer = at_till.post(URL, {"cashier": colleague.pk, "pin": "2580"})

    assert answer.url == reverse("pos:till")
    assert who(at_till) == colleague.pk
    assert at_till.get(answer.url).context["desk"].basket == basket


@pytest.mark.parametrize("number", ["1002", " １００２ "])
def test_it_takes_a_number_instead_of_a_name(at_till, shift, colleague, number):
    at_till.post(URL, {"number": number, "pin": "2580"})

    assert who(at_till) == colleague.pk


@pytest.mark.parametrize("pin", ["2581", "25800", "0000"])
def test_it_keeps_the_till_from_a_wrong_pin(at_till, shift, cashier, colleague, pin):
    page = at_till.post(URL, {"cashier": colleague.pk, "pin": pin})

    assert list(page.context["form"].errors) == ["pin"]
    assert who(at_till) == cashier.pk


def test_it_locks_after_eight_wrong_pins(at_till, shift, cashier, colleague):
    answers = [at_till.post(URL, {"cashier": colleague.pk, "pin": "1357"}) for _ in range(8)]

    right = at_till.post(URL, {"cashier": colleague.pk, "pin": "2580"})

    assert [answer.status_code for answer in answers] == [200] * 7 + [429]
    assert right.status_code == 429
    assert f'href="{reverse("pos:till")}"' in right.content.decode()
    assert who(at_till) == cashier.pk


def test_it_leaves_no_pin_in_the_record_of_attempts(at_till, shift, colleague):
    at_till.post(URL, {"cashier": colleague.pk, "pin": "1357"})

    assert ["1357" in attempt.post_data for attempt in AccessAttempt.objects.all()] == [False]


def test_it_offers_who_may_ring_up_here_and_has_a_pin(at_till, shift, store, manager, colleague):
    set_pin(staff=manager, pin="9731")
    posted(Role.CASHIER, store=store)
    set_pin(staff=posted(Role.GUIDE, store=store), pin="9731")
    set_pin(staff=posted(Role.CASHIER), pin="9731")

    assert set(at_till.get(URL).context["form"].cashiers) == {colleague, manager}


@pytest.mark.parametrize("role", [Role.GUIDE, Role.CASHIER])
def test_it_signs_nobody_in_who_does_not_ring_up_here(at_till, shift, store, cashier, role):
    place = {"store": store} if role == Role.GUIDE else {}
    stranger = set_pin(staff=posted(role, **place), pin="2580")

    page = at_till.post(URL, {"number": stranger.number, "pin": "2580"})

    assert list(page.context["form"].errors) == ["number"]
    assert who(at_till) == cashier.pk


def test_it_lets_nobody_in_at_the_door(client, colleague):
    for credentials in ({"password": "2580"}, {"pin": "2580", "password": ""}):
        client.post(reverse("stores:login"), {"username": colleague.number, **credentials})

    assert "_auth_user_id" not in client.session
