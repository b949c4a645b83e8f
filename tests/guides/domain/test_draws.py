"""A draw hands the pool over: frozen, seeded, placed; each step once, each resumable."""

import datetime as dt

import pytest

from guides.domain.draw_papers import read_inputs
from guides.domain.draw_rules import participants, place_of
from guides.domain.draws import (
    DrawUnderWay,
    InputsChanged,
    NothingToDraw,
    finish_draw,
    freeze_draw,
    place_draw,
    redraw,
    seed_draw,
)
from guides.domain.ownership import own_member
from guides.domain.setting_aside import leave_in_peace
from guides.enums import DrawState, OwnershipReason, OwnershipState, Skip
from guides.models import Draw, DrawRule, Ownership, SetAside
from guides.queries.standing import standing_of
from loyalty.domain.tiers import set_tier
from loyalty.models import Tier
from membership.enums import MemberStatus
from stores.enums import Role
from stores.models import Deputy
from tests.factories import (
    DAY,
    NOON,
    MemberFactory,
    PostingFactory,
    ShiftFactory,
    StoreFactory,
)
from tests.guides.hands import buy, guide_in, hold

pytestmark = pytest.mark.django_db

LATER = NOON + dt.timedelta(hours=1)


@pytest.fixture
def store():
    return StoreFactory()


@pytest.fixture
def pool(store):
    """Five members of the store in nobody's hand."""
    return [MemberFactory(home_store=store) for _ in range(5)]


def freeze(store, on=DAY, at=NOON):
    return freeze_draw(place=place_of(store=store, on=on), on=on, at=at, by=None)


def drawn(store):
    return finish_draw(draw=freeze(store), at=LATER)


def lose(member, guide, *, on=dt.date(2025, 6, 1)):
    """Let ``guide`` have had ``member`` until ``on``."""
    held = hold(member, guide, at=dt.datetime(2025, 3, 1, 4, 0, tzinfo=dt.UTC))
    Ownership.objects.filter(pk=held.pk).update(
        ends_at=dt.datetime.combine(on, dt.time(4), dt.UTC), end_reason="recycled"
    )


def test_a_draw_hands_the_pool_over_on_trial(store, pool):
    guides = [guide_in(store) for _ in range(2)]

    draw = drawn(store)

    assert (draw.state, draw.members, draw.placed, draw.unplaced) == (DrawState.PLACED, 5, 5, 0)
    opened = Ownership.objects.open()
    assert {one.member_id for one in opened} == {member.pk for member in pool}
    assert sorted(opened.filter(guide=guide).count() for guide in guides) == [2, 3]
    assert {
        (one.state, one.reason, one.clock_from, one.due_on, one.starts_at, one.draw_id)
        for one in opened
    } == {(OwnershipState.TRIAL, OwnershipReason.DRAW, DAY, dt.date(2026, 5, 2), LATER, draw.pk)}


def test_the_seed_comes_after_the_inputs(store, pool):
    guide_in(store)

    draw = freeze(store)
    assert (draw.seed, draw.state) == ("", DrawState.FROZEN)

    seeded = seed_draw(draw=draw, at=LATER)
    assert (len(seeded.seed), seeded.seeded_at) == (64, LATER)
    assert seed_draw(draw=draw, at=LATER + dt.timedelta(days=1)).seed == seeded.seed


def test_each_step_is_done_once(store, pool):
    guide_in(store)
    draw = drawn(store)

    again = finish_draw(draw=draw, at=LATER + dt.timedelta(days=1))

    assert (again.seed, again.placed_at) == (draw.seed, LATER)
    assert Ownership.objects.count() == 5


def test_a_draw_can_be_drawn_again(store, pool):
    guide_in(store), guide_in(store)
    draw = drawn(store)

    assert redraw(draw) == draw.result


def test_changed_inputs_are_refused(store, pool):
    guide_in(store)
    draw = seed_draw(draw=freeze(store), at=LATER)
    Draw.objects.update(inputs=draw.inputs.replace("1", "2"))

    with pytest.raises(InputsChanged):
        place_draw(draw=draw, at=LATER)
    assert not Ownership.objects.exists()


def test_one_draw_at_a_time(store, pool):
    guide_in(store)
    freeze(store)

    with pytest.raises(DrawUnderWay):
        freeze(store)


def test_an_empty_pool_is_not_drawn(store):
    guide_in(store)

    with pytest.raises(NothingToDraw):
        freeze(store)


def test_who_is_held_elsewhere_gone_or_in_peace_is_not_drawn(store, pool):
    guide = guide_in(store)
    hold(pool[0], guide, at=NOON)
    pool[1].status = MemberStatus.DISQUALIFIED
    pool[1].save()
    leave_in_peace(member=pool[2], note="asked for it", by=guide, at=NOON)
    MemberFactory()

    draw = freeze(store)

    assert read_inputs(draw.inputs).groups[0].members == (pool[3].pk, pool[4].pk)


def test_nobody_returns_to_a_former_guide(store, pool):
    first, second = guide_in(store), guide_in(store)
    for member in pool:
        lose(member, first)

    drawn(store)

    assert set(Ownership.objects.open().values_list("guide", flat=True)) == {second.pk}


def test_whom_every_guide_held_is_set_aside(store, pool):
    guide = guide_in(store)
    lose(pool[0], guide)

    draw = drawn(store)

    assert (draw.placed, draw.unplaced) == (4, 1)
    aside = SetAside.objects.open().get()
    assert (aside.member, aside.kind, aside.reason) == (pool[0], "exhausted", "all_held")
    assert standing_of(pool[0]) == "exhausted"
    with pytest.raises(NothingToDraw):
        freeze(store)


