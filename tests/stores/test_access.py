"""Who may do what to whom: the whole matrix, on a chain where all could leak.

region  store  members
east    24     mine (a guide's), hers (another guide's), pooled (nobody's)
east    3      near
west    7      far
"""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from guides.enums import EndReason
from guides.models import Ownership
from guides.queries.members import acts_on, members_of
from membership.enums import MemberStatus
from membership.models import Member
from stores.access import Access, Act
from stores.enums import Role
from stores.models import Posting, Region, Staff, Store
from tests.factories import (
    DAY,
    NOON,
    MemberFactory,
    PostingFactory,
    RegionFactory,
    StaffFactory,
    StoreFactory,
)
from tests.guides.hands import guide_in, hold

pytestmark = pytest.mark.django_db

OF_24 = "hers mine pooled"
OF_THE_EAST = "hers mine near pooled"
ALL = "far hers mine near pooled"

# On which members each role may act, by name.
ON_MEMBERS = {
    Act.FIND_MEMBER: {
        Role.CASHIER: ALL,
        Role.GUIDE: ALL,
        Role.STORE_MANAGER: ALL,
        Role.AREA_MANAGER: ALL,
        Role.MEMBER_OFFICER: ALL,
        Role.HEAD_OFFICE: ALL,
    },
    Act.LIST_MEMBERS: {
        Role.CASHIER: "",
        Role.GUIDE: "mine",
        Role.STORE_MANAGER: OF_24,
        Role.AREA_MANAGER: OF_THE_EAST,
        Role.MEMBER_OFFICER: ALL,
        Role.HEAD_OFFICE: ALL,
    },
    Act.EDIT_MEMBER: {
        Role.CASHIER: "",
        Role.GUIDE: "mine",
        Role.STORE_MANAGER: OF_24,
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: ALL,
        Role.HEAD_OFFICE: ALL,
    },
    Act.SEE_PHONE: {
        Role.CASHIER: "",
        Role.GUIDE: "mine",
        Role.STORE_MANAGER: OF_24,
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: ALL,
        Role.HEAD_OFFICE: ALL,
    },
    Act.LOG_CONTACT: {
        Role.CASHIER: "",
        Role.GUIDE: "mine",
        Role.STORE_MANAGER: OF_24,
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: ALL,
        Role.HEAD_OFFICE: "",
    },
    Act.TAKE_COMPLAINT: {
        Role.CASHIER: ALL,
        Role.GUIDE: ALL,
        Role.STORE_MANAGER: ALL,
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: ALL,
        Role.HEAD_OFFICE: "",
    },
    Act.SETTLE_COMPLAINT: {
        Role.CASHIER: "",
        Role.GUIDE: "mine",
        Role.STORE_MANAGER: OF_24,
        Role.AREA_MANAGER: OF_THE_EAST,
        Role.MEMBER_OFFICER: ALL,
        Role.HEAD_OFFICE: "",
    },
    Act.CHECK_CONTACTS: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: OF_24,
        Role.AREA_MANAGER: OF_THE_EAST,
        Role.MEMBER_OFFICER: ALL,
        Role.HEAD_OFFICE: "",
    },
    Act.ASSIGN_MEMBER: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: OF_24,
        Role.AREA_MANAGER: OF_THE_EAST,
        Role.MEMBER_OFFICER: ALL,
        Role.HEAD_OFFICE: ALL,
    },
    Act.RUN_DRAW: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: OF_24,
        Role.AREA_MANAGER: OF_THE_EAST,
        Role.MEMBER_OFFICER: ALL,
        Role.HEAD_OFFICE: ALL,
    },
    Act.GIVE_BACK: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "",
        Role.AREA_MANAGER: OF_THE_EAST,
        Role.MEMBER_OFFICER: ALL,
        Role.HEAD_OFFICE: ALL,
    },
    Act.ASK_FOR_TIER: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: OF_24,
        Role.AREA_MANAGER: OF_THE_EAST,
        Role.MEMBER_OFFICER: ALL,
        Role.HEAD_OFFICE: ALL,
    },
    Act.ADJUST_MEMBER: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "",
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: ALL,
        Role.HEAD_OFFICE: ALL,
    },
    Act.ISSUE_CARD: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: OF_24,
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: ALL,
        Role.HEAD_OFFICE: ALL,
    },
    Act.DISQUALIFY_MEMBER: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "",
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: ALL,
        Role.HEAD_OFFICE: ALL,
    },
    Act.MERGE_MEMBERS: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "",
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: ALL,
        Role.HEAD_OFFICE: ALL,
    },
    Act.SEE_HISTORY: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: OF_24,
        Role.AREA_MANAGER: OF_THE_EAST,
        Role.MEMBER_OFFICER: ALL,
        Role.HEAD_OFFICE: ALL,
    },
}

