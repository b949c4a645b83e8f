"""Each promise of the tables of loyalty, broken by name."""

import pytest

from tests.constraints import promises_of, refused
from tests.loyalty import breaking_gifts, breaking_partners, breaking_points

pytestmark = pytest.mark.django_db

BREAKERS = breaking_points.BREAKERS | breaking_gifts.BREAKERS | breaking_partners.BREAKERS


@pytest.mark.parametrize("name", promises_of("loyalty"))
def test_the_database_keeps_its_promise(name):
    for breaker in BREAKERS[name]:
        with refused(name):
            breaker()
