"""The review: off unless a tier is kept for a time; kept, or one step down, or to what is met."""

import datetime as dt
from decimal import Decimal

import pytest

from loyalty.domain import tier_review
from loyalty.domain.tier_review import Reviewed, preview, review_due_tiers, schedule_reviews
from loyalty.domain.tier_trials import start_trial
from loyalty.domain.tiers import enter_tier, set_tier
from loyalty.enums import CriterionUse, Lowering, Match, Window
from loyalty.models import TierAssignment
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory, StaffFactory
from tests.loyalty.ladder import ask, change, tier
from tests.shop import sell

pytestmark = pytest.mark.django_db

JOINED = dt.datetime(2025, 3, 2, 4, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture(autouse=True)
def kept_for_a_year(db):
    """Gold is kept for a year by buying for 1000 yuan in it."""
    ask("platinum")
    ask("gold", use=CriterionUse.KEEP, net=1000)
    return change("gold", keep_months=12)


def golden(shift, *, at=JOINED):
    member = MemberFactory(home_store=shift.till.store, joined_on=at.date(), joined_at=at)
    enter_tier(member=member, tier=tier("gold"), by=None, at=at)
    return member


def buy(shift, member, price, *, at):
    sell(shift, (ProductFactory(special_price=Decimal(price)), 1), member=member, at=at)


def now(member) -> tuple[object, ...]:
    row = member.tier_assignments.get(ends_at=None)
    return row.tier.code, row.reason, row.starts_at, row.review_on


def test_a_tier_is_reviewed_on_the_day_its_time_is_over(shift):
    member = golden(shift)

    assert now(member) == ("gold", "entry", JOINED, TODAY)


def test_who_meets_what_it_takes_keeps_it_for_another_time(shift):
    member = golden(shift)
    buy(shift, member, 1000, at=NOON - 30 * DAY)

    assert review_due_tiers(at=NOON) == Reviewed(kept=1, lowered=0)
    assert now(member) == ("gold", "kept", NOON, dt.date(2027, 3, 2))


def test_who_does_not_goes_one_step_down(shift):
    change("silver", keep_months=6)
    member = golden(shift)
    buy(shift, member, 999, at=NOON - 30 * DAY)

    assert review_due_tiers(at=NOON) == Reviewed(kept=0, lowered=1)
    assert now(member) == ("silver", "lowered", NOON, dt.date(2026, 9, 2))


@pytest.mark.parametrize(("spent", "code"), [(400, "silver"), (399, "basic")])
def test_or_to_the_tier_whose_criteria_she_meets(shift, spent, code):
    change("gold", lowering=Lowering.BY_CRITERIA)
    ask("silver", net=400)
    member = golden(shift)
    buy(shift, member, spent, at=NOON - 30 * DAY)

    review_due_tiers(at=NOON)

    assert now(member)[:2] == (code, "lowered")


def test_what_opened_it_keeps_it_where_nothing_else_is_said(shift):
    ask("gold", use=CriterionUse.KEEP)
    ask("gold", visits=2)
    keeps, loses = golden(shift), golden(shift)
    for member, days in ((keeps, 2), (loses, 1)):
        for day in range(days):
            buy(shift, member, 5, at=NOON - (9 + day) * DAY)

    review_due_tiers(at=NOON)

    assert [now(keeps)[0], now(loses)[0]] == ["gold", "silver"]


def test_a_tier_that_asks_nothing_is_kept(shift):
    ask("gold", use=CriterionUse.KEEP)
    member = golden(shift)

    review_due_tiers(at=NOON)

    assert now(member)[:2] == ("gold", "kept")


def test_all_of_several_where_the_tier_says_so(shift):
    ask("gold", use=CriterionUse.KEEP, net=100, visits=2)
    change("gold", keep_match=Match.ALL)
    keeps, loses = golden(shift), golden(shift)
    buy(shift, keeps, 60, at=NOON - 9 * DAY)
    buy(shift, keeps, 60, at=NOON - 8 * DAY)
    buy(shift, loses, 999, at=NOON - 9 * DAY)

    review_due_tiers(at=NOON)

    assert [now(keeps)[0], now(loses)[0]] == ["gold", "silver"]


def test_what_counts_is_what_was_done_before_the_day_however_late_the_run(shift):
    keeps, loses = golden(shift), golden(shift)
    buy(shift, keeps, 1000, at=JOINED + dt.timedelta(hours=1))
    buy(shift, loses, 1000, at=NOON)

    review_due_tiers(at=NOON + 9 * DAY)

    assert [now(keeps)[0], now(loses)[0]] == ["gold", "silver"]


def test_a_calendar_year_is_reviewed_at_its_end(shift):
    change("gold", window=Window.CALENDAR)
    member = golden(shift)
    (code, _reason, _since, review_on) = now(member)
    buy(shift, member, 1000, at=dt.datetime(2026, 1, 5, 4, 0, tzinfo=dt.UTC))

    review_due_tiers(at=dt.datetime(2027, 1, 1, 1, 0, tzinfo=dt.UTC))

    assert (code, review_on) == ("gold", dt.date(2027, 1, 1))
    assert now(member)[3] == dt.date(2028, 1, 1)


def test_nobody_is_reviewed_before_her_day_or_twice(shift):
    golden(shift)

    counts = [review_due_tiers(at=at) for at in (NOON - DAY, NOON, NOON, NOON + DAY)]

    assert counts == [Reviewed(0, 0), Reviewed(0, 1), Reviewed(0, 0), Reviewed(0, 0)]


def test_the_review_is_off_unless_a_tier_is_kept_for_a_time(shift):
    member = golden(shift)
    change("gold", keep_months=None)

    schedule_reviews(at=NOON)

    assert review_due_tiers(at=NOON + 900 * DAY) == Reviewed(0, 0)
    assert now(member) == ("gold", "entry", JOINED, None)


def test_switching_it_on_leaves_everybody_the_time_of_the_notice(shift):
    TierAssignment.objects.all().delete()
    old, new = golden(shift, at=JOINED - 900 * DAY), golden(shift, at=NOON - DAY)
    TierAssignment.objects.update(review_on=None)

    schedule_reviews(at=NOON)

    assert [now(old)[3], now(new)[3]] == [TODAY + 30 * DAY, dt.date(2027, 3, 1)]


def test_a_trial_is_no_matter_for_the_review(shift):
    member = golden(shift)
    start_trial(
        member=member,
        tier=tier("platinum"),
        until=TODAY + 60 * DAY,
        by=StaffFactory(),
        at=NOON - DAY,
    )

    schedule_reviews(at=NOON)

    assert review_due_tiers(at=NOON) == Reviewed(0, 0)


def test_who_was_moved_meanwhile_is_left_alone(shift, monkeypatch):
    """A tier given between the look and the lock stands."""
    member = golden(shift)
    officer = StaffFactory()
    real = tier_review.meeting

    def slow(*args, **how):
        set_tier(member=member, tier=tier("platinum"), by=officer, at=NOON)
        return real(*args, **how)

    monkeypatch.setattr(tier_review, "meeting", slow)

    assert review_due_tiers(at=NOON) == Reviewed(0, 0)
    assert now(member)[:2] == ("platinum", "manual")


def test_a_run_that_was_killed_is_finished_by_the_next(shift, monkeypatch):
    members = [golden(shift) for _ in range(5)]
    for member in members[:2]:
        buy(shift, member, 1000, at=NOON - 9 * DAY)
    real, batches = tier_review._write, []

    def dies(*args, **how):
        batches.append(args)
        if len(batches) == 2:
            raise KeyboardInterrupt
        return real(*args, **how)

    monkeypatch.setattr(tier_review, "_write", dies)
    with pytest.raises(KeyboardInterrupt):
        review_due_tiers(at=NOON, at_once=2)
    monkeypatch.setattr(tier_review, "_write", real)

    review_due_tiers(at=NOON, at_once=2)

    assert (
        sorted(now(member)[:2] for member in members)
        == [("gold", "kept")] * 2 + [("silver", "lowered")] * 3
    )
    assert TierAssignment.objects.count() == 10


def test_preview_says_who_would_be_lowered_and_changes_nothing(shift):
    change("gold", keep_months=None)
    keeps, loses = golden(shift), golden(shift)
    buy(shift, keeps, 1000, at=NOON - 9 * DAY)
    before = list(TierAssignment.objects.values())

    told = preview(tier=tier("gold"), on=TODAY)

    assert (told.held, told.kept) == (2, 1)
    assert told.lowered == {tier("silver").pk: [loses.pk]}
    assert list(TierAssignment.objects.values()) == before
