"""What managers do by hand: peace, the pool, many at once, protection, leaving, deputies."""

import datetime as dt
from decimal import Decimal

import pytest

from guides.domain.by_hand import assign_members
from guides.domain.handing_over import (
    NobodyElse,
    NoTime,
    NotTheirGuide,
    Worth,
    end_leave,
    guide_leaves,
    guide_moves,
    name_deputy,
    worth_of,
)
from guides.domain.ownership import AlreadyOwned, HeldBefore, LeftInPeace, NotAGuideHere
from guides.domain.protecting import (
    AlreadyProtected,
    NoDays,
    NotProtected,
    TooManyProtected,
    protect,
    unprotect,
)
from guides.domain.setting_aside import (
    InPeaceAlready,
    InThePool,
    NoReason,
    NotAside,
    leave_in_peace,
    let_back,
    put_back,
)
from guides.enums import OwnershipReason
from guides.models import DrawRule, Ownership
from guides.queries.members import members_of
from guides.queries.standing import standing_of
from stores.access import Access
from stores.enums import Role
from tests.factories import (
    DAY,
    NOON,
    MemberFactory,
    ShiftFactory,
    StaffFactory,
    StoreFactory,
    posted,
)
from tests.guides.hands import buy, guide_in, hold

pytestmark = pytest.mark.django_db

LATER = NOON + dt.timedelta(days=1)
SOON = dt.date(2026, 3, 9)


@pytest.fixture
def store():
    return StoreFactory()


@pytest.fixture
def manager(store):
    return posted(Role.STORE_MANAGER, store=store)


@pytest.fixture
def guide(store):
    return guide_in(store)


@pytest.fixture
def ada(store, guide):
    return hold(MemberFactory(home_store=store), guide, at=NOON).member


def ended(member):
    return member.ownerships.values_list("ends_at", "end_reason", "end_note", "ended_by").get()


def test_a_member_is_in_one_state_at_a_time(ada, guide, manager, store):
    seen = [standing_of(ada)]
    put_back(member=ada, note="moved away", by=manager, at=LATER)
    seen.append(standing_of(ada))
    leave_in_peace(member=ada, note="asked", by=manager, at=LATER)
    seen.append(standing_of(ada))
    let_back(member=ada, by=manager, at=LATER)
    seen.append(standing_of(ada))
    hold(ada, guide_in(store), at=LATER, reason=OwnershipReason.DRAW)
    seen.append(standing_of(ada))

    assert seen == ["owned", "pool", "peace", "pool", "trial"]


def test_leave_in_peace_takes_her_from_her_guide(ada, manager):
    aside = leave_in_peace(member=ada, note=" asked ", by=manager, at=LATER)

    assert (aside.note, aside.by) == ("asked", manager)
    assert ended(ada) == (LATER, "peace", "", None)


def test_leave_in_peace_needs_a_reason_and_is_done_once(ada, manager):
    with pytest.raises(NoReason):
        leave_in_peace(member=ada, note=" ", by=manager, at=LATER)
    leave_in_peace(member=ada, note="asked", by=manager, at=LATER)
    with pytest.raises(InPeaceAlready):
        leave_in_peace(member=ada, note="asked", by=manager, at=LATER)


def test_let_back_needs_somebody_set_aside(ada, manager):
    with pytest.raises(NotAside):
        let_back(member=ada, by=manager, at=LATER)


def test_put_back_says_why_and_who(ada, manager):
    put_back(member=ada, note="moved away", by=manager, at=LATER)

    assert ended(ada) == (LATER, "put_back", "moved away", manager.pk)
    with pytest.raises(InThePool):
        put_back(member=ada, note="again", by=manager, at=LATER)
    with pytest.raises(NoReason):
        put_back(member=ada, note="", by=manager, at=LATER)


def test_assign_members_gives_each_or_says_why_not(ada, guide, manager, store):
    other = guide_in(store)
    lost, calm, free = (MemberFactory(home_store=store) for _ in range(3))
    far = MemberFactory()
    hold(lost, other, at=NOON)
    put_back(member=lost, note="n", by=manager, at=LATER)
    leave_in_peace(member=calm, note="asked", by=manager, at=LATER)

    done = assign_members(
        members=[ada, lost, calm, free, far],
        guide=other,
        note="new district",
        override=False,
        by=manager,
        at=LATER,
    )

    assert done.done == [ada, free]
    opened = Ownership.objects.open().filter(guide=other).order_by("pk")
    assert [(one.member, one.note, one.by) for one in opened] == [
        (ada, "new district", manager),
        (free, "new district", manager),
    ]
    assert [(one.member, type(one.refusal)) for one in done.refused] == [
        (lost, HeldBefore),
        (calm, LeftInPeace),
        (far, NotAGuideHere),
    ]
    again = assign_members(
        members=[ada], guide=other, note="n", override=True, by=manager, at=LATER
    )
    assert isinstance(again.refused[0].refusal, AlreadyOwned)