# In which stores each role may act, by code.
IN_STORES = {
    Act.MOVE_GUIDE: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "24",
        Role.AREA_MANAGER: "24 3",
        Role.MEMBER_OFFICER: "24 3 7",
        Role.HEAD_OFFICE: "24 3 7",
    },
    Act.SIMULATE_RULE: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "24",
        Role.AREA_MANAGER: "24 3",
        Role.MEMBER_OFFICER: "24 3 7",
        Role.HEAD_OFFICE: "24 3 7",
    },
    Act.REGISTER_MEMBER: {
        Role.CASHIER: "24",
        Role.GUIDE: "24",
        Role.STORE_MANAGER: "24",
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: "24 3 7",
        Role.HEAD_OFFICE: "24 3 7",
    },
    Act.RING_UP: {
        Role.CASHIER: "24",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "24",
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: "",
        Role.HEAD_OFFICE: "",
    },
    Act.TAKE_RETURN: {
        Role.CASHIER: "24",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "24",
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: "",
        Role.HEAD_OFFICE: "",
    },
    Act.SET_PRICE: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "24",
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: "",
        Role.HEAD_OFFICE: "",
    },
    Act.SERVE_MEMBER: {
        Role.CASHIER: "24",
        Role.GUIDE: "24",
        Role.STORE_MANAGER: "24",
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: "24 3 7",
        Role.HEAD_OFFICE: "",
    },
    Act.CHECK_LEDGER: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "",
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: "24 3 7",
        Role.HEAD_OFFICE: "24 3 7",
    },
    Act.RUN_REBATE: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "",
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: "24 3 7",
        Role.HEAD_OFFICE: "24 3 7",
    },
    Act.RUN_PARTNERS: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "",
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: "24 3 7",
        Role.HEAD_OFFICE: "24 3 7",
    },
    Act.WRITE_SURVEY: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "",
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: "24 3 7",
        Role.HEAD_OFFICE: "24 3 7",
    },
    Act.MOVE_SALE: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "24",
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: "24 3 7",
        Role.HEAD_OFFICE: "",
    },
    Act.SEE_REPORTS: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "24",
        Role.AREA_MANAGER: "24 3",
        Role.MEMBER_OFFICER: "24 3 7",
        Role.HEAD_OFFICE: "24 3 7",
    },
    Act.SEE_STAFF: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "24",
        Role.AREA_MANAGER: "24 3",
        Role.MEMBER_OFFICER: "24 3 7",
        Role.HEAD_OFFICE: "24 3 7",
    },
    Act.CHANGE_RULES: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "",
        Role.AREA_MANAGER: "",
        Role.MEMBER_OFFICER: "",
        Role.HEAD_OFFICE: "24 3 7",
    },
    Act.OPEN_ADMIN: {
        Role.CASHIER: "",
        Role.GUIDE: "",
        Role.STORE_MANAGER: "24",
        Role.AREA_MANAGER: "24 3",
        Role.MEMBER_OFFICER: "24 3 7",
        Role.HEAD_OFFICE: "24 3 7",
    },
}


@pytest.fixture
def east():
    return RegionFactory(code="east")


@pytest.fixture
def people(east):
    """One of each role, at store 24 or in the east, and the members named above."""
    store, near = StoreFactory(code="24", region=east), StoreFactory(code="3", region=east)
    far = StoreFactory(code="7", region=RegionFactory(code="west"))
    places = {
        Role.AREA_MANAGER: {"store": None, "region": east},
        Role.MEMBER_OFFICER: {"store": None},
        Role.HEAD_OFFICE: {"store": None},
    }
    people = {
        role: PostingFactory(role=role, **places.get(role, {"store": store})).staff for role in Role
    }
    hold(MemberFactory(name="mine", home_store=store), people[Role.GUIDE], at=NOON)
    hold(MemberFactory(name="hers", home_store=store), guide_in(store), at=NOON)
    MemberFactory(name="pooled", home_store=store)
    hold(MemberFactory(name="near", home_store=near), guide_in(near), at=NOON)
    MemberFactory(name="far", home_store=far)
    MemberFactory(name="gone", home_store=store, status=MemberStatus.ERASED)
    return people


def access_of(staff: Staff) -> Access:
    return Access(staff=staff, on=DAY)


def seen(access: Access, act: Act) -> str:
    return " ".join(sorted(members_of(access, act).values_list("name", flat=True)))


