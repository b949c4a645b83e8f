"""A new rule and the clocks that are running."""

import datetime as dt

import pytest

from guides.domain.rewinding import Preview, preview_rule, rewind_by_new_rules
from guides.models import OwnershipRule
from tests.factories import MemberFactory, StoreFactory
from tests.guides.hands import clock, guide_in, hold, noon

pytestmark = pytest.mark.django_db

APRIL = dt.date(2026, 4, 1)
BEGAN = dt.date(2026, 3, 2)


@pytest.fixture
def ada():
    """Ada is in a hand since 2 March; her last day is 2 May."""
    store = StoreFactory()
    return hold(MemberFactory(home_store=store), guide_in(store), at=noon(2026, 3, 2))


def test_a_rule_that_says_so_sets_running_clocks(ada):
    rule = OwnershipRule.objects.create(effective_from=APRIL, months=1, rewinds=True)

    assert rewind_by_new_rules(store=ada.store, on=dt.date(2026, 3, 31)) == 0
    assert rewind_by_new_rules(store=ada.store, on=APRIL) == 1

    assert clock(ada) == (BEGAN, dt.date(2026, 4, 2))
    assert ada.rule == rule
    assert rewind_by_new_rules(store=ada.store, on=APRIL) == 0


def test_another_rule_never_shortens_a_running_clock(ada):
    OwnershipRule.objects.create(effective_from=APRIL, months=1)

    assert rewind_by_new_rules(store=ada.store, on=APRIL) == 0
    assert clock(ada) == (BEGAN, dt.date(2026, 5, 2))


def test_a_preview_counts_whose_last_day_would_change(ada):
    hold(MemberFactory(home_store=ada.store), guide_in(ada.store), at=noon(2026, 3, 9))
    shorter = OwnershipRule.objects.create(effective_from=APRIL, months=1)
    elsewhere = OwnershipRule.objects.create(effective_from=APRIL, months=9, store=StoreFactory())
    later = OwnershipRule.objects.create(effective_from=dt.date(2026, 4, 2), months=3)

    assert preview_rule(shorter) == Preview(earlier=2, later=0)
    assert preview_rule(elsewhere) == Preview(earlier=0, later=0)
    assert preview_rule(later) == Preview(earlier=0, later=2)
    assert clock(ada) == (BEGAN, dt.date(2026, 5, 2))
