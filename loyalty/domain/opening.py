"""Balances brought along from an earlier system."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from loyalty.domain.ledger import Cause, bring_in, lock_account, posted_before
from loyalty.enums import EntryKind
from loyalty.models import PointsEntry
from membership.models import Member

OPENING = "opening"  # the one cause of an opening balance


@transaction.atomic
def open_balance(*, member: Member, points: int, at: dt.datetime) -> PointsEntry:
    """Credit the balance (1 or more) ``member`` brings from an earlier system, once.

    It can be spent but does not count towards a tier.

    :raises ReferenceReused: if another balance was brought in before
    """
    account = lock_account(member=member)
    if earlier := posted_before(account, EntryKind.OPENING, points=points, reference=OPENING):
        return earlier
    cause = Cause(reference=OPENING, at=at, store=member.home_store)
    return bring_in(account, EntryKind.OPENING, points, cause, qualifying=0)