def test_assign_members_overrides_on_the_record(ada, guide, manager):
    put_back(member=ada, note="n", by=manager, at=LATER)

    done = assign_members(
        members=[ada], guide=guide, note="she insists", override=True, by=manager, at=LATER
    )

    assert done.done == [ada]
    held = ada.ownerships.open().get()
    assert (held.overrides, held.note) == (True, "she insists")


def test_assign_members_needs_a_reason(ada, guide, manager):
    with pytest.raises(NoReason):
        assign_members(members=[ada], guide=guide, note="", override=False, by=manager, at=LATER)


def keep(member, by, until=SOON, **facts):
    defaults = {"reason": "in hospital", "at_her_wish": False, "at": NOON}
    return protect(member=member, until=until, by=by, **defaults | facts)


def test_protect_counts_per_guide(ada, guide, manager, store):
    DrawRule.objects.update(protections=1)
    second = hold(MemberFactory(home_store=store), guide, at=NOON).member
    third = hold(MemberFactory(home_store=store), guide_in(store), at=NOON).member
    keep(ada, manager)

    with pytest.raises(TooManyProtected) as refusal:
        keep(second, manager)
    assert refusal.value.most == 1
    keep(third, manager)

    unprotect(member=ada, by=manager, at=LATER)
    keep(second, manager, at_her_wish=True)


def test_protect_refuses_what_makes_no_sense(ada, manager, store):
    with pytest.raises(NoDays):
        keep(ada, manager, until=DAY)
    with pytest.raises(NoReason):
        keep(ada, manager, reason=" ")
    with pytest.raises(InThePool):
        keep(MemberFactory(home_store=store), manager)
    with pytest.raises(NotProtected):
        unprotect(member=ada, by=manager, at=NOON)
    keep(ada, manager)
    with pytest.raises(AlreadyProtected):
        keep(ada, manager)


def test_a_leaving_guide_hands_all_over_in_one_act(ada, guide, manager, store):
    for _ in range(60):
        hold(MemberFactory(home_store=store), guide, at=NOON)
    buy(ada, ShiftFactory(till__store=store), at=NOON, price=300)

    assert worth_of(Ownership.objects.open().filter(guide=guide), on=DAY) == Worth(
        61, 0, Decimal("300.00")
    )
    assert guide_leaves(guide=guide, by=manager, at=LATER) == 61

    assert not Ownership.objects.open().exists()
    assert set(Ownership.objects.values_list("end_reason", "ended_by")) == {("left", manager.pk)}
    guide.refresh_from_db()
    assert not guide.is_active
    assert guide.postings.get().ends_on == dt.date(2026, 3, 3)


def test_a_moving_guide_leaves_her_members_with_the_old_store(ada, guide, manager, store):
    new = StoreFactory()

    assert guide_moves(guide=guide, store=store, to=new, by=manager, at=LATER) == 1

    assert ended(ada)[1] == "moved"
    assert ada.home_store == store
    today = guide.postings.current(on=dt.date(2026, 3, 3))
    assert [(one.store, one.role) for one in today] == [(new, Role.GUIDE)]
    with pytest.raises(NotTheirGuide):
        guide_moves(guide=guide, store=store, to=new, by=manager, at=LATER)


def visible(staff, on):
    return list(members_of(Access(staff=staff, on=on)))


def away(guide, deputy, store, by, **facts):
    days = {"starts_on": DAY, "ends_on": SOON}
    return name_deputy(guide=guide, deputy=deputy, store=store, by=by, at=NOON, **days | facts)


def test_a_deputy_sees_and_serves_while_the_guide_is_away(ada, guide, manager, store):
    deputy = guide_in(store)
    leave = away(guide, deputy, store, manager)

    assert visible(deputy, DAY) == [ada]
    assert visible(deputy, SOON) == []
    assert visible(guide, DAY) == [ada]
    assert ada.ownerships.open().get().guide == guide

    end_leave(deputy=leave, at=NOON)
    assert visible(deputy, DAY) == []


def test_a_deputy_is_another_guide_of_the_store(guide, manager, store):
    with pytest.raises(NobodyElse):
        away(guide, guide, store, manager)
    with pytest.raises(NobodyElse):
        away(guide, StaffFactory(), store, manager)
    with pytest.raises(NotTheirGuide):
        away(guide_in(StoreFactory()), guide, store, manager)
    with pytest.raises(NoTime):
        away(guide, guide_in(store), store, manager, ends_on=DAY)
