"""Both sides of a referral are rewarded, once, when the friend first buys for enough.

One level deep: who brought the one who brought her gets nothing. Undone when the goods come
back, after which another purchase may count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext

from loyalty.domain.coupons import CouponWasUsed, withdraw_coupon
from loyalty.domain.handing_over import lock_accounts
from loyalty.domain.ledger import AccountClosed, Cause, lock_account
from loyalty.domain.occasions import reward_occasion
from loyalty.domain.reversal import take_back
from loyalty.domain.tiers import undo_unearned_upgrade
from loyalty.enums import CouponSource, DebtPolicy, EntryKind, Occasion
from loyalty.models import Coupon, OccasionReward, PointsAccount, PointsEntry, Referral
from loyalty.programme import Programme, programme
from membership.enums import MemberStatus
from membership.models import Member
from sales.models import Sale

SIDES = (Occasion.REFERRED, Occasion.REFERRING)
LONGEST_CHAIN = 50


def lock_buyer(*, member: Member) -> PointsAccount:
    """Return the member's account locked; that of who brought her too, while she may be rewarded.

    Both at once and in the order of their keys, so that nobody waits in a ring.
    """
    referrer = member.referrer if member.referrer_id else None
    if referrer is None or Referral.objects.filter(friend=member, undone_at=None).exists():
        return lock_account(member=member)
    return _lock_first(member, referrer)


def lock_returner(*, sale: Sale, member: Member) -> PointsAccount:
    """Return the account of ``member`` locked; that of her referrer too, if ``sale`` counted."""
    if member.referrer_id:
        counted = Referral.objects.filter(sale=sale, undone_at=None).select_related("referrer")
        if referral := counted.first():
            return _lock_first(member, referral.referrer)
    return lock_account(member=member)


def reward_referral(
    *, friend: Member, sale: Sale, spent: Decimal, rules: Programme, at: dt.datetime
) -> Referral | None:
    """Reward ``friend`` and who brought her for ``sale``, ``spent`` yuan of goods paid in money.

    None if nobody brought her, she was rewarded before, it is too little, the shop rewards
    neither side, or the referral is none: by no current member, one who joined after her, or
    one whom she has brought herself. The caller has both accounts by ``lock_buyer``.
    """
    rewards = [rules.occasion(side, on=sale.business_day) for side in SIDES]
    if not friend.referrer_id or spent <= 0 or not any(rewards):
        return None
    if spent < _enough(rewards):
        return None
    earlier = Referral.objects.filter(friend=friend).first()
    if earlier and not _may_count_again(earlier):
        return None
    referrer = friend.referrer
    if referrer is None or not _is_honest(friend, referrer):
        return None
    referral, _made = Referral.objects.update_or_create(
        friend=friend,
        defaults={"referrer": referrer, "sale": sale, "rewarded_at": at, "undone_at": None},
    )
    for member, side in ((friend, Occasion.REFERRED), (referrer, Occasion.REFERRING)):
        reward_occasion(
            member=member,
            occasion=side,
            reference=_reference(referral),
            by=sale.cashier,
            at=at,
            sale=sale,
        )
    return referral


def undo_referral(*, sale: Sale, back: Sale, kept: Decimal, at: dt.datetime) -> Referral | None:
    """Take the rewards of a referral back when goods for only ``kept`` yuan of ``sale`` stay.

    None if ``sale`` brought none, or what stays is still enough. Points that were spent become
    a debt or are forgiven; a coupon that was used stays used. The caller has the accounts by
    ``lock_returner``.
    """
    counted = Referral.objects.filter(sale=sale, undone_at=None)
    referral = counted.select_related("friend", "referrer").first()
    if referral is None:
        return None
    on = timezone.localdate(referral.rewarded_at)
    rewards = [programme().occasion(side, on=on) for side in SIDES]
    if kept > 0 and kept >= _enough(rewards):
        return None
    cause = Cause(reference="", at=at, sale=back, store=back.store, by=back.cashier)
    _undo_side(referral, referral.friend, Occasion.REFERRED, cause)
    _undo_side(referral, referral.referrer, Occasion.REFERRING, cause)
    referral.undone_at = at
    referral.save(update_fields=["undone_at"])
    return referral


def _lock_first(member: Member, referrer: Member) -> PointsAccount:
    account, _hers = lock_accounts(member, referrer)
    if account.closed_at:
        raise AccountClosed(account=account)
    return account


def _enough(rewards: Iterable[OccasionReward | None]) -> Decimal:
    """Return the yuan of a purchase that counts: it is enough for both sides, or for none."""
    return max((reward.minimum_ticket for reward in rewards if reward), default=Decimal(0))


def _may_count_again(earlier: Referral) -> bool:
    """Tell whether an undone referral left nothing behind, so that another purchase may count."""
    if earlier.undone_at is None:
        return False
    references = [f"{side}:{_reference(earlier)}" for side in SIDES]
    members = [earlier.friend_id, earlier.referrer_id]
    kept = Coupon.objects.filter(member__in=members, reference__in=references, withdrawn_at=None)
    return not kept.exists()


def _is_honest(friend: Member, referrer: Member) -> bool:
    """Tell whether ``referrer`` is a current member whom ``friend`` has not brought herself."""
    if referrer.status != MemberStatus.ACTIVE:
        return False
    above: int | None = referrer.pk
    for _step in range(LONGEST_CHAIN):
        if above == friend.pk:
            return False
        if above is None:
            return True
        above = Member.objects.values_list("referrer", flat=True).get(pk=above)
    return False


def _reference(referral: Referral) -> str:
    """Name the act: a sale that was moved away and back may count a second time."""
    return f"{referral.friend_id}:{referral.sale_id}:{referral.rewarded_at.timestamp():.0f}"


def _undo_side(referral: Referral, member: Member, side: Occasion, cause: Cause) -> None:
    reference = f"{side}:{_reference(referral)}"
    awards = referral.sale.points_entries.filter(kind=EntryKind.AWARD, reference=reference)
    if entry := awards.first():
        _take_award_back(lock_account(member=member), entry, cause, side)
    given = Coupon.objects.filter(
        member=member, source=CouponSource.OCCASION, reference=reference
    ).select_related("member")
    for coupon in given:
        with suppress(CouponWasUsed):
            withdraw_coupon(coupon=coupon, at=cause.at, note=gettext("The goods came back."))


def _take_award_back(
    account: PointsAccount, entry: PointsEntry, cause: Cause, side: Occasion
) -> None:
    left = entry.points + (entry.reversals.aggregate(sum=Sum("points"))["sum"] or 0)
    if not left or cause.sale is None:
        return
    policy = programme().rule(on=cause.sale.business_day).debt_policy
    forgives = policy == DebtPolicy.FORGIVE
    take_back(
        account,
        entry,
        left,
        replace(cause, reference=f"sale:{cause.sale.pk}:{side}:{entry.pk}"),
        policy=DebtPolicy.FORGIVE if forgives else DebtPolicy.DEBT,
    )
    if entry.qualifying:
        undo_unearned_upgrade(account=account, back=cause.sale, at=cause.at)
