"""What is checked: records by a quota, contacts at random, phone visits by the year."""

import datetime as dt

import pytest
from django.urls import reverse

from guides.domain.contacting import Said, correct_contact, log_contact
from guides.models import CareRule, SpotCheck
from guides.queries.record_checks import quota_of, to_be_verified
from guides.queries.spot_checks import drawn_for
from membership.domain.knowing import check_record
from stores.enums import Role
from tests.factories import MemberFactory, StaffFactory, StoreFactory, posted
from tests.guides.hands import guide_in, hold, noon, stand_in
from tests.visitors import table_rows, visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-08-20 12:00+08:00")]

TODAY = dt.date(2026, 8, 20)
AT = noon(2026, 8, 20)
CHECKS, SPOTS = reverse("guides:record_checks"), reverse("guides:spot_checks")
PHONE = reverse("guides:phone_visits")


@pytest.fixture
def store():
    return StoreFactory(code="24")


@pytest.fixture
def guide(store):
    return guide_in(store)


@pytest.fixture
def manager(store):
    return posted(Role.STORE_MANAGER, store=store)


def member_of(guide, store, name="Ada"):
    member = MemberFactory(home_store=store, name=name, joined_on=dt.date(2025, 1, 1))
    hold(member, guide, at=noon(2026, 8, 1))
    return member


def say(member, guide, *, at=None):
    return log_contact(member=member, said=Said("phone", "x"), by=guide, at=at or noon(2026, 8, 19))


def spot(browser, contact, **typed):
    return browser.post(reverse("guides:spot_check", args=[contact.pk]), typed, follow=True)


def test_records_are_verified_longest_ago_first_up_to_the_quota(store, guide):
    CareRule.objects.create(effective_from=TODAY, record_checks=2)
    never, long_ago, lately = (member_of(guide, store, name) for name in "ABC")
    member_of(guide_in(store), store, "D")
    check_record(member=long_ago, by=guide, at=noon(2025, 1, 5))
    check_record(member=lately, by=guide, at=noon(2026, 8, 2))

    assert list(to_be_verified(guide, on=TODAY)) == [never, long_ago]
    assert (quota_of(guide, on=TODAY).done, quota_of(guide, on=TODAY).left) == (1, 1)
    assert [one.name for one in visitor(guide).get(CHECKS).context["members"]] == ["A"]


def test_a_deputy_checks_and_calls_for_whom_she_stands_in(store, guide):
    deputy = guide_in(store)
    member_of(guide, store, "Ada")
    member_of(guide_in(store), store, "Bea")
    stand_in(deputy, guide, on=TODAY)
    browser = visitor(deputy)

    assert [one.name for one in browser.get(CHECKS).context["members"]] == ["Ada"]
    (hers,) = table_rows(browser.get(PHONE))
    assert hers[0].startswith("Ada")


def test_a_record_is_verified_with_one_touch(store, guide):
    ada = member_of(guide, store)
    browser = visitor(guide)

    answer = browser.post(
        reverse("campaigns:check_record", args=[ada.number]), {"next": "list"}, follow=True
    )

    assert "This month's records are verified." in words(answer)
    assert list(ada.record_checks.values_list("by", "on")) == [(guide.pk, TODAY)]


def test_the_draw_of_contacts_is_the_same_all_day_and_another_tomorrow(store, guide):
    for place in range(40):
        say(member_of(guide, store, f"M{place}"), guide)
    drawn = list(drawn_for(store, on=TODAY))

    say(member_of(guide, store), guide, at=AT)
    correct_contact(contact=drawn[0], said=Said("sms", "y"), by=guide, at=AT)

    assert list(drawn_for(store, on=TODAY)) == drawn
    assert len(drawn) == 5
    assert list(drawn_for(store, on=TODAY + dt.timedelta(days=1))) != drawn


def test_a_manager_writes_down_what_she_found_once(store, guide, manager):
    contact = say(member_of(guide, store), guide)
    browser = visitor(manager)

    assert "Say what was found." in words(spot(browser, contact, right="no", note=" "))
    spot(browser, contact, right="no", note="没有打过电话")
    again = spot(browser, contact, right="yes")

    assert "Somebody has noted that already." in words(again)
    assert "Not as written down 没有打过电话" in words(again)
    assert list(SpotCheck.objects.values_list("contact", "is_right", "by")) == [
        (contact.pk, False, manager.pk)
    ]


def test_contacts_of_other_stores_are_not_checked(store, guide, manager):
    far = StoreFactory()
    contact = say(member_of(guide_in(far), far), StaffFactory())

    assert spot(visitor(manager), contact, right="yes").status_code == 404
    assert list(visitor(manager).get(SPOTS, {"store": far.code}).context["contacts"]) == []
    assert visitor(guide).get(SPOTS).status_code == 403


def test_phone_visits_short_are_listed_within_reach(store, guide, manager):
    ada = member_of(guide, store)
    member_of(guide_in(store), store, "Bea")
    say(ada, guide)

    (hers,) = table_rows(visitor(guide).get(PHONE))
    assert hers[1:4] == ["1", "2", "2026-08-19"]
    assert len(table_rows(visitor(manager).get(PHONE))) == 2
    assert visitor(posted(Role.CASHIER, store=store)).get(PHONE).status_code == 403
