"""Correcting a member's record, and what a complete one brings her."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from common.birthdays import Birthday
from loyalty.domain.ledger import lock_account
from loyalty.domain.occasions import Gift, reward_profile
from membership.domain.profile import correct_member
from membership.models import Member, Tag
from stores.models import Staff


@transaction.atomic
def correct_profile(
    *,
    member: Member,
    name: str,
    phone: str | None,
    birthday: Birthday | None,
    birthday_declined: bool,
    gender: str,
    tags: Iterable[Tag],
    by: Staff,
    at: dt.datetime,
) -> Gift | None:
    """Make the record say what is given here; return what she gets for completing it, if anything.

    ``phone`` is E.164, or None for none.

    :raises PhoneTaken: if another member has this phone
    """
    lock_account(member=member)
    record = correct_member(
        member=member,
        name=name,
        phone=phone,
        birthday=birthday,
        birthday_declined=birthday_declined,
        gender=gender,
        tags=tags,
        by=by,
        at=at,
    )
    return reward_profile(member=record, by=by, at=at)
