"""The rule of the day list: each reason by hand, and what is promised of all of them."""

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.day.rule import RANK, Facts, Rule, day_list, reasons_of, stretches, visits_due
from guides.enums import DayReason, Rhythm

TODAY = dt.date(2026, 3, 20)
JOINED = dt.date(2026, 3, 10)
WARNED = {"warn_days": 14, "last_warn_days": 3}
RULE = Rule(rhythms={None: Rhythm.YEAR, 4: Rhythm.MONTH, 5: Rhythm.WEEK}, after_joining=(365,))


def days(count: int) -> dt.date:
    return TODAY + dt.timedelta(days=count)


def kinds(*, rule=RULE, **known) -> list[str]:
    facts = Facts(**({"member": 1, "joined_on": JOINED} | WARNED | known))
    return [reason.kind.value for reason in reasons_of(facts, rule=rule, on=TODAY)]


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ({}, []),
        ({"complaint_on": days(1)}, ["complaint"]),
        ({"complaint_on": days(1), "reached_on": TODAY}, ["complaint"]),
        ({"promised_on": TODAY}, ["promise"]),
        ({"promised_on": days(-3)}, ["promise"]),
        ({"promised_on": days(1)}, []),
        ({"due_on": days(15)}, []),
        ({"due_on": days(14)}, ["due"]),
        ({"due_on": days(14), "on_trial": True}, ["trial"]),
        ({"due_on": days(10), "reached_on": days(-4)}, []),
        ({"due_on": days(10), "reached_on": days(-5)}, ["due"]),
        ({"due_on": days(3), "reached_on": days(-4)}, ["due"]),
        ({"due_on": days(3), "reached_on": days(-3)}, []),
        ({"due_on": days(-1)}, ["due"]),
        ({"due_on": days(31), "warn_days": 30}, []),
        ({"due_on": days(30), "warn_days": 30}, ["due"]),
        ({"due_on": days(7), "last_warn_days": 7, "reached_on": days(-7)}, []),
        ({"due_on": days(7), "last_warn_days": 7, "reached_on": days(-8)}, ["due"]),
        ({"due_on": days(9), "warn_days": 9, "last_warn_days": 9, "reached_on": days(-1)}, ["due"]),
        ({"due_on": days(5), "warn_days": 9, "last_warn_days": 9, "reached_on": days(-4)}, []),
        ({"birthday_on": days(7)}, ["birthday"]),
        ({"birthday_on": days(8)}, []),
        ({"birthday_on": days(-1)}, []),
        ({"birthday_on": days(2), "reached_on": days(-5)}, []),
        ({"birthday_on": days(2), "reached_on": days(-6)}, ["birthday"]),
        ({"anniversary_on": days(7)}, ["anniversary"]),
        ({"last_visit_on": days(-2)}, []),
        ({"last_visit_on": days(-3)}, ["follow_up"]),
        ({"last_visit_on": days(-3), "reached_on": days(-1)}, []),
        ({"last_visit_on": days(-3), "reached_on": days(-2)}, ["follow_up"]),
        ({"last_visit_on": days(-16)}, ["follow_up"]),
        ({"last_visit_on": days(-17)}, []),
        ({"last_visit_on": days(-30), "reached_on": days(-14)}, ["follow_up"]),
        ({"last_visit_on": days(-30), "reached_on": days(-13)}, []),
        ({"points_on": days(30)}, ["points"]),
        ({"points_on": days(31)}, []),
        ({"coupon_on": days(14)}, ["coupon"]),
        ({"coupon_on": days(14), "reached_on": TODAY}, []),
        ({"is_near": True, "agrees": True}, ["near_tier"]),
        ({"is_near": True}, []),
        ({"is_near": True, "agrees": True, "reached_on": days(-14)}, []),
        ({"is_near": True, "agrees": True, "reached_on": days(-15)}, ["near_tier"]),
        ({"tier": 5, "joined_on": days(-7)}, ["quiet"]),
        ({"tier": 5, "joined_on": days(-9), "reached_on": days(-6)}, []),
        ({"tier": 5, "joined_on": days(-9), "last_visit_on": days(-6)}, ["follow_up"]),
        ({"tier": 4, "joined_on": dt.date(2026, 2, 20)}, ["quiet"]),
        ({"tier": 4, "joined_on": dt.date(2026, 2, 21)}, []),
        ({"birthday_on": days(2), "heard": 99}, ["birthday"]),
    ],
)
def test_each_reason_stands_on_its_days_and_is_served_by_one_contact(known, asked):
    assert kinds(**known) == asked


def test_what_can_wait_waits_for_a_promise_that_is_near():
    waiting = {"tier": 5, "is_near": True, "agrees": True, "birthday_on": TODAY}
    waiting["joined_on"] = days(-30)

    assert kinds(**waiting, promised_on=days(14)) == ["birthday"]
    assert kinds(**waiting, promised_on=days(15)) == ["birthday", "near_tier", "quiet"]


def test_joining_has_steps_of_its_own():
    rule = Rule(after_joining=(7, 180))

    assert kinds(rule=rule, joined_on=days(-7)) == ["welcome"]
    assert kinds(rule=rule, joined_on=days(-7), reached_on=days(-3)) == []
    assert kinds(rule=rule, joined_on=days(-6)) == []


def test_steps_share_the_days_between_them():
    assert stretches((90, 3, 30)) == ((2, 3, 17), (17, 30, 60), (60, 90, 120))
    assert stretches(()) == ()


