"""The scorecard of guides: whole answers, and targets beside them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from guides.domain.checking import set_target
from guides.domain.contacting import Said, log_contact
from guides.domain.ownership import own_member
from guides.domain.protecting import protect
from guides.domain.recycling import recycle_store
from guides.domain.setting_aside import put_back
from guides.enums import OwnershipReason, OwnershipState, TargetFigure
from guides.models import GuideTarget, Ownership, OwnershipRule
from reports.queries.guides import guides
from reports.queries.rows import GuideScore
from reports.scope import BRAND, Scope
from reports.targets import reached_in
from sales.models import Sale
from stores.enums import Role
from tests.factories import StoreFactory, posted
from tests.guides.hands import buy, guide_in, hold
from tests.reports.history import day, month, noon
from tests.shop import take_back
from tests.visitors import visitor, words

pytestmark = pytest.mark.django_db

MARCH = month(3)
END = day(3, 31)


@pytest.fixture
def li(store):
    return guide_in(store, staff__number="L1", staff__display_name="Li")


def scores(scope=BRAND, as_of=END) -> list[GuideScore]:
    return guides(period=MARCH, scope=scope, as_of=as_of)


def score(store, **facts) -> GuideScore:
    names = {"store": store.code, "store_name": store.name, "guide": "L1", "name": "Li"}
    return GuideScore(**(names | facts))


def test_what_she_holds_is_as_of_the_last_known_day(history, store, li):
    hold(history.member(store, day(1, 1)), li, at=noon(day(3, 1)))
    drawn = history.member(store, day(1, 2))
    hold(drawn, li, at=noon(day(3, 2)), reason=OwnershipReason.DRAW)
    soon = history.member(store, day(1, 3))
    hold(soon, li, at=noon(day(2, 10)))
    log_contact(member=drawn, said=Said("phone", "x"), by=li, at=noon(day(3, 20)))

    assert scores() == [score(store, owned=2, on_trial=1, due=1, contacts=1, contacted=1)]
    assert scores(as_of=day(3, 1)) == [score(store, owned=2)]


def test_what_she_held_on_a_past_day_is_as_it_stood_then(history, store, li):
    """Two are drawn on 3 February; one buys then, both do in April, when one is put back."""
    eager, slow = (history.member(store, day(1, n)) for n in (1, 2))
    shift = history.shift(store)
    for member in (eager, slow):
        own_member(
            member=member,
            guide=li,
            store=store,
            reason=OwnershipReason.DRAW,
            by=None,
            at=noon(day(2, 3)),
        )
    buy(eager, shift, at=noon(day(3, 20)))
    then = scores()

    for member in (eager, slow):
        buy(member, shift, at=noon(day(4, 2)))
    put_back(member=eager, note="moved away", by=li, at=noon(day(4, 5)))

    (row,) = scores()
    assert scores() == then
    assert (row.owned, row.on_trial, row.due) == (1, 1, 1)


def test_what_she_held_is_put_back_by_the_rule_it_has(history, store, li):
    OwnershipRule.objects.create(
        effective_from=day(4, 1), store=store, warn_days=40, counts_elsewhere=False
    )
    sister = history.store(code="9", name="Sister", region=store.region)
    ada = history.member(store, day(1, 1))
    hold(ada, li, at=noon(day(3, 1)))
    buy(ada, history.shift(sister), at=noon(day(3, 20)))
    buy(ada, history.shift(store), at=noon(day(4, 2)))

    (row,) = scores(Scope(store=store))

    assert (row.owned, row.due) == (1, 1)


def test_contacts_count_once_a_member_when_she_was_reached(history, store, li):
    ada = history.member(store, day(2, 1))
    for outcome in ("reached", "no_answer", "will_come"):
        said = Said("phone", "x", outcome)
        log_contact(member=ada, said=said, by=li, at=noon(day(3, 3)))
    log_contact(member=ada, said=Said("phone", "x"), by=li, at=noon(day(4, 1)))

    assert scores() == [score(store, contacts=3, contacted=1)]


def test_activation_counts_those_whose_trial_is_over(history, store, li):
    bought, waiting, late = (history.member(store, day(1, n)) for n in (1, 2, 3))
    for member in (bought, waiting, late):
        hold(member, li, at=noon(day(3, 1)), reason=OwnershipReason.DRAW)
    Ownership.objects.filter(member=bought).update(state=OwnershipState.OWNED)
    Ownership.objects.filter(member=late).update(due_on=day(3, 20))

    (row,) = scores()

    assert (row.activated, row.drawn, row.activation_rate) == (1, 2, Decimal("0.5"))


def test_activation_follows_what_became_of_the_drawn(history, store, li):
    """Six are drawn on 1 March, until 1 May; two buy and keep it, one is put back at once."""
    bought, long_ago, back, idle, safe, put = (
        history.member(store, day(1, n)) for n in range(1, 7)
    )
    shift = history.shift(store)
    for member in (bought, long_ago, back, idle, safe, put):
        own_member(
            member=member,
            guide=li,
            store=store,
            reason=OwnershipReason.DRAW,
            by=None,
            at=noon(day(3, 1)),
        )
    for member in (bought, long_ago):
        buy(member, shift, at=noon(day(3, 9)))
    take_back(shift, buy(back, shift, at=noon(day(4, 20))), at=noon(day(4, 21)))
    buy(bought, shift, at=noon(day(5, 4)))
    put_back(member=put, note="moved away", by=li, at=noon(day(3, 20)))
    for member, until in ((safe, day(7, 1)), (back, day(7, 1))):
        protect(
            member=member, until=until, reason="ill", at_her_wish=False, by=li, at=noon(day(4, 30))
        )

    recycle_store(store=store, on=day(5, 20), at=noon(day(5, 20)))
    buy(idle, shift, at=noon(day(5, 21)))

    def activation(as_of):
        (row,) = scores(as_of=as_of)
        return row.activated, row.drawn

    assert [one.ownerships.get().end_reason for one in (bought, long_ago, idle)] == [
        "",
        "recycled",
        "recycled",
    ]
    assert activation(day(4, 30)) == (2, 3)
    assert activation(day(5, 1)) == (2, 6)


def test_renewed_recycled_and_won_back(history, store, li):
    back, lapsed = history.member(store, day(1, 1, 2024)), history.member(store, day(1, 2))
    history.sale(day(1, 5, 2024), back)
    hold(back, li, at=noon(day(3, 1)))
    hold(lapsed, li, at=noon(day(1, 10)))
    sale = history.sale(day(3, 9), back, net=300)
    Sale.objects.filter(pk=sale.pk).update(owner=li)
    recycle_store(store=store, on=day(3, 12), at=noon(day(3, 12)))

    (row,) = scores()

    assert (row.renewed, row.recycled, row.won_back) == (1, 1, 1)
    assert (row.sales_owner, row.owned) == (Decimal("300.00"), 1)


@pytest.mark.parametrize(("days", "won"), [(365, 0), (366, 1)])
def test_won_back_is_who_was_lost(history, store, li, days, won):
    ada = history.member(store, day(1, 1, 2024))
    history.sale(day(3, 9) - dt.timedelta(days=days), ada)
    sale = history.sale(day(3, 9), ada)
    Sale.objects.filter(pk=sale.pk).update(owner=li)

    assert scores()[0].won_back == won


def test_the_three_credits_and_new_against_repeat(history, store, li):
    new, old = history.member(store, day(3, 1)), history.member(store, day(1, 1))
    history.sale(day(1, 5), old)
    first, again = history.sale(day(3, 2), new, net=70), history.sale(day(3, 3), old, net=30)
    Sale.objects.filter(pk__in=[first.pk, again.pk]).update(seller=li)
    Sale.objects.filter(pk=first.pk).update(enroller=li)
    Sale.objects.filter(pk=again.pk).update(owner=li)

    assert scores() == [
        score(
            store,
            sales_owner=Decimal("30.00"),
            sales_seller=Decimal("100.00"),
            sales_enroller=Decimal("70.00"),
            sales_new=Decimal("70.00"),
            sales_repeat=Decimal("30.00"),
        )
    ]


def test_short_of_phone_visits_are_those_she_holds(history, store, li):
    hold(history.member(store, day(1, 1, 2024)), li, at=noon(day(3, 1)))

    (row,) = guides(period=month(6), scope=BRAND, as_of=day(6, 30))

    assert (row.owned, row.short) == (1, 1)


def test_a_store_has_its_own_rows(history, store, li):
    far = StoreFactory()
    hold(history.member(far, day(1, 1)), guide_in(far), at=noon(day(3, 1)))
    hold(history.member(store, day(1, 1)), li, at=noon(day(3, 1)))

    assert scores(Scope(store=store)) == [score(store, owned=1)]


@pytest.mark.time_machine("2026-03-20 12:00+08:00")
def test_targets_are_set_by_the_manager_and_shown_as_progress(history, store, li):
    manager = posted(Role.STORE_MANAGER, store=store)
    ada = history.member(store, day(2, 1))
    log_contact(member=ada, said=Said("phone", "x"), by=li, at=noon(day(3, 3)))
    browser, url = visitor(manager), reverse("reports:targets")

    browser.post(url, {"guide": li.pk, "figure": "contacts", "value": "4"})
    browser.post(url, {"guide": "", "figure": "contacts", "value": "10"})
    browser.post(url, {"guide": "", "figure": "contacts", "value": "20"})

    shown = [
        (one.target.guide, one.value, one.target.value, one.percent)
        for one in reached_in(store, month=day(3, 1), as_of=day(3, 20))
    ]
    assert shown == [(None, 1, 20, 5), (li, 1, 4, 25)]
    assert "Li: Contacts 1 of 4" in words(browser.get(url))
    browser.post(url, {"drop": GuideTarget.objects.get(guide=li).pk})
    assert [target.guide for target in GuideTarget.objects.all()] == [None]
    assert browser.post(url, {"drop": "x"}).status_code == 404
    assert visitor(li).get(url).status_code == 403


@pytest.mark.time_machine("2026-03-20 12:00+08:00")
def test_targets_of_another_store_stay_there(store):
    far = StoreFactory()
    set_target(
        store=far, guide=None, month=day(3, 9), figure=TargetFigure.CONTACTS, value=Decimal(3)
    )
    browser = visitor(posted(Role.STORE_MANAGER, store=store))

    answer = browser.get(reverse("reports:targets"), {"store": far.code, "month": "2026-03"})
    dropped = browser.post(reverse("reports:targets"), {"drop": GuideTarget.objects.get().pk})

    assert dropped.status_code == 404
    assert (answer.context["store"], answer.context["reached"]) == (store, [])
    assert GuideTarget.objects.get().month == day(3, 1)


@pytest.mark.time_machine("2026-03-20 12:00+08:00")
def test_the_scorecard_is_a_page_and_a_file(history, store, li):
    hold(history.member(store, day(1, 1)), li, at=noon(day(3, 1)))
    browser = visitor(posted(Role.STORE_MANAGER, store=store))

    page = browser.get(reverse("reports:figure", args=["guides"]))
    file = browser.get(reverse("reports:download", args=["guides"]))

    assert "Li" in words(page)
    assert (
        ",L1,Li,1,"
        in b"".join(file.streaming_content if file.streaming else [file.content]).decode()
    )
