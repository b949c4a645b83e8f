"""Showing a whole phone number, never without a trace."""

import datetime as dt

from membership.models import Member, PhoneReveal
from stores.models import Staff


def reveal_phone(*, member: Member, by: Staff, page: str, at: dt.datetime) -> PhoneReveal:
    """Record that ``by`` looked at ``member``'s phone on ``page``; the caller then shows it.

    Who may look is decided by the fetch that found the member.
    """
    return PhoneReveal.objects.create(member=member, staff=by, page=page, at=at)
