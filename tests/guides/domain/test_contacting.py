"""What was said to a member is added to, never changed."""

import pytest

from guides.domain.contacting import NothingSaid, log_contact
from guides.enums import ContactChannel
from guides.models import Contact
from tests.factories import NOON, MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db


def test_log_contact_keeps_who_said_what_where():
    ada, guide = MemberFactory(), StaffFactory()

    contact = log_contact(
        member=ada, channel=ContactChannel.WECHAT, note=" 新围巾到了 ", by=guide, at=NOON
    )

    assert Contact.objects.get() == contact
    assert (contact.member, contact.staff, contact.store, contact.note, contact.at) == (
        ada,
        guide,
        ada.home_store,
        "新围巾到了",
        NOON,
    )


def test_log_contact_without_a_word_is_refused():
    with pytest.raises(NothingSaid):
        log_contact(
            member=MemberFactory(),
            channel=ContactChannel.PHONE,
            note=" \n ",
            by=StaffFactory(),
            at=NOON,
        )

    assert Contact.objects.count() == 0