def test_a_new_guide_ends_the_exhaustion(store, pool):
    lose(pool[0], guide_in(store))
    drawn(store)
    newcomer = guide_in(store)

    drawn(store)

    assert pool[0].ownerships.open().get().guide == newcomer
    assert not SetAside.objects.open().exists()


def test_without_a_guide_everybody_waits(store, pool):
    draw = drawn(store)

    assert draw.unplaced == 5
    assert set(SetAside.objects.values_list("reason", flat=True)) == {"no_guide"}


def test_long_ago_is_forgotten_where_the_rule_says_so(store, pool):
    DrawRule.objects.create(
        effective_from=DAY, store=store, when_exhausted="forget", forget_months=6
    )
    guide = guide_in(store)
    lose(pool[0], guide, on=dt.date(2025, 9, 1))
    lose(pool[1], guide, on=dt.date(2025, 9, 4))

    draw = drawn(store)

    assert draw.unplaced == 1
    assert pool[0].ownerships.open().get().guide == guide
    assert not pool[1].ownerships.open().exists()


def test_other_stores_of_the_region_draw_whom_one_offers(store):
    DrawRule.objects.create(effective_from=DAY, store=store, when_exhausted="offer")
    other = StoreFactory(region=store.region)
    there = guide_in(other)
    ada = MemberFactory(home_store=store)
    lose(ada, guide_in(store))
    drawn(store)

    drawn(other)

    held = ada.ownerships.open().get()
    assert (held.guide, held.store) == (there, other)


def test_a_region_is_drawn_together(store, pool):
    DrawRule.objects.create(effective_from=DAY, scope="region")
    other = StoreFactory(region=store.region)
    elsewhere = StoreFactory()
    for place in (store, other, elsewhere):
        guide_in(place)
    MemberFactory(home_store=other)

    draw = drawn(store)

    assert (draw.region, draw.store, draw.placed) == (store.region, None, 6)
    counts = [Ownership.objects.filter(store=one).count() for one in (store, other, elsewhere)]
    assert counts == [3, 3, 0]


def test_only_some_guides_take_part(store):
    takes = guide_in(store)
    guide_in(store, takes_part=False)
    guide_in(store, ends_on=dt.date(2026, 6, 1))
    away = guide_in(store)
    Deputy.objects.create(
        guide=away,
        deputy=takes,
        store=store,
        starts_on=DAY,
        ends_on=dt.date(2026, 3, 9),
        at=NOON,
        by=takes,
    )
    gone = guide_in(store)
    gone.is_active = False
    gone.save()
    PostingFactory(role=Role.CASHIER, store=store)

    seats = participants(place=place_of(store=store, on=DAY), on=DAY)

    assert [seat.staff for seat in seats] == [takes]


def test_rich_and_poor_are_shared_by_tier(store, pool):
    DrawRule.objects.create(effective_from=DAY, strata="tier")
    guides = [guide_in(store) for _ in range(2)]
    for member in pool[:2]:
        set_tier(member=member, tier=Tier.objects.get(code="gold"), by=guides[0], at=NOON)

    drawn(store)

    golden = Ownership.objects.filter(member__in=pool[:2])
    assert {one.guide for one in golden} == set(guides)


def test_rich_and_poor_are_shared_by_purchases(store, pool):
    DrawRule.objects.create(effective_from=DAY, strata="spend")
    guides = [guide_in(store) for _ in range(2)]
    shift = ShiftFactory(till__store=store)
    for member, price in zip(pool, (900, 800, 10, 10), strict=False):
        buy(member, shift, at=NOON - dt.timedelta(days=9), price=price)

    draw = freeze(store)

    assert [group.stratum for group in read_inputs(draw.inputs).groups] == [0, 1, 2, 3]
    drawn_ = finish_draw(draw=draw, at=LATER)
    assert sorted(map(len, drawn_.told["placed"])) == [2, 3]
    assert len(guides) == 2


def test_who_was_claimed_or_bought_since_is_skipped(store, pool):
    guide = guide_in(store)
    shift = ShiftFactory(till__store=store)
    draw = freeze(store)
    buy(pool[0], shift, at=LATER)
    own_member(
        member=pool[1], guide=guide, store=store, reason=OwnershipReason.MANUAL, by=None, at=LATER
    )
    leave_in_peace(member=pool[2], note="asked", by=guide, at=LATER)
    pool[3].status = MemberStatus.ERASED
    pool[3].save()

    done = finish_draw(draw=draw, at=LATER)

    assert done.placed == 1
    assert done.skipped == {
        Skip.BOUGHT: [pool[0].pk],
        Skip.HELD: [pool[1].pk],
        Skip.ASIDE: [pool[2].pk],
        Skip.GONE: [pool[3].pk],
    }


def test_a_guide_who_left_meanwhile_gets_nobody(store, pool):
    posting = PostingFactory(role=Role.GUIDE, store=store)
    draw = freeze(store)
    posting.ends_on = DAY
    posting.save()

    done = finish_draw(draw=draw, at=LATER)

    assert (done.placed, len(done.skipped[Skip.LEFT])) == (0, 5)


def test_an_exception_in_the_middle_leaves_nothing_half_done(store, pool, monkeypatch):
    guide_in(store)
    draw = seed_draw(draw=freeze(store), at=LATER)
    monkeypatch.setattr("guides.domain.placing.DROP", ("DROP TABLE nonsense",))

    with pytest.raises(Exception, match="nonsense"):
        place_draw(draw=draw, at=LATER)

    assert not Ownership.objects.exists()
    draw.refresh_from_db()
    assert draw.state == DrawState.SEEDED