@pytest.mark.parametrize(
    ("on", "joined_on", "due"),
    [
        (dt.date(2026, 1, 1), dt.date(2020, 1, 1), 0),
        (dt.date(2026, 4, 2), dt.date(2020, 1, 1), 0),
        (dt.date(2026, 4, 3), dt.date(2020, 1, 1), 1),
        (dt.date(2026, 7, 3), dt.date(2020, 1, 1), 2),
        (dt.date(2026, 10, 2), dt.date(2020, 1, 1), 3),
        (dt.date(2026, 12, 31), dt.date(2020, 1, 1), 3),
        (dt.date(2026, 12, 31), dt.date(2026, 11, 30), 0),
        (dt.date(2026, 12, 31), dt.date(2026, 9, 1), 1),
    ],
)
def test_phone_visits_are_spread_over_the_year(on, joined_on, due):
    assert visits_due(rule=RULE, joined_on=joined_on, on=on) == due


def test_who_was_tried_today_is_done_for_today():
    facts = [Facts(1, JOINED, birthday_on=TODAY, tried_on=TODAY), Facts(2, JOINED)]

    assert day_list(facts, rule=RULE, on=TODAY) == []


def test_the_order_is_by_reason_then_day_then_member():
    facts = [
        Facts(5, JOINED, birthday_on=days(2)),
        Facts(4, JOINED, due_on=days(9), **WARNED),
        Facts(3, JOINED, due_on=days(2), birthday_on=days(1), **WARNED),
        Facts(2, JOINED, due_on=days(2), **WARNED),
        Facts(1, JOINED, promised_on=days(-1)),
    ]

    assert [entry.member for entry in day_list(facts, rule=RULE, on=TODAY)] == [1, 2, 3, 4, 5]


near = st.none() | st.integers(-420, 40).map(days)
past = st.none() | st.integers(-420, 0).map(days)
known = st.builds(
    Facts,
    member=st.integers(1, 10_000),
    joined_on=st.integers(-2000, 0).map(days),
    tier=st.sampled_from([None, 4, 5]),
    due_on=near,
    warn_days=st.integers(4, 30),
    last_warn_days=st.integers(0, 4),
    on_trial=st.booleans(),
    last_visit_on=past,
    birthday_on=near,
    anniversary_on=near,
    reached_on=past,
    calls=st.integers(0, 3),
    promised_on=near,
    complaint_on=near,
    points_on=near,
    coupon_on=near,
    is_near=st.booleans(),
    agrees=st.booleans(),
)
many = st.lists(known, unique_by=lambda facts: facts.member, max_size=30)
rules = st.builds(
    Rule,
    birthday_days=st.integers(0, 30),
    points_days=st.integers(0, 60),
    coupon_days=st.integers(0, 60),
    rest_days=st.integers(1, 60),
    phone_visits=st.integers(0, 12),
    rhythms=st.dictionaries(st.sampled_from([None, 4, 5]), st.sampled_from(Rhythm)),
    after_purchase=st.lists(st.integers(1, 400), unique=True, max_size=4).map(tuple),
    after_joining=st.lists(st.integers(1, 400), unique=True, max_size=4).map(tuple),
)


@given(facts=many, rule=rules, seed=st.integers())
def test_nobody_is_listed_twice_and_the_order_does_not_depend_on_the_facts(facts, rule, seed):
    entries = day_list(facts, rule=rule, on=TODAY)
    shuffled = random.Random(seed).sample(facts, len(facts))

    assert day_list(shuffled, rule=rule, on=TODAY) == entries
    members = [entry.member for entry in entries]
    assert len(set(members)) == len(members)
    keys = [(RANK[entry.first.kind], entry.first.day, entry.member) for entry in entries]
    assert keys == sorted(keys)


@given(facts=known, rule=rules, ahead=st.integers(1, 3))
def test_a_call_today_serves_every_reason_of_today_but_the_complaint(facts, rule, ahead):
    """Never two contacts where one serves: what stood today is not asked for again."""
    stood = named(reasons_of(facts, rule=rule, on=TODAY))
    kept = None if facts.promised_on and facts.promised_on <= TODAY else facts.promised_on
    called = facts._replace(
        reached_on=TODAY, tried_on=TODAY, promised_on=kept, calls=facts.calls + 1
    )
    soon = TODAY + dt.timedelta(days=min(ahead, rule.rest_days))

    again = named(reasons_of(called, rule=rule, on=soon)) & stood

    assert again <= {DayReason.COMPLAINT}


def named(reasons):
    """Name reasons by what they are; the steps of a plan are one each."""
    steps = {DayReason.FOLLOW_UP, DayReason.WELCOME}
    return {reason[:2] if reason.kind in steps else reason.kind for reason in reasons}


@given(facts=known, rule=rules)
def test_marketing_needs_a_yes(facts, rule):
    reasons = reasons_of(facts._replace(agrees=False), rule=rule, on=TODAY)

    assert DayReason.NEAR_TIER not in {reason.kind for reason in reasons}


@pytest.mark.parametrize(
    ("heard", "asked"),
    [(3, ["complaint", "promise", "due", "birthday"]), (4, ["complaint", "promise"])],
)
def test_who_was_contacted_often_is_asked_for_only_as_promised(heard, asked):
    rule = Rule(contacts_most=4)
    known = {"complaint_on": TODAY, "promised_on": TODAY, "due_on": TODAY, "birthday_on": TODAY}

    assert kinds(rule=rule, heard=heard, **known) == asked
