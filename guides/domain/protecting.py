"""Letting a member stay with her guide for a while, visit or no visit."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from common.periods import business_day
from guides.domain.draw_rules import draw_rule_for
from guides.domain.ownership import lock_open_ownership
from guides.domain.setting_aside import InThePool, NoReason
from guides.models import Protection
from loyalty.domain.ledger import lock_account
from membership.models import Member
from stores.models import Staff


class TooManyProtected(Exception):
    """The guide has as many protected members as the rule allows."""

    def __init__(self, *, most: int) -> None:
        super().__init__(f"{most} members are protected")
        self.most = most


class AlreadyProtected(Exception):
    """The member is protected already."""


class NoDays(Exception):
    """The protection would be over before it begins."""


class NotProtected(Exception):
    """Nothing protects the member."""


@transaction.atomic
def protect(
    *,
    member: Member,
    until: dt.date,
    reason: str,
    at_her_wish: bool,
    by: Staff,
    at: dt.datetime,
) -> Protection:
    """Keep ``member`` with her guide until the day ``until``.

    :raises NoReason: without a reason
    :raises InThePool: if nobody holds her
    :raises NoDays: unless ``until`` is after today
    :raises AlreadyProtected: if she is
    :raises TooManyProtected: if her guide has no place left
    """
    if not reason.strip():
        raise NoReason
    lock_account(member=member)
    ownership = lock_open_ownership(member=member)
    if ownership is None:
        raise InThePool
    on = business_day(at, day_ends_at=ownership.store.day_ends_at)
    if until <= on:
        raise NoDays
    Staff.objects.select_for_update().get(pk=ownership.guide_id)
    standing = Protection.objects.standing(on=on)
    if standing.filter(ownership=ownership).exists():
        raise AlreadyProtected
    most = draw_rule_for(store=ownership.store, on=on).protections
    hers = standing.filter(ownership__guide=ownership.guide_id, ownership__ends_at=None)
    if hers.count() >= most:
        raise TooManyProtected(most=most)
    return Protection.objects.create(
        ownership=ownership,
        at_her_wish=at_her_wish,
        reason=reason.strip(),
        starts_on=on,
        until=until,
        at=at,
        by=by,
    )


@transaction.atomic
def unprotect(*, member: Member, by: Staff, at: dt.datetime) -> Protection:
    """End the protection of ``member`` early.

    :raises NotProtected: if there is none
    """
    lock_account(member=member)
    ownership = lock_open_ownership(member=member)
    standing = ownership and ownership.protections.filter(ended_at=None).order_by("-until").first()
    if not standing:
        raise NotProtected
    standing.ended_at, standing.ended_by = at, by
    standing.save(update_fields=["ended_at", "ended_by"])
    return standing
