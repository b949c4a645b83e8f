"""A till at noon: its open shift, a cashier before it, what lies on it."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from loyalty.domain.tiers import enter_tier
from loyalty.models import Tier
from pos.domain.baskets import current_basket
from pos.models import Basket
from stores.enums import Role
from tests.factories import NOON, MemberFactory, ShiftFactory, StaffFactory, TillFactory, posted
from tests.loyalty.points import adjust


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def shift(db):
    return ShiftFactory()


@pytest.fixture
def store(shift):
    return shift.till.store


@pytest.fixture
def cashier(store):
    return posted(Role.CASHIER, store=store)


@pytest.fixture
def manager(store):
    return posted(Role.STORE_MANAGER, store=store)


@pytest.fixture
def at_till(client, cashier):
    """Give a browser in which the cashier is signed in."""
    return signed_in(cashier, client)


@pytest.fixture
def basket(shift, cashier):
    return current_basket(till=shift.till, cashier=cashier, at=NOON)


@pytest.fixture
def gold(store):
    """A member who pays 88 % and has 500 points."""
    member = MemberFactory(home_store=store, name="张丽娜", phone="+8613800138000")
    enter_tier(member=member, tier=Tier.objects.get(code="gold"), by=None, at=member.joined_at)
    adjust(member, 500)
    return member


@pytest.fixture
def elsewhere(db):
    """A basket at another store's till: nobody's here."""
    till = TillFactory()
    return Basket.objects.create(till=till, cashier=StaffFactory(), opened_at=NOON)


@pytest.fixture
def paper(store):
    """What stands on the paper form, at the least."""
    return {
        "store": store.pk,
        "name": "孙悟",
        "phone": "138 0013 8000",
        "calendar": "solar",
        "birthday": "0520",
        "consent_membership": "on",
        "tier": Tier.objects.get(code="basic").pk,
    }


def signed_in(staff, client=None):
    client = client or Client()
    client.force_login(staff, backend="stores.backends.StaffBackend")
    return client


def press(client, name, *where, **data):
    """Send what a button of the till sends, and return the fragment it answers with."""
    where = [getattr(one, "key", one) for one in where]
    return client.post(reverse(f"pos:{name}", args=where), data, headers={"HX-Request": "true"})


def led_to(answer):
    """Return where a fragment sends the browser."""
    return answer.headers.get("HX-Redirect") or answer.headers.get("Location")
