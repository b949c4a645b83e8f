"""A sale rung on the wrong member goes to the right one, with all that followed from it."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from campaigns.domain.merging import merge_members
from guides.models import Ownership
from loyalty.domain.rebates import draft_rebate
from loyalty.domain.redemption import NotEnoughPoints
from loyalty.domain.tiers import current_tier, enter_tier
from loyalty.enums import CouponEffect, CouponSource, Occasion, PerkKind
from loyalty.models import (
    Coupon,
    CouponKind,
    CouponUse,
    OccasionReward,
    Perk,
    PerkUse,
    PointsEntry,
    SpendRebateRule,
    Tier,
)
from loyalty.queries import ledger_faults, standing
from loyalty.receivers import rebate_receivers
from membership.models import Member
from pos.domain.moving import (
    AlreadyHers,
    MoveKeyReused,
    NotACurrentMember,
    PointsNeedAMember,
    ReasonMissing,
    move_sale,
)
from pos.domain.moving_offers import CouponNotCovered
from pos.domain.returns import NotASale
from sales.models import SaleMove, Visit
from tests.factories import DAY, NOON, MemberFactory, ProductFactory, ShiftFactory, StaffFactory
from tests.guides.hands import buy, clock, guide_in, hold
from tests.loyalty.points import credit, spend
from tests.shop import sell, take_back

pytestmark = pytest.mark.django_db

LATER = NOON + dt.timedelta(days=3)


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def wrong(shift):
    return MemberFactory(name="Wrong", home_store=shift.till.store)


@pytest.fixture
def right(shift):
    return MemberFactory(name="Right", home_store=shift.till.store)


@pytest.fixture
def manager():
    return StaffFactory()


def moved(sale, to, by, *, at=LATER, key=None):
    return move_sale(
        key=key or uuid.uuid4(), sale=sale, to_member=to, reason="扫错卡", by=by, at=at
    )


def points(*members):
    assert ledger_faults() == []
    found = []
    for member in members:
        where = standing(member=member, at=LATER)
        found.append((where.balance, where.debt))
    return found


def days(member):
    rows = Visit.objects.filter(member=member).order_by("business_day", "store")
    return [(row.business_day, row.tickets, row.net, row.returned_later) for row in rows]


def in_tier(member, code):
    enter_tier(member=member, tier=Tier.objects.get(code=code), by=None, at=member.joined_at)


def test_move_takes_points_and_day_from_the_one_and_gives_them_to_the_other(
    shift, wrong, right, manager
):
    sale = buy(wrong, shift, at=NOON, price=250)

    move = moved(sale, right, manager)

    sale.refresh_from_db()
    assert sale.member == right
    assert points(wrong, right) == [(0, 0), (250, 0)]
    assert (days(wrong), days(right)) == ([], [(DAY, 1, Decimal("250.00"), Decimal("0.00"))])
    assert (move.from_member, move.to_member, move.by) == (wrong, right, manager)
    assert list(PointsEntry.objects.order_by("pk").values_list("kind", "points", "reference")) == [
        ("earn", 250, f"sale:{sale.pk}"),
        ("reverse", -250, f"move:{move.pk}:earned"),
        ("earn", 250, f"move:{move.pk}:earned"),
    ]


def test_move_brings_home_a_sale_that_was_nobodys(shift, right, manager):
    sale = sell(shift, (ProductFactory(), 2), at=NOON)

    moved(sale, right, manager)

    assert points(right) == [(200, 0)]
    assert days(right) == [(DAY, 1, Decimal("200.00"), Decimal("0.00"))]


def test_move_earns_in_the_tier_she_had_and_leaves_the_price(shift, wrong, right, manager):
    in_tier(wrong, "gold")
    gold = Tier.objects.get(code="gold")
    Tier.objects.filter(pk=gold.pk).update(multiplier=2)
    sale = sell(shift, (ProductFactory(), 1), member=wrong, at=NOON)

    moved(sale, right, manager)

    assert sale.net == Decimal("88.00")
    assert points(wrong, right) == [(0, 0), (88, 0)]


def test_other_purchases_of_the_day_stay(shift, wrong, right, manager):
    sale = buy(wrong, shift, at=NOON, price=250)
    buy(wrong, shift, at=NOON, price=30)
    buy(right, shift, at=NOON, price=7)

    moved(sale, right, manager)

    assert days(wrong) == [(DAY, 1, Decimal("30.00"), Decimal("0.00"))]
    assert days(right) == [(DAY, 2, Decimal("257.00"), Decimal("0.00"))]
    assert points(wrong, right) == [(30, 0), (257, 0)]


def test_later_returns_follow_the_new_member(shift, wrong, right, manager):
    sale = sell(shift, (ProductFactory(), 4), member=wrong, at=NOON)
    take_back(shift, sale, [1], at=NOON)
    moved(sale, right, manager, at=NOON)

    back = take_back(shift, sale, [1], at=LATER)

    assert back.member == right
    assert points(wrong, right) == [(0, 0), (200, 0)]
    assert days(right) == [
        (DAY, 1, Decimal("300.00"), Decimal("100.00")),
        (LATER.date(), 0, Decimal("-100.00"), Decimal("0.00")),
    ]

    take_back(shift, sale, [2], at=LATER)

    assert points(wrong, right) == [(0, 0), (0, 0)]


def test_earlier_returns_go_along(shift, wrong, right, manager):
    sale = sell(shift, (ProductFactory(), 4), member=wrong, at=NOON)
    take_back(shift, sale, [1], at=LATER)

    moved(sale, right, manager)

    assert days(wrong) == []
    assert days(right) == [
        (DAY, 1, Decimal("400.00"), Decimal("100.00")),
        (LATER.date(), 0, Decimal("-100.00"), Decimal("0.00")),
    ]
    assert points(wrong, right) == [(0, 0), (300, 0)]
    assert wrong.sales.count() == 0


def test_a_sale_wholly_returned_that_day_is_no_ticket_of_hers(shift, wrong, right, manager):
    sale = buy(wrong, shift, at=NOON)
    take_back(shift, sale, at=NOON)

    moved(sale, right, manager)

    assert days(right) == [(DAY, 0, Decimal("0.00"), Decimal("0.00"))]
    assert points(wrong, right) == [(0, 0), (0, 0)]


def test_points_spent_return_to_the_one_and_are_paid_by_the_other(shift, wrong, right, manager):
    lot = credit(wrong, 500, "a", expires_on=DAY + dt.timedelta(days=90))
    credit(right, 450, "b")
    sale = sell(shift, (ProductFactory(), 1), member=wrong, points=400, at=NOON)

    moved(sale, right, manager)

    lot.refresh_from_db()
    assert lot.remaining == 500
    assert points(wrong, right) == [(500, 0), (450 - 400 + 96, 0)]

    take_back(shift, sale, at=LATER)

    assert points(wrong, right) == [(500, 0), (450, 0)]


def test_move_is_refused_if_the_other_cannot_pay_the_points(shift, wrong, right, manager):
    credit(wrong, 500, "a")
    credit(right, 300, "b")
    sale = sell(shift, (ProductFactory(), 1), member=wrong, points=400, at=NOON)

    with pytest.raises(NotEnoughPoints) as refusal:
        moved(sale, right, manager)
    with pytest.raises(PointsNeedAMember):
        moved(sale, None, manager)

    assert refusal.value.short_by == 100
    assert points(wrong, right) == [(196, 0), (300, 0)]
    assert SaleMove.objects.count() == 0


def test_points_spent_meanwhile_become_a_debt(shift, wrong, right, manager):
    sale = buy(wrong, shift, at=NOON, price=250)
    spend(wrong, 200)

    moved(sale, right, manager)

    assert points(wrong, right) == [(-200, 200), (250, 0)]


def test_an_upgrade_is_undone_for_the_one_and_comes_to_the_other(shift, wrong, right, manager):
    in_tier(wrong, "gold")
    in_tier(right, "gold")
    sale = buy(wrong, shift, at=NOON, price=3000)
    assert current_tier(member=wrong, on=DAY).code == "platinum"

    moved(sale, right, manager)

    on = LATER.date()
    assert [current_tier(member=m, on=on).code for m in (wrong, right)] == ["gold", "platinum"]


def test_an_upgrade_that_was_used_stays(shift, wrong, right, manager):
    in_tier(wrong, "gold")
    sale = buy(wrong, shift, at=NOON, price=3000)
    buy(wrong, shift, at=NOON + dt.timedelta(hours=1), price=10)

    moved(sale, right, manager)

    assert current_tier(member=wrong, on=LATER.date()).code == "platinum"


def test_the_clocks_of_both_are_wound_anew(shift, wrong, right, manager):
    store = shift.till.store
    start = NOON - dt.timedelta(days=20)
    held = [hold(member, guide_in(store), at=start) for member in (wrong, right)]
    sale = buy(wrong, shift, at=NOON)

    moved(sale, right, manager)

    assert [clock(one)[0] for one in held] == [start.date(), DAY]


def test_the_three_credits_stay_facts_of_the_time(shift, wrong, right, manager):
    store = shift.till.store
    guide, enroller = guide_in(store), StaffFactory()
    Member.objects.filter(pk=wrong.pk).update(enroller=enroller)
    wrong.refresh_from_db()
    hold(wrong, guide, at=NOON - dt.timedelta(days=2))
    seller = guide_in(store)
    sale = sell(shift, (ProductFactory(), 1), member=wrong, seller=seller, at=NOON)

    moved(sale, right, manager)

    sale.refresh_from_db()
    assert (sale.seller, sale.owner, sale.enroller) == (seller, guide, enroller)
    assert Ownership.objects.get().member == wrong


def test_moving_back_undoes_it(shift, wrong, right, manager):
    in_tier(wrong, "gold")
    in_tier(right, "gold")
    credit(wrong, 500, "a")
    credit(right, 500, "b")
    sale = sell(
        shift,
        (ProductFactory(regular_price=Decimal(5000)), 1),
        member=wrong,
        points=400,
        at=NOON,
    )
    before = points(wrong, right), days(wrong), days(right)

    for _ in range(2):
        moved(sale, right, manager)
        moved(sale, wrong, manager)

    assert (points(wrong, right), days(wrong), days(right)) == before
    assert [current_tier(member=m, on=LATER.date()).code for m in (wrong, right)] == [
        "platinum",
        "gold",
    ]

    take_back(shift, sale, at=LATER)

    assert points(wrong, right) == [(500, 0), (500, 0)]


def test_a_used_coupon_is_exchanged_for_one_like_it(shift, wrong, right, manager):
    hers, others = give_coupon(wrong, "K1"), give_coupon(right, "K2")
    sale = buy(wrong, shift, at=NOON)
    use(hers, sale)

    moved(sale, right, manager)

    assert list(wrong.coupons.unused()) == [others]
    assert list(right.coupons.unused()) == []
    assert CouponUse.objects.get().coupon.member == right

    moved(sale, wrong, manager)

    assert list(wrong.coupons.unused()) == []
    assert list(right.coupons.unused()) == [others]


def test_a_used_coupon_the_other_has_not_refuses_the_move(shift, wrong, right, manager):
    sale = buy(wrong, shift, at=NOON)
    use(give_coupon(wrong, "K1"), sale)

    with pytest.raises(CouponNotCovered) as refusal:
        moved(sale, right, manager)

    assert refusal.value.coupon.number == "K1"


def test_a_counted_perk_counts_for_the_other(shift, wrong, right, manager):
    perk = Perk.objects.create(code="iron", kind=PerkKind.SERVICE, name_zh="熨烫")
    sale = buy(wrong, shift, at=NOON)
    for member, on_sale in ((wrong, sale), (right, None)):
        PerkUse.objects.create(
            key=uuid.uuid4(),
            perk=perk,
            member=member,
            period_starts_on=DAY,
            place=1,
            used_at=NOON,
            store=member.home_store,
            by=manager,
            sale=on_sale,
        )

    moved(sale, right, manager)

    assert wrong.perk_uses.count() == 0
    assert sorted(right.perk_uses.values_list("place", flat=True)) == [1, 2]


def test_the_coupon_for_the_next_ticket_goes_along(shift, wrong, right, manager):
    kind = CouponKind.objects.create(
        code="next", effect=CouponEffect.AMOUNT, amount=1, name_zh="下次用"
    )
    SpendRebateRule.objects.create(effective_from=DAY, share=1000, coupon_kind=kind)
    sale = buy(wrong, shift, at=NOON, price=200)

    moved(sale, right, manager)

    assert [list(m.coupons.unused().values_list("amount", flat=True)) for m in (wrong, right)] == [
        [],
        [Decimal("20.00")],
    ]

    moved(sale, wrong, manager)

    assert [list(m.coupons.unused().values_list("amount", flat=True)) for m in (wrong, right)] == [
        [Decimal("20.00")],
        [],
    ]


def test_a_referral_follows_the_friend_who_bought(shift, wrong, right, manager):
    OccasionReward.objects.create(
        effective_from=dt.date(2026, 1, 1), occasion=Occasion.REFERRING, points=50
    )
    referrers = [MemberFactory(joined_at=wrong.joined_at), MemberFactory()]
    for friend, referrer in zip((wrong, right), referrers, strict=True):
        Member.objects.filter(pk=friend.pk).update(referrer=referrer)
        friend.refresh_from_db()
    sale = buy(wrong, shift, at=NOON)
    assert points(*referrers) == [(50, 0), (0, 0)]

    for day in range(3):
        at = LATER + dt.timedelta(days=day)

        moved(sale, right, manager, at=at)
        assert points(*referrers) == [(0, 0), (50, 0)]

        moved(sale, wrong, manager, at=at)
        assert points(*referrers) == [(50, 0), (0, 0)]


def in_the_year(year, by):
    """Return the points that count for the annual rebate of ``year``, by member."""
    kind, _ = CouponKind.objects.get_or_create(
        code="rebate", defaults={"effect": CouponEffect.AMOUNT, "amount": 1, "name_zh": "返利"}
    )
    rebate = draft_rebate(year=year, coupon_kind=kind, bands={1: Decimal(1)}, by=by)
    return {one.member_id: one.points for one in rebate_receivers(rebate=rebate)}


def on_day(year, month, day):
    return dt.datetime(year, month, day, 4, 0, tzinfo=dt.UTC)


def test_points_count_for_the_annual_rebate_of_the_year_of_the_sale(shift, wrong, right, manager):
    sale = sell(shift, (ProductFactory(), 9), member=wrong, at=on_day(2025, 12, 20))
    sell(shift, (ProductFactory(), 1), member=right, at=on_day(2026, 1, 5))
    take_back(shift, sale, [2], at=on_day(2026, 1, 10))
    assert in_the_year(2025, manager) == {wrong.pk: 900}

    moved(sale, right, manager, at=on_day(2026, 2, 1))

    assert in_the_year(2025, manager) == {right.pk: 700}
    assert in_the_year(2026, manager) == {right.pk: 100}

    take_back(shift, sale, [3], at=on_day(2027, 3, 1))
    sell(shift, (ProductFactory(), 4), member=right, at=on_day(2027, 3, 2))
    heiress = MemberFactory(home_store=shift.till.store)
    merge_members(
        key=uuid.uuid4(),
        kept=heiress,
        merged=right,
        reason="同一人",
        by=manager,
        at=on_day(2027, 3, 3),
    )

    assert in_the_year(2025, manager) == {heiress.pk: 700}
    assert in_the_year(2026, manager) == {heiress.pk: 100}
    assert in_the_year(2027, manager) == {heiress.pk: 100}

    moved(sale, wrong, manager, at=on_day(2027, 4, 1))

    assert in_the_year(2025, manager) == {wrong.pk: 400}
    assert in_the_year(2027, manager) == {heiress.pk: 400}


def test_one_key_moves_once(shift, wrong, right, manager):
    sale = buy(wrong, shift, at=NOON)
    key = uuid.uuid4()

    moves = {moved(sale, right, manager, key=key).pk for _ in range(3)}

    assert moves == {SaleMove.objects.get().pk}
    assert points(wrong, right) == [(0, 0), (100, 0)]
    with pytest.raises(MoveKeyReused):
        moved(sale, wrong, manager, key=key)


def test_moves_that_make_no_sense_are_refused(shift, wrong, right, manager):
    sale = buy(wrong, shift, at=NOON)
    back = take_back(shift, sale, at=NOON)
    Member.objects.filter(pk=right.pk).update(status="erased")

    with pytest.raises(AlreadyHers):
        moved(sale, wrong, manager)
    with pytest.raises(NotASale):
        moved(back, right, manager)
    with pytest.raises(NotACurrentMember):
        moved(sale, right, manager)
    with pytest.raises(ReasonMissing):
        move_sale(key=uuid.uuid4(), sale=sale, to_member=right, reason="  ", by=manager, at=LATER)


def give_coupon(member, number):
    kind, _ = CouponKind.objects.get_or_create(
        code="ten", defaults={"effect": CouponEffect.AMOUNT, "amount": 10, "name_zh": "十元"}
    )
    return Coupon.objects.create(
        kind=kind,
        member=member,
        number=number,
        source=CouponSource.HAND,
        reference="birthday:2026",
        usable_from=DAY,
        issued_at=NOON,
    )


def use(coupon, sale):
    CouponUse.objects.create(
        coupon=coupon, sale=sale, store=sale.store, by=sale.cashier, used_at=sale.sold_at
    )
