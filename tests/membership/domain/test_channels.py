"""By which way she came stays on record."""

import pytest

from membership.domain.joining import join_member
from membership.enums import ConsentChannel, Purpose
from membership.models import JoiningChannel
from tests.factories import NOON, StaffFactory, StoreFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", ["till", "friend", "mall", "partner", "online", "opening"])
def test_join_member_keeps_the_way_she_came_by(code):
    channel = JoiningChannel.objects.get(code=code)

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
        channel=channel,
    )

    assert list(channel.members.all()) == [member]
