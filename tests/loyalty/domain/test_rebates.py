"""A year's points become coupons: looked at, approved by another, issued once."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from campaigns.domain.merging import merge_members
from loyalty.domain import rebates
from loyalty.domain.coupons import KindIsOver
from loyalty.domain.ledger import Cause, lock_account, take_out
from loyalty.domain.putting_back import put_back
from loyalty.domain.rebates import (
    AmountNotSetByBand,
    ApprovedBefore,
    DrafterMayNotApprove,
    IssuedBefore,
    NoBands,
    NotApproved,
    YearNotOver,
    approve_rebate,
    draft_rebate,
    issue_rebate,
    reopen_rebate,
)
from loyalty.enums import CouponEffect, EntryKind, RebateState
from loyalty.models import Coupon, CouponKind, RebateBand
from loyalty.receivers import BandTotal, Receiver, rebate_receivers, rebate_totals
from membership.enums import MemberStatus
from tests.factories import MemberFactory, StaffFactory
from tests.loyalty.points import credit, spend

pytestmark = pytest.mark.django_db

NEW_YEAR = dt.datetime(2026, 1, 4, 4, 0, tzinfo=dt.UTC)
BANDS = {1_000: Decimal(10), 2_500: Decimal(50), 10_000: Decimal("288.80")}


@pytest.fixture
def clerk():
    return StaffFactory()


@pytest.fixture
def officer():
    return StaffFactory()


def coupon_kind(**facts):
    facts = {"effect": CouponEffect.AMOUNT, "amount": Decimal(1), "life_days": 90} | facts
    return CouponKind.objects.create(code="test-rebate", name_zh="年度返利券", **facts)


def draft(by, *, year=2025, bands=BANDS, kind=None):
    return draft_rebate(year=year, coupon_kind=kind or coupon_kind(), bands=bands, by=by)


def approved(by, other, **facts):
    return approve_rebate(rebate=draft(by, **facts), by=other, at=NEW_YEAR)


def in_2025(month=6, day=1, hour=4):
    return dt.datetime(2025, month, day, hour, 0, tzinfo=dt.UTC)


def earned(points, *, at=None, **facts):
    member = MemberFactory(**facts)
    credit(member, points, at=at or in_2025())
    return member


def given():
    return {coupon.member: coupon.amount for coupon in Coupon.objects.select_related("member")}


def test_the_dry_run_adds_up_each_band_and_writes_nothing(clerk):
    few, one, two, many = (earned(points) for points in (999, 1_000, 2_499, 12_000))
    rebate = draft(clerk)

    assert rebate_totals(rebate=rebate) == [
        BandTotal(1_000, Decimal(10), 2),
        BandTotal(2_500, Decimal(50), 0),
        BandTotal(10_000, Decimal("288.80"), 1),
    ]
    assert [total.worth for total in rebate_totals(rebate=rebate)] == [
        Decimal(20),
        Decimal(0),
        Decimal("288.80"),
    ]
    assert list(rebate_receivers(rebate=rebate)) == [
        Receiver(one.points_account.pk, one.pk, 1_000, 1_000),
        Receiver(two.points_account.pk, two.pk, 2_499, 1_000),
        Receiver(many.points_account.pk, many.pk, 12_000, 10_000),
    ]
    assert (few.coupons.count(), Coupon.objects.count()) == (0, 0)


def test_it_counts_points_earned_in_the_year_not_what_is_left(clerk):
    ada = earned(3_000)
    spend(ada, 2_900, at=in_2025(7))
    credit(ada, 9_000, "test:before", at=dt.datetime(2024, 12, 31, 15, 59, tzinfo=dt.UTC))
    credit(ada, 9_000, "test:after", at=dt.datetime(2025, 12, 31, 16, 0, tzinfo=dt.UTC))

    assert [one.points for one in rebate_receivers(rebate=draft(clerk))] == [3_000]


def test_the_year_is_that_of_the_shop(clerk):
    earned(1_000, at=dt.datetime(2024, 12, 31, 16, 0, tzinfo=dt.UTC))
    earned(2_000, at=dt.datetime(2025, 12, 31, 15, 59, tzinfo=dt.UTC))

    assert [one.points for one in rebate_receivers(rebate=draft(clerk))] == [1_000, 2_000]


def test_points_that_a_return_took_back_do_not_count(clerk):
    ada = earned(1_200)
    account = lock_account(member=ada)
    cause = Cause(reference="return:1", at=in_2025(8))
    take_out(
        account,
        EntryKind.REVERSE,
        300,
        cause,
        lots=account.lots.all(),
        qualifying=-300,
        reverses=account.entries.get(),
    )

    assert list(rebate_receivers(rebate=draft(clerk))) == []


def test_points_that_came_back_from_a_redemption_are_not_earned_again(clerk):
    ada = earned(900)
    entry = spend(ada, 500, at=in_2025(7))
    account = lock_account(member=ada)
    put_back(account, 500, Cause(reference="test:back", at=in_2025(8)), reverses=entry)

    assert list(rebate_receivers(rebate=draft(clerk))) == []


def merge(kept, merged, by, *, at=NEW_YEAR):
    return merge_members(
        key=uuid.uuid4(), kept=kept, merged=merged, reason="one person", by=by, at=at
    )


def test_what_merged_records_earned_counts_for_the_one_that_was_kept(clerk):
    kept, merged, earlier = earned(1_000), earned(1_500), earned(200)
    merge(merged, earlier, clerk)
    merge(kept, merged, clerk)
    heiress = MemberFactory()
    merge(heiress, earned(1_200), clerk)

    receivers = {one.member_id: one.points for one in rebate_receivers(rebate=draft(clerk))}
    next_year = draft_rebate(
        year=2026, coupon_kind=CouponKind.objects.get(code="test-rebate"), bands=BANDS, by=clerk
    )

    assert receivers == {kept.pk: 2_700, heiress.pk: 1_200}
    assert list(rebate_receivers(rebate=next_year)) == []


@pytest.mark.parametrize("status", [MemberStatus.DISQUALIFIED, MemberStatus.ERASED])
def test_only_members_whose_membership_stands_receive_it(clerk, status):
    earned(3_000, status=status)

    assert list(rebate_receivers(rebate=draft(clerk))) == []


def test_draft_rebate_again_replaces_the_bands_and_the_drafter(clerk, officer):
    rebate = draft(clerk)

    again = draft(officer, bands={500: Decimal(5)}, kind=rebate.coupon_kind)

    assert (again, again.drafted_by) == (rebate, officer)
    assert list(RebateBand.objects.values_list("points_from", "amount")) == [(500, Decimal(5))]


def test_draft_rebate_needs_bands_and_a_coupon_of_yuan(clerk):
    with pytest.raises(NoBands):
        draft(clerk, bands={})

    kind = CouponKind.objects.create(
        code="test-percent", name_zh="折扣券", effect=CouponEffect.PERCENT, pays=9_000
    )
    with pytest.raises(AmountNotSetByBand):
        draft(clerk, kind=kind)


def test_approve_rebate_needs_somebody_else(clerk, officer):
    rebate = draft(clerk)

    with pytest.raises(DrafterMayNotApprove):
        approve_rebate(rebate=rebate, by=clerk, at=NEW_YEAR)

    approved_one = approve_rebate(rebate=rebate, by=officer, at=NEW_YEAR)
    assert (approved_one.state, approved_one.approved_by, approved_one.approved_at) == (
        RebateState.APPROVED,
        officer,
        NEW_YEAR,
    )


def test_approve_rebate_waits_for_the_year_to_be_over(clerk, officer):
    with pytest.raises(YearNotOver):
        approve_rebate(
            rebate=draft(clerk),
            by=officer,
            at=dt.datetime(2025, 12, 31, 15, 59, tzinfo=dt.UTC),
        )


def test_what_is_approved_is_not_drafted_or_approved_again(clerk, officer):
    rebate = approved(clerk, officer)

    with pytest.raises(ApprovedBefore):
        draft(clerk, kind=rebate.coupon_kind)
    with pytest.raises(ApprovedBefore):
        approve_rebate(rebate=rebate, by=officer, at=NEW_YEAR)


def test_reopen_rebate_takes_the_approval_back_until_a_coupon_is_out(clerk, officer):
    earned(3_000)
    rebate = approved(clerk, officer)
    assert reopen_rebate(rebate=rebate).state == RebateState.DRAFT

    approve_rebate(rebate=rebate, by=officer, at=NEW_YEAR)
    issue_rebate(rebate=rebate, at=NEW_YEAR)

    with pytest.raises(IssuedBefore):
        reopen_rebate(rebate=rebate)


def test_issue_rebate_gives_each_her_coupon(clerk, officer):
    one, many, _few = earned(1_500), earned(10_000), earned(10)
    rebate = approved(clerk, officer)

    assert issue_rebate(rebate=rebate, at=NEW_YEAR) == 2

    rebate.refresh_from_db()
    assert (rebate.state, rebate.issued_at) == (RebateState.ISSUED, NEW_YEAR)
    assert given() == {one: Decimal(10), many: Decimal("288.80")}
    coupon = one.coupons.get()
    assert (coupon.reference, coupon.source, coupon.usable_from, coupon.expires_on) == (
        "rebate:2025",
        "rebate",
        dt.date(2026, 1, 4),
        dt.date(2026, 4, 4),
    )


def test_issue_rebate_gives_once_however_often_it_runs(clerk, officer):
    earned(1_500)
    rebate = approved(clerk, officer)
    issue_rebate(rebate=rebate, at=NEW_YEAR)

    assert issue_rebate(rebate=rebate, at=NEW_YEAR) == 0
    assert Coupon.objects.count() == 1


def test_issue_rebate_goes_on_where_it_was_killed(clerk, officer, monkeypatch):
    members = [earned(1_500) for _ in range(5)]
    rebate = approved(clerk, officer)
    monkeypatch.setattr(rebates, "ACCOUNTS_AT_ONCE", 1)
    batch, done = rebates._issue_batch, []

    def killed_at_the_third(**facts):
        done.append(batch(**facts))
        if sum(done) == 3:
            raise SystemExit
        return done[-1]

    monkeypatch.setattr(rebates, "_issue_batch", killed_at_the_third)
    with pytest.raises(SystemExit):
        issue_rebate(rebate=rebate, at=NEW_YEAR)
    monkeypatch.setattr(rebates, "_issue_batch", batch)
    rebate.refresh_from_db()
    assert (rebate.state, Coupon.objects.count()) == (RebateState.APPROVED, 3)

    assert issue_rebate(rebate=rebate, at=NEW_YEAR) == 2

    assert given() == dict.fromkeys(members, Decimal(10))


def test_issue_rebate_needs_the_approval(clerk):
    with pytest.raises(NotApproved):
        issue_rebate(rebate=draft(clerk), at=NEW_YEAR)


def test_issue_rebate_refuses_a_coupon_whose_days_are_over(clerk, officer):
    rebate = approved(clerk, officer, kind=coupon_kind(usable_until=dt.date(2026, 1, 4)))

    with pytest.raises(KindIsOver):
        issue_rebate(rebate=rebate, at=NEW_YEAR)
