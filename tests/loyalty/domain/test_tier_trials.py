"""A tier on trial: hers for a time, then the former one returns by itself."""

import datetime as dt
from decimal import Decimal

import pytest

from loyalty.domain.tier_trials import NoTimeForATrial, end_due_trials, start_trial
from loyalty.domain.tiers import AlreadyInTier, current_tier, enter_tier, set_tier
from loyalty.queries import standing
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory, StaffFactory
from tests.loyalty.ladder import ask, change, tier
from tests.shop import sell

pytestmark = pytest.mark.django_db

TODAY, DAY = dt.date(2026, 3, 2), dt.timedelta(days=1)
END = dt.date(2026, 4, 1)
MIDNIGHT = dt.datetime(2026, 3, 31, 16, 0, tzinfo=dt.UTC)  # when 1 April begins
LATE = dt.datetime(2026, 4, 9, 4, 0, tzinfo=dt.UTC)


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def silver(shift):
    ask("platinum")
    member = MemberFactory(home_store=shift.till.store)
    enter_tier(member=member, tier=tier("silver"), by=None, at=member.joined_at)
    return member


def trial(member, code="gold", until=END, at=NOON):
    return start_trial(
        member=member, tier=tier(code), until=until, by=StaffFactory(), at=at, note="try it"
    )


def rows(member) -> list[tuple[object, ...]]:
    history = member.tier_assignments.order_by("starts_at", "pk")
    return list(history.values_list("tier__code", "reason", "starts_at", "ends_at"))


def test_start_trial_gives_the_tier_until_its_day(silver):
    trial(silver)

    days = (TODAY, END - DAY, END)
    assert [current_tier(member=silver, on=day).code for day in days] == ["gold", "gold", "silver"]


def test_the_former_tier_returns_although_the_run_is_late(shift, silver):
    trial(silver)

    sale = sell(shift, (ProductFactory(regular_price=Decimal(100)), 1), member=silver, at=LATE)

    assert (sale.net, standing(member=silver, at=LATE).tier) == (Decimal(96), tier("silver"))


def test_end_due_trials_writes_what_was_so_since_midnight(silver):
    trial(silver)

    counts = [end_due_trials(at=MIDNIGHT - DAY), end_due_trials(at=LATE), end_due_trials(at=LATE)]

    assert counts == [0, 1, 0]
    assert rows(silver) == [
        ("silver", "entry", silver.joined_at, NOON),
        ("gold", "trial", NOON, MIDNIGHT),
        ("silver", "returned", MIDNIGHT, None),
    ]


def test_what_is_under_review_comes_back_with_its_day(silver):
    silver.tier_assignments.update(review_on=dt.date(2026, 9, 1))
    trial(silver)

    end_due_trials(at=LATE)

    assert silver.tier_assignments.get(ends_at=None).review_on == dt.date(2026, 9, 1)


def test_trials_lie_on_each_other(silver):
    trial(silver, "gold", until=END)
    trial(silver, "platinum", until=dt.date(2026, 3, 10), at=NOON + DAY)

    days = (TODAY + DAY, dt.date(2026, 3, 10), END)
    assert [current_tier(member=silver, on=day).code for day in days] == [
        "platinum",
        "gold",
        "silver",
    ]
    end_due_trials(at=dt.datetime(2026, 3, 10, 4, 0, tzinfo=dt.UTC))
    assert [current_tier(member=silver, on=day).code for day in days[1:]] == ["gold", "silver"]
    end_due_trials(at=LATE)
    assert [row[:2] for row in rows(silver)] == [
        ("silver", "entry"),
        ("gold", "trial"),
        ("platinum", "trial"),
        ("gold", "trial"),
        ("silver", "returned"),
    ]


def test_two_trials_over_at_once_leave_what_was_before_both(silver):
    trial(silver, "gold", until=dt.date(2026, 3, 10))
    trial(silver, "platinum", until=dt.date(2026, 3, 20), at=NOON + DAY)

    end_due_trials(at=LATE)

    assert [row[:2] for row in rows(silver)][-1] == ("silver", "returned")


def test_what_she_earns_on_trial_is_hers_for_good(shift, silver):
    ask("gold", net=500)
    trial(silver)

    sell(shift, (ProductFactory(regular_price=Decimal(1000)), 1), member=silver, at=NOON + DAY)
    end_due_trials(at=LATE)

    assert current_tier(member=silver, on=LATE.date()) == tier("gold")


def test_a_tier_below_the_one_on_trial_waits_underneath(shift, silver):
    ask("gold", net=500)
    trial(silver, "platinum")

    sell(shift, (ProductFactory(regular_price=Decimal(1000)), 1), member=silver, at=NOON + DAY)

    days = (TODAY + DAY, END)
    assert [current_tier(member=silver, on=day).code for day in days] == ["platinum", "gold"]
    end_due_trials(at=LATE)
    assert [row[:2] for row in rows(silver)] == [
        ("silver", "entry"),
        ("platinum", "trial"),
        ("gold", "upgrade"),
        ("gold", "returned"),
    ]


def test_who_never_had_a_tier_has_none_again(shift):
    member = MemberFactory(home_store=shift.till.store)
    trial(member)

    end_due_trials(at=LATE)

    assert (current_tier(member=member, on=LATE.date()), len(rows(member))) == (None, 1)


def test_set_tier_makes_the_tier_on_trial_hers(silver):
    trial(silver)

    set_tier(member=silver, tier=tier("gold"), by=StaffFactory(), at=NOON + DAY)
    end_due_trials(at=LATE)

    assert current_tier(member=silver, on=LATE.date()) == tier("gold")


def test_a_tier_kept_for_a_time_is_not_reviewed_for_a_trial(silver):
    change("gold", keep_months=6)

    assert trial(silver).review_on == END


def test_start_trial_of_the_tier_she_has_is_refused(silver):
    with pytest.raises(AlreadyInTier):
        trial(silver, "silver")


@pytest.mark.parametrize("until", [TODAY, TODAY - DAY])
def test_start_trial_that_would_be_over_is_refused(silver, until):
    with pytest.raises(NoTimeForATrial):
        trial(silver, until=until)
