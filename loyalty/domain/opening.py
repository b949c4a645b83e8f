"""Balances brought along from an earlier system."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from loyalty.domain.ledger import Cause, bring_in, lock_account, posted_before
from loyalty.domain.lifetimes import expiry
from loyalty.enums import EntryKind
from loyalty.models import NEVER, PointsEntry
from loyalty.programme import NoRuleInForce, Programme, programme
from membership.models import Member

OPENING = "opening"  # the one cause of an opening balance


@transaction.atomic
def open_balance(*, member: Member, points: int, at: dt.datetime) -> PointsEntry:
    """Credit the balance (1 or more) ``member`` brings from an earlier system, once.

    It can be spent but does not count towards a tier, and lives as long as points earned today.

    :raises ReferenceReused: if another balance was brought in before
    """
    account = lock_account(member=member)
    if earlier := posted_before(account, EntryKind.OPENING, points=points, reference=OPENING):
        return earlier
    cause = Cause(reference=OPENING, at=at, store=member.home_store)
    return bring_in(
        account,
        EntryKind.OPENING,
        points,
        cause,
        qualifying=0,
        expires_on=opening_expiry(programme(), on=timezone.localdate(at)),
    )


def opening_expiry(rules: Programme, *, on: dt.date) -> dt.date:
    """Return the first day a balance brought in on ``on`` cannot be spent any more.

    Its points live as the earning rule of that day lets points live, from that day; for good
    where no rule has begun.
    """
    try:
        return expiry(rules.earning_rule(on=on), earned_on=on)
    except NoRuleInForce:
        return NEVER
