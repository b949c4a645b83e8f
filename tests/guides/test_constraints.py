"""Each promise of the tables of guides, broken by name."""

import datetime as dt

import pytest

from guides.enums import (
    AsideKind,
    AsideReason,
    ContactChannel,
    DrawScope,
    DrawState,
    EndReason,
    WarningTo,
)
from guides.models import (
    Contact,
    Draw,
    DrawRule,
    DueWarning,
    Ownership,
    OwnershipRule,
    Protection,
    RecyclingRun,
    SetAside,
)
from loyalty.models import Tier
from tests.constraints import promises_of, refused
from tests.factories import DAY, NOON, MemberFactory, StaffFactory, StoreFactory
from tests.guides.hands import guide_in, hold

pytestmark = pytest.mark.django_db

TOMORROW = DAY + dt.timedelta(days=1)
EARLIER = NOON - dt.timedelta(seconds=1)


def held():
    member = MemberFactory()
    return hold(member, guide_in(member.home_store), at=NOON)


def change(**facts):
    Ownership.objects.filter(pk=held().pk).update(**facts)


def a_second_hand():
    first = held()
    Ownership.objects.create(
        member=first.member,
        guide=StaffFactory(),
        store=first.store,
        rule=first.rule,
        reason=first.reason,
        starts_at=NOON,
        clock_from=DAY,
        due_on=first.due_on,
    )


def two_rules_of_one_day(**of):
    for _ in "ab":
        OwnershipRule.objects.create(effective_from=DAY, **of)


def a_second_run():
    store = StoreFactory()
    for _ in "ab":
        RecyclingRun.objects.create(store=store, day=DAY, ran_at=NOON, recycled=0)


def aside(**facts):
    return SetAside.objects.create(
        **{
            "member": MemberFactory(),
            "kind": AsideKind.EXHAUSTED,
            "reason": AsideReason.ALL_HELD,
            "starts_at": NOON,
        }
        | facts
    )


def aside_twice():
    aside(member=aside().member)


def protection(**facts):
    member = MemberFactory()
    guide = guide_in(member.home_store)
    Protection.objects.create(
        **{
            "ownership": hold(member, guide, at=NOON),
            "reason": "in hospital",
            "starts_on": DAY,
            "until": TOMORROW,
            "at": NOON,
            "by": guide,
        }
        | facts
    )


def warning_twice():
    ownership = held()
    for _ in "ab":
        DueWarning.objects.create(
            ownership=ownership, to=WarningTo.GUIDE, days=14, due_on=DAY, made_at=NOON
        )


def draw(**facts):
    defaults = {
        "scope": DrawScope.BRAND,
        "day": DAY,
        "rule": DrawRule.objects.get(),
        "inputs": "{}",
        "inputs_hash": "0",
        "frozen_at": NOON,
        "members": 1,
    }
    return Draw.objects.create(**defaults | facts)


def two_draw_rules(**of):
    for _ in "ab":
        DrawRule.objects.create(effective_from=DAY, **of)


SEEDED = {"state": DrawState.SEEDED, "seed": "5", "seeded_at": NOON}

BREAKERS = {
    "guides_member_is_set_aside_once": [aside_twice],
    "guides_set_aside_ends_after_it_starts": [lambda: aside(ends_at=EARLIER)],
    "guides_peace_is_given_by_somebody_who_says_why": [
        lambda: aside(kind=AsideKind.PEACE, reason=AsideReason.BY_HAND, note="asked"),
        lambda: aside(kind=AsideKind.PEACE, reason=AsideReason.BY_HAND, by=StaffFactory()),
        lambda: aside(kind=AsideKind.PEACE, note="asked", by=StaffFactory()),
    ],
    "guides_protection_has_days": [lambda: protection(until=DAY)],
    "guides_protection_has_a_reason": [lambda: protection(reason="")],
    "guides_protection_is_ended_by_somebody": [lambda: protection(ended_at=NOON)],
    "guides_warning_is_made_once_per_due_day": [warning_twice],
    "guides_ownership_rule_warns_last_after_first": [
        lambda: OwnershipRule.objects.create(effective_from=DAY, warn_days=2, last_warn_days=3)
    ],
    "guides_draw_rule_is_one_per_day_and_store": [
        two_draw_rules,
        lambda: two_draw_rules(store=StoreFactory()),
    ],
    "guides_draw_rule_says_when_it_forgets": [
        lambda: DrawRule.objects.create(effective_from=DAY, when_exhausted="forget"),
        lambda: DrawRule.objects.create(
            effective_from=DAY, when_exhausted="forget", forget_months=0
        ),
    ],
    "guides_draw_is_finished_before_the_next": [lambda: [draw() for _ in "ab"]],
    "guides_draw_has_the_place_of_its_scope": [
        lambda: draw(scope=DrawScope.STORE),
        lambda: draw(scope=DrawScope.REGION),
        lambda: draw(store=StoreFactory()),
    ],
    "guides_draw_gets_its_seed_after_its_inputs": [
        lambda: draw(seed="5", seeded_at=NOON),
        lambda: draw(state=DrawState.SEEDED, seed="5"),
        lambda: draw(state=DrawState.SEEDED, seeded_at=NOON),
    ],
    "guides_draw_has_a_result_once_placed": [
        lambda: draw(**SEEDED, result="{}"),
        lambda: draw(**SEEDED | {"state": DrawState.PLACED, "placed_at": NOON}),
        lambda: draw(**SEEDED | {"state": DrawState.PLACED, "result": "{}"}),
    ],
    "guides_contact_says_something": [
        lambda: Contact.objects.create(
            member=MemberFactory(),
            staff=StaffFactory(),
            channel=ContactChannel.PHONE,
            at=NOON,
            note="",
        )
    ],
    "guides_ownership_rule_is_one_per_day_store_and_tier": [
        two_rules_of_one_day,
        lambda: two_rules_of_one_day(store=StoreFactory()),
        lambda: two_rules_of_one_day(tier=Tier.objects.get(code="gold")),
    ],
    "guides_ownership_rule_gives_some_time": [
        lambda: OwnershipRule.objects.create(effective_from=DAY, months=0),
        lambda: OwnershipRule.objects.create(effective_from=DAY, trial_months=0),
    ],
    "guides_member_is_in_one_hand": [a_second_hand],
    "guides_ownership_ends_after_it_starts_and_says_why": [
        lambda: change(ends_at=EARLIER, end_reason=EndReason.LEFT),
        lambda: change(ends_at=NOON),
        lambda: change(end_reason=EndReason.LEFT),
    ],
    "guides_ownership_gives_some_time": [lambda: change(due_on=DAY)],
    "guides_recycling_runs_once_a_day_per_store": [a_second_run],
}


@pytest.mark.parametrize("name", promises_of("guides"))
def test_the_database_keeps_its_promise(name):
    for breaker in BREAKERS[name]:
        with refused(name):
            breaker()
