"""Points for what the catalogue offers: a gift, a service, or a coupon."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from loyalty.domain.coupons import issue_coupon, new_coupon_number, withdraw_coupon
from loyalty.domain.ledger import Cause, lock_account, take_out
from loyalty.domain.partner_ledger import owe_partner, take_back_from_partner
from loyalty.domain.redemption import NotEnoughPoints
from loyalty.domain.reversal import give_back
from loyalty.domain.tier_holding import held_tier
from loyalty.enums import CouponSource, EntryKind, RedemptionState, RewardKind
from loyalty.models import (
    CouponKind,
    PointsAccount,
    PointsEntry,
    Redemption,
    Reward,
)
from loyalty.programme import programme
from membership.models import Member
from stores.models import Staff, Store


class RewardRefused(Exception):
    """The member cannot have this reward here and now."""


class NotOfferedToday(RewardRefused):
    """Outside of its days, or no longer offered."""


class NotForHerTier(RewardRefused):
    """Only members of other tiers may have it."""


class NotInThisStore(RewardRefused):
    """It is given out in other stores."""


class EnoughForOneMember(RewardRefused):
    """She has redeemed as many as one member may."""


class SoldOut(RewardRefused):
    """None is left in stock."""


class NotRedeemedThere(RewardRefused):
    """The voucher is for another store."""


class RedemptionReused(Exception):
    """The key belongs to another redemption."""


class AlreadyClosed(Exception):
    """The voucher was handed over or cancelled before."""

    def __init__(self, *, redemption: Redemption) -> None:
        super().__init__(f"{redemption.number} is {redemption.state}")
        self.redemption = redemption


@transaction.atomic
def redeem_reward(
    *, key: UUID, member: Member, reward: Reward, store: Store, by: Staff, at: dt.datetime
) -> Redemption:
    """Give ``member`` a voucher for ``reward`` in ``store``; the same ``key`` gives it once.

    A coupon is hers at once; anything else waits to be handed over.

    :raises RewardRefused: as ``NotOfferedToday``, ``NotForHerTier``, ``NotInThisStore``,
        ``EnoughForOneMember`` or ``SoldOut``
    :raises NotEnoughPoints: if the spendable lots do not cover it
    :raises CouponNotIssued: if it is a coupon she cannot get
    :raises RedemptionReused: if ``key`` stands for another member or reward
    """
    account = lock_account(member=member)
    if earlier := Redemption.objects.filter(key=key).first():
        if (earlier.member_id, earlier.reward_id) != (member.pk, reward.pk):
            raise RedemptionReused
        return earlier
    _check(member, reward, store=store, on=timezone.localdate(at))
    cause = Cause(reference=f"reward:{key}", at=at, store=store, by=by)
    entry = _pay(account, reward.points, cause)
    _move_stock(reward, -1)
    voucher = Redemption(
        key=key,
        number=f"V-{new_coupon_number()}",
        reward=reward,
        member=member,
        entry=entry,
        store=store,
        redeemed_at=at,
        redeemed_by=by,
    )
    if reward.kind == RewardKind.COUPON and reward.coupon_kind:
        _give_coupon(voucher, reward.coupon_kind, reference=cause.reference)
    voucher.save()
    if voucher.state == RedemptionState.HANDED_OVER:
        owe_partner(cause=voucher, by=by, at=at)
    return voucher


@transaction.atomic
def hand_over(*, redemption: Redemption, store: Store, by: Staff, at: dt.datetime) -> Redemption:
    """Note that what the voucher stands for was given to the member in ``store``.

    A partner who gives it is owed for it.

    :raises NotRedeemedThere: in another store than that of the voucher
    :raises AlreadyClosed: if it was handed over or cancelled before
    """
    lock_account(member=redemption.member)
    redemption.refresh_from_db()
    if redemption.store_id != store.pk:
        raise NotRedeemedThere
    if redemption.state != RedemptionState.WAITING:
        raise AlreadyClosed(redemption=redemption)
    owe_partner(cause=redemption, by=by, at=at)
    return _close(redemption, RedemptionState.HANDED_OVER, by=by, at=at)


@transaction.atomic
def cancel_redemption(*, redemption: Redemption, by: Staff, at: dt.datetime) -> Redemption:
    """Give points and stock back, and withdraw the coupon; one cancelled before stays as it is.

    What a partner was owed for it is owed no longer.

    The points go to the lots they came from, which keep their expiry, as after a return.

    :raises AlreadyClosed: if it was handed over
    :raises CouponWasUsed: if its coupon was used
    """
    account = lock_account(member=redemption.member)
    redemption.refresh_from_db()
    if redemption.state == RedemptionState.CANCELLED:
        return redemption
    if redemption.coupon:
        withdraw_coupon(coupon=redemption.coupon, at=at, note=redemption.number)
    elif redemption.state == RedemptionState.HANDED_OVER:
        raise AlreadyClosed(redemption=redemption)
    entry = redemption.entry
    cause = Cause(reference=entry.reference, at=at, store=redemption.store, by=by)
    give_back(account, entry, -entry.points, cause, on=timezone.localdate(at))
    _move_stock(redemption.reward, 1)
    take_back_from_partner(cause=redemption, by=by, at=at)
    return _close(redemption, RedemptionState.CANCELLED, by=by, at=at)


@transaction.atomic
def restock_reward(*, reward: Reward, pieces: int) -> Reward:
    """Add ``pieces`` to the stock (take them away if negative), whatever it is by now.

    :raises SoldOut: if fewer are left than are taken away
    """
    _move_stock(reward, pieces)
    reward.refresh_from_db(fields=["stock"])
    return reward


def _check(member: Member, reward: Reward, *, store: Store, on: dt.date) -> None:
    if not Reward.objects.offered(on=on).filter(pk=reward.pk).exists():
        raise NotOfferedToday
    tiers = list(reward.tiers.all())
    if tiers and held_tier(member=member, on=on, programme=programme()).tier not in tiers:
        raise NotForHerTier
    if reward.stores.exists() and not reward.stores.filter(pk=store.pk).exists():
        raise NotInThisStore
    had = Redemption.objects.filter(member=member, reward=reward)
    had = had.exclude(state=RedemptionState.CANCELLED)
    if reward.per_member is not None and had.count() >= reward.per_member:
        raise EnoughForOneMember


def _pay(account: PointsAccount, points: int, cause: Cause) -> PointsEntry:
    on = timezone.localdate(cause.at)
    lots = list(account.lots.spendable(on=on).oldest_first().select_for_update())
    if (spendable := sum(lot.remaining for lot in lots)) < points:
        raise NotEnoughPoints(short_by=points - spendable)
    return take_out(account, EntryKind.REDEEM, points, cause, lots=lots)


def _move_stock(reward: Reward, pieces: int) -> None:
    """Change the stock in one statement: whoever comes at the same moment waits for the row."""
    counted = Reward.objects.filter(pk=reward.pk, stock__isnull=False)
    enough = counted.filter(stock__gte=-pieces)
    if not enough.update(stock=F("stock") + pieces) and counted.exists():
        raise SoldOut


def _give_coupon(voucher: Redemption, kind: CouponKind, *, reference: str) -> None:
    voucher.coupon = issue_coupon(
        member=voucher.member,
        kind=kind,
        source=CouponSource.REWARD,
        reference=reference,
        at=voucher.redeemed_at,
        by=voucher.redeemed_by,
    )
    voucher.state = RedemptionState.HANDED_OVER
    voucher.closed_at, voucher.closed_by = voucher.redeemed_at, voucher.redeemed_by


def _close(
    redemption: Redemption, state: RedemptionState, *, by: Staff, at: dt.datetime
) -> Redemption:
    redemption.state, redemption.closed_at, redemption.closed_by = state, at, by
    redemption.save(update_fields=["state", "closed_at", "closed_by"])
    return redemption
