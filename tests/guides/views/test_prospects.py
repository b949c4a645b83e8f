"""Prospects on the screen: one's own, written down, followed up, let go; told at the till."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from membership.domain.prospecting import note_prospect
from membership.models import JoiningChannel, Prospect
from stores.enums import Role
from tests.factories import MemberFactory, StoreFactory, posted
from tests.guides.hands import guide_in, noon
from tests.visitors import errors, visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-03-20 12:00+08:00")]

URL, NEW = reverse("guides:prospects"), reverse("guides:prospect_new")
AT = noon(2026, 3, 10)


@pytest.fixture
def store():
    return StoreFactory(name="Nanjing Road")


@pytest.fixture
def guide(store):
    return guide_in(store, staff__display_name="Li")


@pytest.fixture
def manager(store):
    return posted(Role.STORE_MANAGER, store=store)


def noted(guide, store, name="曾女士", *, phone=None, **facts):
    given = {"channel": None, "at": AT, "agreed": phone is not None}
    return note_prospect(name=name, phone=phone, store=store, by=guide, **given | facts)


def names(answer):
    return [one.name for one in answer.context["prospects"]]


def test_a_guide_sees_her_own_and_her_manager_the_stores(store, guide, manager):
    noted(guide, store, "A")
    noted(guide_in(store), store, "B")
    noted(guide_in(StoreFactory()), StoreFactory(), "C")

    assert names(visitor(guide).get(URL)) == ["A"]
    assert sorted(names(visitor(manager).get(URL))) == ["A", "B"]


def test_whose_day_has_come_is_first_and_counted_at_the_day(store, guide):
    for name, day in (("later", "2026-04-01"), ("none", None), ("today", "2026-03-20")):
        noted(guide, store, name, next_on=day)

    browser = visitor(guide)

    assert names(browser.get(URL)) == ["today", "later", "none"]
    assert browser.get(reverse("guides:day")).context["prospects_due"] == 1


def test_she_writes_somebody_down(store, guide):
    source = JoiningChannel.objects.first()
    typed = {
        "name": "曾女士",
        "phone": "138 0013 8000",
        "agreed": "on",
        "channel": source.pk,
        "interest": "大衣",
        "next_on": "2026-03-25",
        "store": store.pk,
    }

    answer = visitor(guide).post(NEW, typed)

    prospect = Prospect.objects.get()
    assert answer.status_code == 302
    assert (prospect.name, str(prospect.phone), prospect.channel, prospect.guide) == (
        "曾女士",
        "+8613800138000",
        source,
        guide,
    )


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"phone": "13800138000"}, "agreed", "Without her agreement leave the number out."),
        ({"phone": "123"}, "phone", "This is not a phone number"),
        ({"phone": "13900139000", "agreed": "on"}, "phone", "She is a member already: NO.24-7."),
        ({"phone": "13700137000", "agreed": "on"}, "phone", "Li wrote her down already."),
        ({"name": ""}, "name", "This field is required."),
        ({"next_on": "2026-03-19"}, "next_on", "The next day is today or later."),
    ],
)
def test_it_says_at_the_field_what_is_wrong(store, guide, typed, field, said):
    MemberFactory(phone="+8613900139000", number="NO.24-7")
    noted(guide, store, phone="+8613700137000")

    answer = visitor(guide).post(NEW, {"name": "x", "store": store.pk} | typed)

    assert said in errors(answer)[field][0]
    assert Prospect.objects.count() == 1


def test_she_follows_up_and_lets_go(store, guide):
    prospect = noted(guide, store, phone="+8613800138000")
    browser = visitor(guide)

    browser.post(reverse("guides:prospect", args=[prospect.pk]), {"interest": "围巾"})
    prospect.refresh_from_db()
    assert prospect.interest == "围巾"

    drop = reverse("guides:prospect_drop", args=[prospect.pk])
    assert "Say why." in errors(browser.post(drop, {"reason": ""}))["reason"]
    browser.post(drop, {"reason": "搬走了"})
    assert names(browser.get(URL, {"state": "dropped"})) == ["曾女士"]
    assert browser.get(drop).status_code == 404


def test_a_strangers_prospect_is_not_there(store, guide):
    prospect = noted(guide_in(store), store)

    for name in ("prospect", "prospect_drop"):
        assert visitor(guide).get(reverse(f"guides:{name}", args=[prospect.pk])).status_code == 404


def test_only_her_guide_reads_the_whole_number(store, guide, manager):
    noted(guide, store, phone="+8613800138000")

    assert "138 0013 8000" in words(visitor(guide).get(URL))
    seen = words(visitor(manager).get(URL))
    assert "138****8000" in seen
    assert "138 0013 8000" not in seen


def test_managers_read_what_came_of_them(store, guide, manager):
    noted(guide, store, "A", channel=JoiningChannel.objects.first())
    noted(guide, store, "B", channel=JoiningChannel.objects.first())
    Prospect.objects.filter(name="A").update(state="dropped", reason="x", closed_at=AT)

    (came,) = visitor(manager).get(URL).context["came_of"]

    assert (came.noted, came.joined, came.dropped) == (2, 0, 1)
    assert visitor(guide).get(URL).context["came_of"] == []


def test_it_asks_the_database_as_often_for_many_as_for_one(store, guide):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            browser.get(URL)
        return len(asked)

    browser = visitor(guide)
    noted(guide, store)
    few = statements()
    for place in range(20):
        noted(guide, store, f"{place}", channel=JoiningChannel.objects.first())

    assert statements() == few


def test_the_till_says_that_she_was_written_down(store, guide):
    noted(guide, store, phone="+8613800138000", channel=JoiningChannel.objects.first())
    cashier = posted(Role.CASHIER, store=store)

    answer = visitor(cashier).post(reverse("pos:register_phone"), {"phone": "138 0013 8000"})

    assert "was written down as a prospect on 2026-03-10 by Li" in words(answer)
