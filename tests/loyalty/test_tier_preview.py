"""What the criteria as they stand would make of all members today."""

from decimal import Decimal

import pytest

from loyalty.domain.tiers import enter_tier
from loyalty.enums import CriterionUse
from loyalty.models import TierAssignment
from loyalty.tier_preview import TierPreview, preview_tiers, to_be_lowered
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.loyalty.ladder import ask, change, tier
from tests.shop import sell

pytestmark = pytest.mark.django_db


@pytest.fixture
def spenders():
    """Silver members who spent 100, 600 and 3000, and a gold one who spent nothing."""
    ask("gold")
    ask("platinum")
    shift = ShiftFactory()
    made = []
    for code, spent in (("silver", 100), ("silver", 600), ("silver", 3000), ("gold", 0)):
        member = MemberFactory(home_store=shift.till.store)
        enter_tier(member=member, tier=tier(code), by=None, at=member.joined_at)
        if spent:
            goods = ProductFactory(special_price=Decimal(spent))
            sell(shift, (goods, 1), member=member, at=NOON)
        made.append(member)
    return made


def test_each_tier_says_who_holds_meets_and_would_rise_to_it(spenders):
    ask("gold", net=500)
    ask("platinum", net=2000)

    basic, silver, gold, platinum = preview_tiers(at=NOON)

    assert (basic.tier, silver.held, gold.held) == (tier("basic"), 3, 1)
    assert gold == TierPreview(tier("gold"), held=1, meets=2, rises=2, after=3)
    assert platinum == TierPreview(tier("platinum"), held=0, meets=1, rises=0, after=0)
    assert silver.after == 1


def test_who_may_rise_directly_is_counted_where_she_goes(spenders):
    ask("gold", net=500)
    ask("platinum", net=2000)
    change("platinum", one_step=False)

    counts = {one.tier.code: (one.rises, one.after) for one in preview_tiers(at=NOON)}

    assert counts == {"basic": (0, 0), "silver": (0, 1), "gold": (1, 2), "platinum": (1, 1)}


def test_a_review_today_says_who_would_be_lowered_and_where_to(spenders):
    ask("gold", use=CriterionUse.KEEP, net=500)
    before = list(TierAssignment.objects.values())

    lowered = to_be_lowered(on=NOON.date())

    (gold,) = lowered
    assert (gold.tier, gold.held, gold.kept) == (tier("gold"), 1, 0)
    assert [(to, members) for to, members in gold.lowered] == [(tier("silver"), [spenders[3].pk])]
    assert list(TierAssignment.objects.values()) == before
