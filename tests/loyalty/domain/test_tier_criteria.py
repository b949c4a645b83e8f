"""What a tier asks for and what is missing: arithmetic on facts."""

import datetime as dt
from decimal import Decimal

import pytest

from loyalty.domain.tier_criteria import (
    Measured,
    Need,
    is_met,
    needs_of,
    review_day,
    span_before,
    span_of,
)
from loyalty.enums import CriterionUse, Match, Measure, Window
from loyalty.models import Tier, TierCriterion

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 3, 2, 4, 0, tzinfo=dt.UTC)  # noon in Shanghai
JOINED = dt.date(2024, 6, 15)


def tier(window=Window.ROLLING, months=12, **facts) -> Tier:
    return Tier(code="top", rank=99, window=window, window_months=months, **facts)


class Facts:
    """Facts known by heart."""

    def __init__(self, **measured: tuple[int, dt.date | None]) -> None:
        self._measured = {
            name: Measured(Decimal(value), day) for name, (value, day) in measured.items()
        }

    def measured(self, criterion, _span) -> Measured:
        return self._measured.get(criterion.measure, Measured())


@pytest.mark.parametrize(
    ("window", "first", "ends_on"),
    [
        (Window.ROLLING, dt.datetime(2025, 3, 2, 4, 0, tzinfo=dt.UTC), None),
        (Window.CALENDAR, dt.datetime(2025, 12, 31, 16, 0, tzinfo=dt.UTC), dt.date(2027, 1, 1)),
        (Window.MEMBERSHIP, dt.datetime(2025, 6, 14, 16, 0, tzinfo=dt.UTC), dt.date(2026, 6, 15)),
    ],
)
def test_span_of_begins_with_the_window(window, first, ends_on):
    span = span_of(tier(window), at=AT, joined_on=JOINED)

    just_before = first if window == Window.ROLLING else first - dt.timedelta(microseconds=1)
    assert (span.after, span.until, span.ends_on) == (just_before, AT, ends_on)


def test_span_of_a_membership_year_begins_on_the_day_itself():
    anniversary = dt.datetime(2026, 6, 14, 16, 0, tzinfo=dt.UTC)  # midnight of 15 June

    span = span_of(tier(Window.MEMBERSHIP), at=anniversary, joined_on=JOINED)

    assert span.ends_on == dt.date(2027, 6, 15)


def test_who_joined_on_the_29th_of_february_keeps_the_28th_in_other_years():
    span = span_of(tier(Window.MEMBERSHIP), at=AT, joined_on=dt.date(2024, 2, 29))

    assert span.ends_on == dt.date(2027, 2, 28)


@pytest.mark.parametrize(
    ("window", "first", "last"),
    [
        (Window.ROLLING, dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        (Window.CALENDAR, dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        (Window.MEMBERSHIP, dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
    ],
)
def test_span_before_a_review_is_the_year_that_is_over(window, first, last):
    span = span_before(tier(window), day=dt.date(2026, 1, 1))

    assert [span.first_day, span.last_day] == [first, last]


def test_needs_of_say_what_is_missing_and_until_when():
    asked = tier()
    criteria = [
        TierCriterion(measure=Measure.NET, threshold=Decimal(1000)),
        TierCriterion(measure=Measure.VISITS, threshold=Decimal(3)),
        TierCriterion(measure=Measure.TICKET, threshold=Decimal(800)),
        TierCriterion(measure=Measure.APPROVAL),
    ]
    facts = Facts(
        net=(680, dt.date(2025, 6, 1)), visits=(3, dt.date(2025, 6, 1)), ticket=(500, None)
    )

    needs = needs_of(criteria, span=span_of(asked, at=AT, joined_on=JOINED), facts=facts)

    assert [(need.measure, need.missing, need.until) for need in needs] == [
        (Measure.NET, Decimal(320), dt.date(2026, 6, 1)),
        (Measure.VISITS, Decimal(0), dt.date(2026, 6, 1)),
        (Measure.TICKET, Decimal(800), None),
        (Measure.APPROVAL, Decimal(1), None),
    ]


def test_nothing_counted_so_far_leaves_no_window():
    asked = tier()
    criteria = [TierCriterion(measure=Measure.NET, threshold=Decimal(1000))]

    (need,) = needs_of(criteria, span=span_of(asked, at=AT, joined_on=JOINED), facts=Facts())

    assert (need.missing, need.until) == (Decimal(1000), None)


def test_in_a_calendar_year_it_has_to_be_done_by_its_end():
    asked = tier(Window.CALENDAR)
    criteria = [TierCriterion(measure=Measure.NET, threshold=Decimal(1000))]

    (need,) = needs_of(criteria, span=span_of(asked, at=AT, joined_on=JOINED), facts=Facts())

    assert need.until == dt.date(2027, 1, 1)


@pytest.mark.parametrize(
    ("match", "met", "expected"),
    [
        (Match.ANY, [], False),
        (Match.ALL, [], False),
        (Match.ANY, [False, True], True),
        (Match.ANY, [False, False], False),
        (Match.ALL, [False, True], False),
        (Match.ALL, [True, True], True),
    ],
)
def test_is_met(match, met, expected):
    needs = [Need(Measure.NET, Decimal(10), Decimal(10 if one else 9)) for one in met]

    assert is_met(match, needs) == expected


@pytest.mark.parametrize(
    ("window", "months", "expected"),
    [
        (Window.ROLLING, None, None),
        (Window.ROLLING, 12, dt.date(2027, 3, 2)),
        (Window.CALENDAR, 12, dt.date(2028, 1, 1)),
        (Window.CALENDAR, 6, dt.date(2027, 1, 1)),
        (Window.MEMBERSHIP, 12, dt.date(2027, 6, 15)),
    ],
)
def test_review_day_is_at_the_end_of_a_window(window, months, expected):
    asked = tier(window, keep_months=months)

    assert review_day(asked, since=dt.date(2026, 3, 2), joined_on=JOINED) == expected


def test_a_tier_that_says_nothing_about_keeping_asks_again_what_opened_it():
    silver = Tier.objects.get(code="silver")
    silver.criteria.create(measure=Measure.NET, threshold=Decimal(500))

    again = silver.asks(CriterionUse.KEEP)
    silver.criteria.create(use=CriterionUse.KEEP, measure=Measure.VISITS, threshold=Decimal(2))

    assert [[one.measure for one in again.criteria], again.match] == [[Measure.NET], Match.ANY]
    assert [
        one.measure for one in Tier.objects.get(code="silver").asks(CriterionUse.KEEP).criteria
    ] == [Measure.VISITS]
