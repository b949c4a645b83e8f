"""The annual rebate: drafted, approved by somebody else, issued once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from common.bulk import insert_rows
from loyalty.domain.coupons import coupon_days, new_coupon_number
from loyalty.enums import CouponEffect, CouponSource, RebateState
from loyalty.models import AnnualRebate, Coupon, CouponKind, PointsAccount, RebateBand
from loyalty.models.coupon import CouponQuerySet
from loyalty.receivers import Receiver, rebate_receivers, rebate_year
from membership.enums import MemberStatus
from stores.models import Staff

ACCOUNTS_AT_ONCE = 2_000  # their tills wait while a batch is written: a fraction of a second

_COLUMNS = (
    "kind_id",
    "member_id",
    "number",
    "source",
    "reference",
    "amount",
    "usable_from",
    "expires_on",
    "issued_at",
    "issued_by_id",
    "note",
)


class NoBands(Exception):
    """A rebate without bands gives nothing."""


class AmountNotSetByBand(Exception):
    """Only a coupon that takes yuan off can have the amount of its band."""


class ApprovedBefore(Exception):
    """What was approved is not changed any more."""


class DrafterMayNotApprove(Exception):
    """A second person approves."""


class YearNotOver(Exception):
    """Points of the year can still be earned."""


class NotApproved(Exception):
    """Nobody has approved the rebate."""


class IssuedBefore(Exception):
    """Members have coupons of this rebate."""


@transaction.atomic
def draft_rebate(
    *, year: int, coupon_kind: CouponKind, bands: Mapping[int, Decimal], by: Staff
) -> AnnualRebate:
    """Write down what ``year`` gives: from so many points on, a coupon of so many yuan.

    Drafting again replaces the draft. ``bands`` is points (1 or more) to yuan (more than 0).

    :raises NoBands: if there are none
    :raises AmountNotSetByBand: if coupons of the kind do not take yuan off
    :raises ApprovedBefore: if the year was approved
    """
    if not bands:
        raise NoBands
    if coupon_kind.effect != CouponEffect.AMOUNT:
        raise AmountNotSetByBand
    rebate, _ = AnnualRebate.objects.get_or_create(year=year, defaults={"coupon_kind": coupon_kind})
    rebate = _locked(rebate)
    if rebate.state != RebateState.DRAFT:
        raise ApprovedBefore
    rebate.coupon_kind, rebate.drafted_by = coupon_kind, by
    rebate.save(update_fields=["coupon_kind", "drafted_by"])
    rebate.bands.all().delete()
    RebateBand.objects.bulk_create(
        RebateBand(rebate=rebate, points_from=points, amount=amount)
        for points, amount in sorted(bands.items())
    )
    return rebate


@transaction.atomic
def approve_rebate(*, rebate: AnnualRebate, by: Staff, at: dt.datetime) -> AnnualRebate:
    """Agree to what somebody else drafted, once the year is over.

    :raises ApprovedBefore: if it was approved
    :raises DrafterMayNotApprove: if ``by`` drafted it
    :raises YearNotOver: before the year is over
    """
    rebate = _locked(rebate)
    if rebate.state != RebateState.DRAFT:
        raise ApprovedBefore
    if rebate.drafted_by == by:
        raise DrafterMayNotApprove
    if at < rebate_year(rebate.year)[1]:
        raise YearNotOver
    rebate.state, rebate.approved_by, rebate.approved_at = RebateState.APPROVED, by, at
    rebate.save(update_fields=["state", "approved_by", "approved_at"])
    return rebate


@transaction.atomic
def reopen_rebate(*, rebate: AnnualRebate) -> AnnualRebate:
    """Make a draft again of what was approved, while nobody has a coupon of it.

    :raises IssuedBefore: if somebody has
    """
    rebate = _locked(rebate)
    if rebate.state == RebateState.ISSUED or issued_coupons(rebate).exists():
        raise IssuedBefore
    rebate.state, rebate.approved_by, rebate.approved_at = RebateState.DRAFT, None, None
    rebate.save(update_fields=["state", "approved_by", "approved_at"])
    return rebate


def issue_rebate(*, rebate: AnnualRebate, at: dt.datetime) -> int:
    """Give everybody the coupon of her band and return how many were given.

    Works in batches, each a transaction of its own: after a kill it goes on where it was, and
    again it gives nothing. The most a member may have of the kind does not count here.

    :raises NotApproved: if nobody has approved it
    :raises KindIsOver: if no day is left on which the coupons could be used
    """
    rebate.refresh_from_db()
    if rebate.state == RebateState.ISSUED:
        return 0
    given = sum(_issue_batch(rebate=rebate, accounts=batch, at=at) for batch in _batches())
    AnnualRebate.objects.filter(pk=rebate.pk, state=RebateState.APPROVED).update(
        state=RebateState.ISSUED, issued_at=at
    )
    return given


def issued_coupons(rebate: AnnualRebate) -> CouponQuerySet:
    """Return the coupons ``rebate`` gave so far."""
    return Coupon.objects.filter(reference=_reference(rebate), source=CouponSource.REBATE)


def _batches() -> Iterator[tuple[int, int]]:
    last = PointsAccount.objects.aggregate(last=Max("pk"))["last"] or 0
    for after in range(0, last + 1, ACCOUNTS_AT_ONCE):
        yield after, after + ACCOUNTS_AT_ONCE


@transaction.atomic
def _issue_batch(*, rebate: AnnualRebate, accounts: tuple[int, int], at: dt.datetime) -> int:
    rebate = _locked(rebate)
    if rebate.state == RebateState.DRAFT:
        raise NotApproved
    days = coupon_days(kind=rebate.coupon_kind, on=timezone.localdate(at))
    receivers = _without_coupon(rebate, list(rebate_receivers(rebate=rebate, accounts=accounts)))
    amounts = dict(rebate.bands.values_list("points_from", "amount"))
    rows = [
        (
            rebate.coupon_kind_id,
            one.member_id,
            new_coupon_number(),
            CouponSource.REBATE.value,
            _reference(rebate),
            amounts[one.points_from],
            *days,
            at,
            rebate.approved_by_id,
            "",
        )
        for one in receivers
    ]
    return insert_rows(connection, Coupon._meta.db_table, _COLUMNS, rows)


def _without_coupon(rebate: AnnualRebate, receivers: list[Receiver]) -> list[Receiver]:
    """Lock the accounts of ``receivers`` and return those who have no coupon of the year yet."""
    locked = PointsAccount.objects.locked().filter(
        pk__in=[one.account_id for one in receivers], member__status=MemberStatus.ACTIVE
    )
    standing = set(locked.values_list("pk", flat=True))
    members = [one.member_id for one in receivers]
    have = set(issued_coupons(rebate).filter(member__in=members).values_list("member", flat=True))
    return [one for one in receivers if one.account_id in standing and one.member_id not in have]


def _reference(rebate: AnnualRebate) -> str:
    return f"rebate:{rebate.year}"


def _locked(rebate: AnnualRebate) -> AnnualRebate:
    return (
        AnnualRebate.objects.select_for_update(of=("self",))
        .select_related("coupon_kind", "drafted_by")
        .get(pk=rebate.pk)
    )