def stores(access: Access, act: Act) -> str:
    return " ".join(sorted(access.stores(act).values_list("code", flat=True)))


def test_the_matrix_is_whole():
    assert {**ON_MEMBERS, **IN_STORES}.keys() == set(Act)


@pytest.mark.parametrize("act", ON_MEMBERS, ids=lambda act: act.name)
def test_each_role_acts_on_these_members_and_no_others(people, act):
    assert {role: seen(access_of(people[role]), act) for role in Role} == ON_MEMBERS[act]


@pytest.mark.parametrize("act", IN_STORES, ids=lambda act: act.name)
def test_each_role_acts_in_these_stores_and_no_others(people, act):
    assert {role: stores(access_of(people[role]), act) for role in Role} == IN_STORES[act]


@pytest.mark.parametrize("act", IN_STORES, ids=lambda act: act.name)
def test_one_store_is_answered_as_the_list_of_stores_is(people, act):
    for staff in people.values():
        access = access_of(staff)
        in_them = [store.code for store in Store.objects.all() if access.can_at(act, store)]
        assert " ".join(sorted(in_them)) == stores(access, act)


@pytest.mark.parametrize("role", Role)
def test_the_acts_on_one_member_are_those_of_the_lists(people, role):
    access = access_of(people[role])

    for member in Member.objects.all():
        assert acts_on(access, member, *ON_MEMBERS) == {
            act for act, seen_by in ON_MEMBERS.items() if member.name in seen_by[role].split()
        }


@pytest.mark.parametrize("role", Role)
def test_who_may_nothing_of_the_kind_is_turned_away(people, role):
    access = access_of(people[role])

    for act, reached in {**ON_MEMBERS, **IN_STORES}.items():
        assert access.can(act) == bool(reached[role])
        if not reached[role]:
            with pytest.raises(PermissionDenied):
                access.require(act)


def test_a_guide_who_lost_a_member_sees_her_no_more(people):
    Ownership.objects.filter(guide=people[Role.GUIDE]).update(
        ends_at=NOON, end_reason=EndReason.RECYCLED
    )

    assert seen(access_of(people[Role.GUIDE]), Act.LIST_MEMBERS) == ""


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "shown"),
    [
        (DAY, None, OF_24),
        (DAY + dt.timedelta(days=1), None, ""),
        (dt.date(2020, 1, 1), DAY, ""),
        (dt.date(2020, 1, 1), DAY + dt.timedelta(days=1), OF_24),
    ],
)
def test_a_posting_holds_from_its_first_day_up_to_its_end(people, starts_on, ends_on, shown):
    manager = people[Role.STORE_MANAGER]
    manager.postings.update(starts_on=starts_on, ends_on=ends_on)

    assert seen(access_of(manager), Act.LIST_MEMBERS) == shown


def test_two_postings_add_up(people):
    both = people[Role.GUIDE]
    Posting.objects.create(
        staff=both,
        role=Role.STORE_MANAGER,
        store=Store.objects.get(code="3"),
        starts_on=DAY,
    )

    assert seen(access_of(both), Act.LIST_MEMBERS) == "mine near"
    assert stores(access_of(both), Act.SEE_REPORTS) == "3"


def test_an_area_manager_sees_her_regions_only(people):
    both = people[Role.AREA_MANAGER]
    Posting.objects.create(
        staff=both,
        role=Role.AREA_MANAGER,
        region=Region.objects.get(code="west"),
        starts_on=DAY,
    )

    assert seen(access_of(both), Act.LIST_MEMBERS) == ALL
    both.postings.first().delete()
    assert seen(access_of(both), Act.LIST_MEMBERS) == "far"


def test_who_left_may_nothing(people):
    for staff in people.values():
        staff.is_active = False

    assert {
        (role, act) for role, staff in people.items() for act in Act if access_of(staff).can(act)
    } == set()


def test_who_has_no_posting_may_nothing(people):
    access = access_of(StaffFactory())

    assert {act for act in Act if access.can(act)} == set()
    assert seen(access, Act.LIST_MEMBERS) == ""


def test_a_superuser_may_everything(people):
    access = access_of(StaffFactory(is_superuser=True))

    assert {act for act in Act if access.can(act)} == set(Act)
    assert seen(access, Act.EDIT_MEMBER) == ALL


def test_the_postings_are_asked_for_once(people, django_assert_num_queries):
    access = access_of(people[Role.STORE_MANAGER])

    with django_assert_num_queries(1):
        assert {access.can(act) for act in Act} == {True, False}
