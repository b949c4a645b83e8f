"""Who has which tier: the stack of assignments, and laying a new one on it."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from common.written_once import written_once
from loyalty.domain.coupons import CouponNotIssued, CouponWasUsed, issue_coupon, withdraw_coupon
from loyalty.domain.tier_criteria import review_day
from loyalty.enums import CouponSource, TierReason
from loyalty.models import Coupon, Tier, TierAssignment
from loyalty.programme import Programme
from membership.models import Member
from sales.models import Sale
from stores.models import Staff

logger = logging.getLogger(__name__)

_UNDONE = TierReason.UNDONE.value


@dataclass(frozen=True)
class Held:
    """The ``tier`` a member has on a day, and ``base``, the one that is hers without a trial.

    ``assignment`` is the open row; of a trial that is over it still waits to be ended.
    """

    assignment: TierAssignment | None = None
    tier: Tier | None = None
    base: Tier | None = None

    @property
    def is_on_trial(self) -> bool:
        """Whether the tier is hers for a time only."""
        return self.tier != self.base


def held_tier(*, member: Member, on: dt.date, programme: Programme) -> Held:
    """Return what ``member`` has on ``on``; a trial ends with its day, run or no run."""
    opened = _opened.first(member=member.pk)
    return held_by(opened, on=on, programme=programme)


@written_once
def _opened(*, member: int) -> QuerySet[TierAssignment]:
    return TierAssignment.objects.open().filter(member=member).select_related("before")


def held_by(opened: TierAssignment | None, *, on: dt.date, programme: Programme) -> Held:
    """Return what the ``opened`` assignment of a member gives her on ``on``."""
    now, base = in_force(opened, on=on), without_trial(opened)
    tiers = programme.by_key
    return Held(opened, tiers[now.tier_id] if now else None, tiers[base.tier_id] if base else None)


def in_force(opened: TierAssignment | None, *, on: dt.date) -> TierAssignment | None:
    """Return the assignment that holds on ``on``: what a trial covers, once it is over."""
    while opened and opened.is_trial and opened.review_on and opened.review_on <= on:
        opened = opened.before
    return opened


def without_trial(opened: TierAssignment | None) -> TierAssignment | None:
    """Return the assignment below all trials."""
    while opened and opened.is_trial:
        opened = opened.before
    return opened


def assign(
    member: Member,
    tier: Tier,
    reason: TierReason,
    *,
    at: dt.datetime,
    by: Staff | None = None,
    sale: Sale | None = None,
    note: str = "",
) -> TierAssignment:
    """End what ``member`` has and give her ``tier``; the caller holds the account's lock."""
    member.tier_assignments.open().update(ends_at=at)
    return TierAssignment.objects.create(
        member=member,
        tier=tier,
        starts_at=at,
        review_on=review_day(tier, since=timezone.localdate(at), joined_on=member.joined_on),
        reason=reason,
        by=by,
        sale=sale,
        note=note,
    )


def give_gift(member: Member, tier: Tier, *, at: dt.datetime) -> Coupon | None:
    """Give the coupon of ``tier`` to who reaches it: once, however often she does."""
    if tier.upgrade_coupon is None:
        return None
    try:
        coupon = issue_coupon(
            member=member,
            kind=tier.upgrade_coupon,
            source=CouponSource.UPGRADE,
            reference=_reference(tier),
            at=at,
        )
    except CouponNotIssued as refusal:
        logger.warning("no gift for %s at %s: %r", member.number, tier.code, refusal)
        return None
    if coupon.withdrawn_at and coupon.note == _UNDONE:
        coupon.withdrawn_at, coupon.note = None, ""
        coupon.save(update_fields=["withdrawn_at", "note"])
    return coupon


def take_gift_back(member: Member, tier: Tier, *, at: dt.datetime) -> None:
    """Withdraw the coupon of ``tier`` whose upgrade was undone; a used one stays used."""
    for coupon in Coupon.objects.filter(member=member, reference=_reference(tier)):
        try:
            withdraw_coupon(coupon=coupon, at=at, note=_UNDONE)
        except CouponWasUsed:
            logger.info("the gift %s of an undone upgrade was used", coupon.number)


def _reference(tier: Tier) -> str:
    return f"upgrade:{tier.code}"
