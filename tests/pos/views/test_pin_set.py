"""Choosing one's own PIN."""

import pytest
from django.urls import reverse

from stores.models import Staff

pytestmark = pytest.mark.django_db

URL = reverse("pos:pin_set")


def send(browser, **typed):
    return browser.post(URL, {"password": "secret", "pin": "2580", "again": "2580"} | typed)


def test_it_sets_the_pin_hashed(at_till, cashier):
    answer = send(at_till)

    kept = Staff.objects.get(pk=cashier.pk)
    assert answer.url == reverse("stores:home")
    assert (kept.has_pin("2580"), kept.has_pin("2581"), "2580" in kept.pin) == (True, False, False)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password": "guess"}, "password"),
        ({"again": "2581"}, "again"),
        ({"pin": "258", "again": "258"}, "pin"),
        ({"pin": "2580000", "again": "2580000"}, "pin"),
        ({"pin": "25a0", "again": "25a0"}, "pin"),
        ({"pin": "1111", "again": "1111"}, "pin"),
        ({"pin": "1234", "again": "1234"}, "pin"),
        ({"pin": "9876", "again": "9876"}, "pin"),
    ],
)
def test_it_refuses(at_till, cashier, typed, field):
    page = send(at_till, **typed)

    assert field in page.context["form"].errors
    assert Staff.objects.get(pk=cashier.pk).pin == ""
