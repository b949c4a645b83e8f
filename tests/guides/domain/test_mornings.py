"""A store's morning: taken back, drawn, warned; once, late or not, interrupted or not."""

import datetime as dt

import pytest

from guides.domain.clock import NoOwnershipRule
from guides.domain.draw_rules import NoDrawRule, place_of
from guides.domain.draws import InputsChanged, freeze_draw, seed_draw
from guides.domain.failures import Failures
from guides.domain.mornings import Morning, do_mornings
from guides.domain.protecting import protect
from guides.domain.recycling import recycle_due_stores
from guides.models import Draw, DrawRule, DueWarning, Ownership, OwnershipRule, RecyclingRun
from tests.factories import MemberFactory, ShiftFactory, StoreFactory
from tests.guides.domain.test_recycling import shanghai
from tests.guides.hands import buy, guide_in, hold, noon

pytestmark = pytest.mark.django_db

NEXT_DAY = dt.date(2026, 5, 3)
MORNING = shanghai(NEXT_DAY, 7)


@pytest.fixture
def store():
    return StoreFactory()


@pytest.fixture
def ada(store):
    """Ada is in a hand since 2 March; her last day is 2 May."""
    return hold(MemberFactory(home_store=store), guide_in(store), at=noon(2026, 3, 2))


def test_the_morning_hands_a_lost_member_to_another_guide(ada):
    other = guide_in(ada.store)

    assert do_mornings(at=MORNING) == Morning(stores=1, recycled=1, placed=1, warnings=0)

    again = Ownership.objects.open().get()
    assert (again.member, again.guide, again.due_on) == (ada.member, other, dt.date(2026, 7, 3))
    assert do_mornings(at=MORNING + dt.timedelta(minutes=10)) == Morning(0, 0, 0, 0)


def test_a_draw_that_was_interrupted_is_finished_and_no_other_begun(ada, monkeypatch):
    guide_in(ada.store)
    with monkeypatch.context() as patch:
        patch.setattr(
            "guides.domain.mornings.finish_draw", lambda draw, at: seed_draw(draw=draw, at=at)
        )
        do_mornings(at=MORNING)
    seed = Draw.objects.get().seed

    done = do_mornings(at=MORNING + dt.timedelta(minutes=10))

    assert (done.recycled, done.placed) == (0, 1)
    assert Draw.objects.get().seed == seed


def test_a_run_that_was_interrupted_before_its_draw_draws_later(ada):
    guide_in(ada.store)
    recycle_due_stores(at=MORNING, failures=Failures())

    assert do_mornings(at=MORNING + dt.timedelta(minutes=10)).placed == 1


def test_the_pool_is_drawn_once_a_day(ada):
    guide_in(ada.store)
    do_mornings(at=MORNING)
    MemberFactory(home_store=ada.store)

    assert do_mornings(at=MORNING + dt.timedelta(hours=1)).placed == 0
    assert do_mornings(at=MORNING + dt.timedelta(days=1)).placed == 1


def test_stores_drawn_together_wait_for_each_other(ada):
    DrawRule.objects.create(effective_from=dt.date(2026, 1, 1), scope="region")
    late = StoreFactory(region=ada.store.region, recycles_at=dt.time(9, 0))
    guide_in(late)

    assert do_mornings(at=MORNING).placed == 0
    assert do_mornings(at=shanghai(NEXT_DAY, 9)).placed == 1
    assert do_mornings(at=shanghai(NEXT_DAY, 10)).placed == 0


def test_a_store_drawn_by_hand_is_not_drawn_in_the_morning(ada):
    DrawRule.objects.create(effective_from=dt.date(2026, 1, 1), is_drawn=False)
    guide_in(ada.store)

    assert do_mornings(at=MORNING).placed == 0
    assert not Draw.objects.exists()


def test_a_protected_member_stays(ada):
    protect(
        member=ada.member,
        until=dt.date(2026, 5, 5),
        reason="in hospital",
        at_her_wish=False,
        by=ada.guide,
        at=noon(2026, 5, 1),
    )

    assert do_mornings(at=MORNING).recycled == 0
    assert do_mornings(at=shanghai(dt.date(2026, 5, 4), 7)).recycled == 0
    assert do_mornings(at=shanghai(dt.date(2026, 5, 5), 7)).recycled == 1


