"""Each promise of the tables of the till, broken by name."""

import pytest

from pos.enums import BasketState
from pos.models import Basket
from tests.constraints import promises_of, refused
from tests.factories import NOON, StaffFactory, TillFactory

pytestmark = pytest.mark.django_db


def basket(**facts):
    given = {"till": TillFactory(), "cashier": StaffFactory(), "opened_at": NOON}
    return Basket.objects.create(**given | facts)


BREAKERS = {
    "pos_basket_is_open_once_per_till": [lambda: basket(till=basket().till)],
    "pos_basket_held_says_since_when": [lambda: basket(state=BasketState.HELD)],
    "pos_basket_discount_by_hand_names_who_allowed_it": [
        lambda: basket(pays=9_000),
        lambda: basket(pays_by="2401"),
        lambda: basket(pays=0, pays_by="2401"),
        lambda: basket(pays=10_000, pays_by="2401"),
    ],
}


@pytest.mark.parametrize("name", promises_of("pos"))
def test_the_database_keeps_its_promise(name):
    for breaker in BREAKERS[name]:
        with refused(name):
            breaker()
