"""What is missing to the next tier, in words."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils.translation import override

from loyalty.enums import Match, Measure
from loyalty.way_up import Missing, Way, buys, way_of_facts

MAY_ENDS = dt.date(2026, 6, 1)
SPENDING = Missing(Measure.NET, Decimal(320), MAY_ENDS)
POINTS = Missing(Measure.POINTS, Decimal(1200), MAY_ENDS, yuan=Decimal(800))
VISITS = Missing(Measure.VISITS, Decimal(2), dt.date(2026, 5, 1))


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (SPENDING, "To reach Platinum, spend ¥320 more by 31 May."),
        (POINTS, "To reach Platinum, spend ¥800 more (1,200 points) by 31 May."),
        (Missing(Measure.POINTS, Decimal(1)), "To reach Platinum, earn 1 more point."),
        (VISITS, "To reach Platinum, buy on 2 more days by 30 April."),
        (
            Missing(Measure.TICKET, Decimal("999.50")),
            "To reach Platinum, spend ¥999.50 in one purchase.",
        ),
        (Missing(Measure.PAID_CARD, Decimal(1)), "To reach Platinum, buy a membership card."),
        (Missing(Measure.APPROVAL, Decimal(1)), "To reach Platinum, apply for it."),
    ],
)
def test_what_is_missing_is_said_with_its_last_day(missing, said):
    with override("en"):
        assert Way(Match.ANY, (missing,)).sentences("Platinum") == [said]


def test_each_of_several_ways_is_a_sentence():
    with override("en"):
        assert Way(Match.ANY, (SPENDING, VISITS)).sentences("Platinum") == [
            "To reach Platinum, spend ¥320 more by 31 May.",
            "To reach Platinum, buy on 2 more days by 30 April.",
        ]


def test_what_has_to_be_done_together_is_one_sentence_with_the_first_day_to_come():
    with override("en"):
        assert Way(Match.ALL, (SPENDING, VISITS)).sentences("Platinum") == [
            "To reach Platinum, spend ¥320 more and buy on 2 more days by 30 April."
        ]


def test_nothing_missing_is_said_too():
    with override("en"):
        assert Way(Match.ANY).sentences("Platinum") == ["The next purchase brings Platinum."]


def test_a_receipt_keeps_a_way():
    way = Way(Match.ALL, (SPENDING, POINTS, Missing(Measure.TICKET, Decimal("999.50"))))

    assert way_of_facts(way.facts()) == way


@pytest.mark.parametrize(
    ("rate", "yuan"), [("1", 320), ("1.5", 214), ("0.0125", 25600), ("0", None)]
)
def test_points_are_bought_by_whole_yuan(rate, yuan):
    assert buys(Decimal(320), rate=Decimal(rate)) == yuan