def told(on):
    do_mornings(at=shanghai(on, 7))
    return [
        (one.to, one.days, one.due_on)
        for one in DueWarning.objects.filter(made_at=shanghai(on, 7)).order_by("to", "-days")
    ]


def test_the_guide_is_warned_twice_and_the_manager_once(ada):
    last = dt.date(2026, 5, 2)

    assert told(dt.date(2026, 4, 17)) == []
    assert told(dt.date(2026, 4, 18)) == [("guide", 14, last)]
    assert told(dt.date(2026, 4, 19)) == []
    assert told(dt.date(2026, 4, 29)) == [("guide", 3, last), ("manager", 3, last)]
    assert told(dt.date(2026, 4, 30)) == []


def test_a_late_run_warns_of_all_that_is_near(ada):
    last = dt.date(2026, 5, 2)

    assert told(dt.date(2026, 5, 1)) == [
        ("guide", 14, last),
        ("guide", 3, last),
        ("manager", 3, last),
    ]


def test_a_visit_makes_a_warning_stale_and_begins_anew(ada):
    assert told(dt.date(2026, 4, 18))
    buy(ada.member, ShiftFactory(till__store=ada.store), at=noon(2026, 4, 20))

    assert not DueWarning.objects.standing().exists()
    assert told(dt.date(2026, 6, 6)) == [("guide", 14, dt.date(2026, 6, 20))]
    assert DueWarning.objects.standing().count() == 1


def test_the_days_of_warning_are_the_rules(ada):
    OwnershipRule.objects.filter(pk=ada.rule_id).update(warn_days=30, last_warn_days=30)

    assert told(dt.date(2026, 4, 2)) == [
        ("guide", 30, dt.date(2026, 5, 2)),
        ("manager", 30, dt.date(2026, 5, 2)),
    ]


def test_a_closed_store_has_no_morning(ada):
    ada.store.is_open = False
    ada.store.save()

    assert do_mornings(at=MORNING) == Morning(0, 0, 0, 0)
    assert not RecyclingRun.objects.exists()


@pytest.fixture
def bea(ada):
    """Bea's store comes after Ada's, and has rules of its own; her time is over too."""
    store = StoreFactory()
    for model in (OwnershipRule, DrawRule):
        model.objects.create(effective_from=dt.date(2026, 1, 1), store=store)
    held = hold(MemberFactory(home_store=store), guide_in(store), at=noon(2026, 3, 2))
    guide_in(store)
    return held


@pytest.mark.parametrize(
    ("model", "refusal"), [(OwnershipRule, NoOwnershipRule), (DrawRule, NoDrawRule)]
)
def test_a_store_that_fails_keeps_no_other_from_its_morning(ada, bea, caplog, model, refusal):
    guide_in(ada.store)
    began = dict(model.objects.filter(store=None).values_list("pk", "effective_from"))
    model.objects.filter(store=None).update(effective_from=dt.date(2030, 1, 1))

    with pytest.raises(ExceptionGroup) as failed:
        do_mornings(at=MORNING)

    assert [type(one) for one in failed.value.exceptions] == [refusal]
    assert f"failed, the others go on: {ada.store}" in caplog.text
    assert bea.member.ownerships.open().get().draw
    assert RecyclingRun.objects.filter(store=ada.store).exists() == (model is DrawRule)

    for key, day in began.items():
        model.objects.filter(pk=key).update(effective_from=day)
    assert do_mornings(at=MORNING + dt.timedelta(minutes=10)).placed == 1
    assert ada.member.ownerships.open().get().draw


def test_a_draw_that_fails_keeps_no_other_from_its_end(ada, bea):
    guide_in(ada.store)
    MemberFactory(home_store=ada.store)
    place = place_of(store=ada.store, on=NEXT_DAY)
    draw = freeze_draw(place=place, on=NEXT_DAY, at=MORNING, by=None)
    Draw.objects.filter(pk=draw.pk).update(inputs_hash="0" * 64)

    with pytest.raises(ExceptionGroup) as failed:
        do_mornings(at=MORNING)

    assert [type(one) for one in failed.value.exceptions] == [InputsChanged]
    assert bea.member.ownerships.open().get().draw
