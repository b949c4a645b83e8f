"""Each promise of the tables of guides, broken by name."""

import datetime as dt

import pytest

from guides.enums import ContactChannel, EndReason
from guides.models import Contact, Ownership, OwnershipRule, RecyclingRun
from loyalty.models import Tier
from tests.constraints import promises_of, refused
from tests.factories import DAY, NOON, MemberFactory, StaffFactory, StoreFactory
from tests.guides.hands import guide_in, hold

pytestmark = pytest.mark.django_db

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


BREAKERS = {
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
