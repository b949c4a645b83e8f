"""Giving tiers, and moving members up."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from common.periods import add_months
from loyalty.domain.ledger import lock_account
from loyalty.enums import TierReason
from loyalty.models import PointsAccount, Tier, TierAssignment
from loyalty.programme import Programme
from membership.models import Member
from sales.models import Sale
from stores.models import Staff


class NotAnEntryTier(Exception):
    """This tier is reached, not chosen on joining."""


class AlreadyInTier(Exception):
    """The member has this tier."""


def window_start(*, at: dt.datetime, months: int) -> dt.datetime:
    """Return the moment ``months`` before ``at``, by the shop's calendar (29 Feb → 28 Feb)."""
    local = timezone.localtime(at)
    return dt.datetime.combine(add_months(local.date(), -months), local.timetz())


def qualifying_points(*, account: PointsAccount, at: dt.datetime, months: int) -> int:
    """Return the points earned, less those returns took back, in the ``months`` up to ``at``."""
    earned = account.entries.filter(
        occurred_at__gt=window_start(at=at, months=months), occurred_at__lte=at
    ).aggregate(sum=Sum("qualifying"))
    return earned["sum"] or 0


@transaction.atomic
def enter_tier(*, member: Member, tier: Tier, by: Staff | None, at: dt.datetime) -> TierAssignment:
    """Give a new member the tier chosen for her on joining.

    :raises NotAnEntryTier: if the tier has to be reached
    """
    if not tier.is_entry:
        raise NotAnEntryTier
    return _assign(member, tier, TierReason.ENTRY, at=at, by=by)


@transaction.atomic
def set_tier(*, member: Member, tier: Tier, by: Staff, at: dt.datetime) -> TierAssignment:
    """Move ``member`` to ``tier`` by hand; the history keeps who did it.

    :raises AlreadyInTier: if she has it
    """
    lock_account(member=member)
    if current_tier(member=member) == tier:
        raise AlreadyInTier
    return _assign(member, tier, TierReason.MANUAL, at=at, by=by)


def review_upgrade(
    *, account: PointsAccount, above: Tier, sale: Sale, at: dt.datetime
) -> TierAssignment | None:
    """Move the member up to the tier ``above`` hers if she has earned it by ``at``; or None.

    Called after a sale is posted, so the new tier holds from the next sale. The caller holds
    the account's lock.
    """
    if above.entry_points is None:
        return None
    earned = qualifying_points(account=account, at=at, months=above.window_months)
    if earned < above.entry_points:
        return None
    return _assign(account.member, above, TierReason.UPGRADE, at=at, sale=sale)


def current_tier(*, member: Member) -> Tier | None:
    """Return the tier the member has now, or None."""
    assignment = member.tier_assignments.open().select_related("tier").first()
    return assignment.tier if assignment else None


def tier_and_next(*, member: Member, programme: Programme) -> tuple[Tier | None, Tier | None]:
    """Return the tier the member has now and the next one up; None where there is none."""
    held = TierAssignment.objects.open().filter(member=member).values_list("tier", flat=True)
    key = held.first()
    if key is None:
        return None, None
    tier = programme.by_key[key]
    return tier, programme.above(tier)


def _assign(
    member: Member,
    tier: Tier,
    reason: TierReason,
    *,
    at: dt.datetime,
    by: Staff | None = None,
    sale: Sale | None = None,
) -> TierAssignment:
    member.tier_assignments.open().update(ends_at=at)
    return TierAssignment.objects.create(
        member=member, tier=tier, starts_at=at, reason=reason, by=by, sale=sale
    )
