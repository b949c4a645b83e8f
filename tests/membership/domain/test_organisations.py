"""Members belong to an organisation, by hand or by the card they got."""

import pytest

from membership.domain.joining import join_member
from membership.domain.organisations import AlreadyTheirs, OrganisationClosed, set_organisation
from membership.enums import ConsentChannel, Purpose
from membership.models import Organisation
from tests.factories import NOON, MemberFactory, StaffFactory, StoreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return Organisation.objects.create(
        name="静安小学", contact_name="周主席", contact_phone="021-62580000"
    )


def put(member, organisation):
    return set_organisation(member=member, organisation=organisation, by=StaffFactory(), at=NOON)


def test_set_organisation_makes_her_one_of_its_people(school):
    member = MemberFactory()
    MemberFactory()

    put(member, school)

    assert list(school.members.all()) == [member]
    put(member, None)
    assert list(school.members.all()) == []


def test_set_organisation_refuses_what_changes_nothing_and_what_is_closed(school):
    member = MemberFactory()
    with pytest.raises(AlreadyTheirs):
        put(member, None)
    school.is_active = False

    with pytest.raises(OrganisationClosed):
        put(member, school)


def test_join_member_keeps_through_whom_she_came(school):
    member = join_member(
        name="孙悟",
        phone="+8613800138000",
        birthday=None,
        birthday_declined=True,
        store=StoreFactory(),
        consents=[Purpose.MEMBERSHIP],
        consent_channel=ConsentChannel.TILL,
        by=StaffFactory(),
        at=NOON,
        organisation=school,
    )

    assert list(school.members.all()) == [member]
