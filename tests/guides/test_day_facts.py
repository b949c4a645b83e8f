"""The facts of the day: each from the rows it comes from, and nobody who is left in peace."""

import datetime as dt

import pytest

from common.birthdays import Birthday
from guides.day.facts import contactable, facts_of, rule_of_day
from guides.day.rule import Facts
from guides.domain.complaining import open_complaint
from guides.domain.contacting import Said, correct_contact, log_contact
from guides.domain.losing import lose_member, welcome_back
from guides.domain.setting_aside import leave_in_peace
from guides.enums import OwnershipReason, Rhythm
from guides.models import CareRule, LossReason, OwnershipRule
from loyalty.domain.coupons import issue_coupon
from loyalty.domain.tiers import enter_tier
from loyalty.enums import CouponSource
from loyalty.models import CouponKind, Tier
from membership.domain.consenting import give_consent
from membership.domain.knowing import keep_anniversary
from membership.enums import ConsentChannel, Purpose
from membership.models import Member
from tests.factories import MemberFactory, ShiftFactory, StaffFactory, StoreFactory
from tests.guides.hands import buy, guide_in, hold, noon
from tests.loyalty.ladder import ask
from tests.loyalty.points import credit

pytestmark = pytest.mark.django_db

AT = noon(2026, 3, 20)
TODAY = dt.date(2026, 3, 20)
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def store():
    return StoreFactory()


def facts() -> list[Facts]:
    rule = rule_of_day(on=TODAY)
    return sorted(facts_of(Member.objects.all(), rule=rule, at=AT).facts)


def say(member, channel="phone", *, at=AT, **said):
    return log_contact(member=member, said=Said(channel, "x", **said), by=StaffFactory(), at=at)


def test_who_is_nobodys_is_known_by_her_joining(store):
    ada = MemberFactory(home_store=store)

    assert facts() == [Facts(ada.pk, ada.joined_on)]


def test_facts_come_from_the_rows(store):
    OwnershipRule.objects.update(warn_days=30, last_warn_days=5)
    ada = MemberFactory(home_store=store, next_birthday_on=TODAY + 2 * A_DAY)
    gold = Tier.objects.get(code="gold")
    enter_tier(member=ada, tier=gold, by=None, at=ada.joined_at)
    buy(ada, ShiftFactory(till__store=store), at=noon(2026, 2, 1))
    held = hold(ada, guide_in(store), at=noon(2026, 3, 1), reason=OwnershipReason.DRAW)
    credit(ada, 10, "a", expires_on=TODAY + 5 * A_DAY)
    kind = CouponKind.objects.create(code="k", name_zh="券", effect="gift", life_days=3)
    issue_coupon(member=ada, kind=kind, source=CouponSource.HAND, reference="x", at=AT)
    say(ada, at=noon(2025, 12, 31))
    say(ada, at=noon(2026, 3, 2))
    say(ada, "wechat", at=noon(2026, 3, 5), next_on=TODAY + A_DAY)
    say(ada, outcome="no_answer", at=noon(2026, 3, 6))
    open_complaint(member=ada, about="掉色", by=StaffFactory(), at=AT - A_DAY / 2)
    give_consent(
        member=ada,
        purpose=Purpose.SMS,
        channel=ConsentChannel.TILL,
        by=StaffFactory(),
        at=AT,
    )

    keep_anniversary(member=ada, name="结婚纪念日", day=Birthday(3, 22), on=TODAY)

    (found,) = facts()

    assert found == Facts(
        member=ada.pk,
        joined_on=ada.joined_on,
        tier=gold.pk,
        due_on=held.due_on,
        warn_days=30,
        last_warn_days=5,
        on_trial=True,
        last_visit_on=dt.date(2026, 2, 1),
        birthday_on=TODAY + 2 * A_DAY,
        anniversary_on=TODAY + 2 * A_DAY,
        reached_on=dt.date(2026, 3, 5),
        tried_on=dt.date(2026, 3, 6),
        calls=1,
        heard=3,
        promised_on=TODAY + A_DAY,
        complaint_on=TODAY + A_DAY,
        points_on=TODAY + 4 * A_DAY,
        coupon_on=TODAY + 2 * A_DAY,
        agrees=True,
    )


def test_a_corrected_contact_does_not_count(store):
    ada = MemberFactory(home_store=store)
    wrong = say(ada)
    correct_contact(contact=wrong, said=Said("sms", "短信"), by=StaffFactory(), at=AT)

    (found,) = facts()

    assert (found.reached_on, found.calls) == (TODAY, 0)


def test_contacts_we_began_are_counted_in_the_days_of_the_rule(store):
    CareRule.objects.create(effective_from=TODAY, contacts_most=3, contacts_days=10)
    ada = MemberFactory(home_store=store)
    for days, channel, outcome in (
        (11, "phone", "reached"),
        (9, "phone", "no_answer"),
        (2, "sms", "sent"),
        (1, "store", "reached"),
    ):
        say(ada, channel, at=AT - days * A_DAY, outcome=outcome)

    assert [one.heard for one in facts()] == [2]


def test_who_is_near_a_tier_is_known(store):
    ask("gold", net=1000)
    ada = MemberFactory(home_store=store)
    enter_tier(member=ada, tier=Tier.objects.get(code="silver"), by=None, at=ada.joined_at)
    buy(ada, ShiftFactory(till__store=store), at=noon(2026, 3, 10), price=990)

    assert facts()[0].is_near


def test_who_is_left_in_peace_is_not_on_any_list(store):
    ada, bea = MemberFactory(home_store=store), MemberFactory(home_store=store)
    lose_member(member=ada, reason=LossReason.objects.get(code="normal"), by=StaffFactory(), at=AT)
    lose_member(member=bea, reason=LossReason.objects.get(code="product"), by=StaffFactory(), at=AT)
    cleo = MemberFactory(home_store=store)
    leave_in_peace(member=cleo, note="asked", by=StaffFactory(), at=AT)

    assert [one.member for one in facts()] == [bea.pk]
    assert list(contactable(Member.objects.all())) == [bea]

    for member in (ada, cleo):
        welcome_back(member=member, by=StaffFactory(), at=AT)
    assert [one.member for one in facts()] == [ada.pk, bea.pk, cleo.pk]


def test_the_rule_is_the_shops(store):
    CareRule.objects.create(effective_from=TODAY, birthday_days=10, phone_visits=4)

    before, now = rule_of_day(on=TODAY - A_DAY), rule_of_day(on=TODAY)

    assert (before.birthday_days, before.phone_visits) == (7, 3)
    assert (now.birthday_days, now.phone_visits) == (10, 4)
    assert now.after_purchase == (3, 30, 90)
    assert now.rhythm(None) == Rhythm.YEAR
    assert now.rhythm(Tier.objects.get(code="platinum").pk) == Rhythm.MONTH
