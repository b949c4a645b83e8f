"""Points and coupons for acts besides buying: each act is rewarded once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from loyalty.domain.coupons import CouponNotIssued, issue_coupon
from loyalty.domain.ledger import Cause, bring_in, lock_account
from loyalty.domain.lifetimes import expiry
from loyalty.domain.tiers import climb
from loyalty.enums import CouponSource, EntryKind, Occasion
from loyalty.models import Coupon, OccasionReward, PointsAccount, PointsEntry
from loyalty.programme import programme
from membership.models import Member
from sales.models import Sale
from stores.models import Staff


@dataclass(frozen=True)
class Gift:
    """What an act brought: an entry of points, a coupon, or both."""

    entry: PointsEntry | None = None
    coupon: Coupon | None = None


@transaction.atomic
def reward_occasion(
    *,
    member: Member,
    occasion: Occasion,
    reference: str,
    by: Staff | None,
    at: dt.datetime,
    sale: Sale | None = None,
    note: str = "",
) -> Gift | None:
    """Give ``member`` what the shop gives for ``occasion`` on the day; None where that is nothing.

    ``reference`` (up to 60 signs) tells her acts apart: asked again for the same, she keeps the
    first gift. Points live as earned ones do and can be spent at once. A coupon that is not
    given out to her any more is left out.
    """
    account, reference = lock_account(member=member), f"{occasion}:{reference}"
    if earlier := _given_before(member, reference):
        return earlier
    reward = programme().occasion(occasion, on=timezone.localdate(at))
    if reward is None:
        return None
    cause = Cause(
        reference=reference,
        at=at,
        sale=sale,
        store=sale.store if sale else member.home_store,
        by=by,
        working={"occasion": occasion.value, "reward": reward.pk},
        note=note,
    )
    gift = Gift(_points(account, reward, cause), _coupon(member, reward, cause))
    return gift if gift.entry or gift.coupon else None


def reward_profile(*, member: Member, by: Staff | None, at: dt.datetime) -> Gift | None:
    """Reward ``member`` for a complete profile, once; None while something is missing."""
    if not is_complete(member):
        return None
    return reward_occasion(
        member=member, occasion=Occasion.PROFILE, reference="complete", by=by, at=at
    )


def is_complete(member: Member) -> bool:
    """Tell whether the record has all a shop needs: name, mobile and birthday."""
    return bool(member.name and member.phone and member.birthday)


def _given_before(member: Member, reference: str) -> Gift | None:
    entries = PointsEntry.objects.filter(account__member=member, kind=EntryKind.AWARD)
    coupons = Coupon.objects.filter(member=member, source=CouponSource.OCCASION)
    gift = Gift(
        entries.filter(reference=reference).first(), coupons.filter(reference=reference).first()
    )
    return gift if gift.entry or gift.coupon else None


def _points(account: PointsAccount, reward: OccasionReward, cause: Cause) -> PointsEntry | None:
    if not reward.points:
        return None
    on = timezone.localdate(cause.at)
    entry = bring_in(
        account,
        EntryKind.AWARD,
        reward.points,
        cause,
        qualifying=reward.points if reward.qualifies else 0,
        expires_on=expiry(programme().earning_rule(on=on), earned_on=on),
    )
    if reward.qualifies:
        climb(account=account, at=cause.at, sale=cause.sale)
    return entry


def _coupon(member: Member, reward: OccasionReward, cause: Cause) -> Coupon | None:
    if reward.coupon_kind is None:
        return None
    try:
        return issue_coupon(
            member=member,
            kind=reward.coupon_kind,
            source=CouponSource.OCCASION,
            reference=cause.reference,
            by=cause.by,
            at=cause.at,
        )
    except CouponNotIssued:
        return None
