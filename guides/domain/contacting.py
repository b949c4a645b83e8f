"""Writing down what was said to a member."""

import datetime as dt

from guides.models import Contact
from membership.models import Member
from stores.models import Staff


class NothingSaid(Exception):
    """A contact without a word about it."""


def log_contact(*, member: Member, channel: str, note: str, by: Staff, at: dt.datetime) -> Contact:
    """Record one contact of ``by`` with ``member``; it can be added to, not changed.

    :raises NothingSaid: without a note
    """
    if not note.strip():
        raise NothingSaid
    return Contact.objects.create(
        member=member,
        staff=by,
        store=member.home_store,
        channel=channel,
        note=note.strip(),
        at=at,
    )
