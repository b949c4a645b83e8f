"""Perks are used as often as the matrix says, and a birthday comes once a year."""

import datetime as dt
import uuid

import pytest

from loyalty.domain.allowances import period_around
from loyalty.domain.coupons import CouponWasUsed
from loyalty.domain.perks import (
    BirthdayNotOpen,
    PerkNotHers,
    PerkUseReused,
    QuotaUsed,
    birthday_open,
    undo_perk,
    use_perk,
)
from loyalty.domain.tiers import enter_tier
from loyalty.enums import BirthdayWindow, CouponEffect, CouponSource, LimitPeriod, PerkKind
from loyalty.models import (
    ALWAYS,
    Coupon,
    CouponKind,
    CouponUse,
    Perk,
    PerkUse,
    Tier,
    TierPerk,
)
from membership.enums import Calendar
from tests.factories import NOON, MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db
DAY = NOON.date()


@pytest.fixture
def gold():
    return Tier.objects.get(code="gold")


@pytest.fixture
def ada(gold):
    member = MemberFactory(birth_month=3, birth_day=2)
    enter_tier(member=member, tier=gold, by=None, at=member.joined_at)
    return member


@pytest.fixture
def clerk():
    return StaffFactory()


def parking(tier, *, quota=2, period=LimitPeriod.MONTH):
    perk = Perk.objects.create(
        code="test-parking", kind=PerkKind.SERVICE, name_zh="泊车", name_en="Parking"
    )
    TierPerk.objects.create(tier=tier, perk=perk, quota=quota, period=period)
    return perk


def birthday(tier, window=BirthdayWindow.DAY, days_around=0):
    perk = Perk.objects.create(
        code="test-birthday",
        kind=PerkKind.BIRTHDAY,
        name_zh="生日",
        name_en="Birthday",
        pays=8_000,
        birthday=window,
        days_around=days_around,
    )
    TierPerk.objects.create(tier=tier, perk=perk, quota=1, period=LimitPeriod.YEAR)
    return perk


def use(member, perk, by, *, at=NOON, key=None):
    return use_perk(
        key=key or uuid.uuid4(), member=member, perk=perk, store=member.home_store, by=by, at=at
    )


def later(**time):
    return NOON + dt.timedelta(**time)


@pytest.mark.parametrize(
    ("period", "starts_on", "starts_anew_on"),
    [
        (LimitPeriod.DAY, dt.date(2026, 12, 31), dt.date(2027, 1, 1)),
        (LimitPeriod.WEEK, dt.date(2026, 12, 28), dt.date(2027, 1, 4)),
        (LimitPeriod.MONTH, dt.date(2026, 12, 1), dt.date(2027, 1, 1)),
        (LimitPeriod.QUARTER, dt.date(2026, 10, 1), dt.date(2027, 1, 1)),
        (LimitPeriod.YEAR, dt.date(2026, 1, 1), dt.date(2027, 1, 1)),
        (LimitPeriod.EVER, ALWAYS, None),
    ],
)
def test_period_around_a_day(period, starts_on, starts_anew_on):
    assert period_around(period, on=dt.date(2026, 12, 31)) == (starts_on, starts_anew_on)


def test_use_perk_counts_down_and_says_when_it_starts_anew(gold, ada, clerk):
    perk = parking(gold)
    use(ada, perk, clerk)
    use(ada, perk, clerk)

    with pytest.raises(QuotaUsed) as refusal:
        use(ada, perk, clerk)

    assert refusal.value.starts_anew_on == dt.date(2026, 4, 1)
    assert list(PerkUse.objects.order_by("place").values_list("period_starts_on", "place")) == [
        (dt.date(2026, 3, 1), 1),
        (dt.date(2026, 3, 1), 2),
    ]


def test_use_perk_starts_anew_in_the_next_period(gold, ada, clerk):
    perk = parking(gold, quota=1)
    use(ada, perk, clerk)

    again = use(ada, perk, clerk, at=later(days=30))

    assert (again.period_starts_on, again.place) == (dt.date(2026, 4, 1), 1)


def test_use_perk_belongs_to_the_business_day_of_the_store(gold, ada, clerk):
    ada.home_store.day_ends_at = dt.time(2)
    perk = parking(gold, quota=1)
    after_midnight = dt.datetime(2026, 3, 31, 17, 30, tzinfo=dt.UTC)  # 1 April 01:30 in Shanghai

    assert use(ada, perk, clerk, at=after_midnight).period_starts_on == dt.date(2026, 3, 1)


def test_use_perk_twice_with_one_key_is_one_use(gold, ada, clerk):
    perk = parking(gold)
    key = uuid.uuid4()

    assert use(ada, perk, clerk, key=key) == use(ada, perk, clerk, key=key)
    assert PerkUse.objects.count() == 1


def test_use_perk_refuses_the_key_of_another_use(gold, ada, clerk):
    perk = parking(gold)
    key = use(ada, perk, clerk).key
    bea = MemberFactory()
    enter_tier(member=bea, tier=gold, by=None, at=bea.joined_at)

    with pytest.raises(PerkUseReused):
        use(bea, perk, clerk, key=key)


def test_use_perk_without_a_quota_never_ends(gold, ada, clerk):
    perk = parking(gold, quota=None)

    assert [use(ada, perk, clerk).place for _ in range(3)] == [1, 2, 3]


def test_use_perk_counts_what_was_used_before_the_period_of_the_cell_changed(gold, ada, clerk):
    perk = parking(gold, quota=1)
    use(ada, perk, clerk)
    TierPerk.objects.filter(perk=perk).update(period=LimitPeriod.YEAR)

    with pytest.raises(QuotaUsed) as refusal:
        use(ada, perk, clerk, at=later(days=60))

    assert refusal.value.starts_anew_on == dt.date(2027, 1, 1)


def test_use_perk_refuses_what_her_tier_does_not_have(gold, ada, clerk):
    perk = parking(Tier.objects.get(code="platinum"))

    with pytest.raises(PerkNotHers):
        use(ada, perk, clerk)


def test_use_perk_refuses_what_is_no_longer_offered(gold, ada, clerk):
    perk = parking(gold)
    Perk.objects.filter(pk=perk.pk).update(is_active=False)

    with pytest.raises(PerkNotHers):
        use(ada, perk, clerk)


def test_undo_perk_gives_the_place_back(gold, ada, clerk):
    perk = parking(gold)
    first, second = use(ada, perk, clerk), use(ada, perk, clerk)

    undone = undo_perk(use=first, by=clerk, at=later(minutes=1))
    again = use(ada, perk, clerk, at=later(minutes=2))

    assert (undone.undone_by, undone.undone_at) == (clerk, later(minutes=1))
    assert (again.place, second.place) == (1, 2)


def test_undo_perk_twice_keeps_the_first(gold, ada, clerk):
    used = use(ada, parking(gold), clerk)
    undo_perk(use=used, by=clerk, at=later(minutes=1))

    assert undo_perk(use=used, by=StaffFactory(), at=later(minutes=2)).undone_by == clerk


@pytest.mark.parametrize(
    ("window", "first", "last"),
    [
        ((BirthdayWindow.DAY, 0), dt.date(2026, 3, 2), dt.date(2026, 3, 2)),
        ((BirthdayWindow.AROUND, 3), dt.date(2026, 2, 27), dt.date(2026, 3, 5)),
        ((BirthdayWindow.MONTH, 0), dt.date(2026, 3, 1), dt.date(2026, 3, 31)),
    ],
)
def test_birthday_open_within_its_window(gold, ada, window, first, last):
    perk = birthday(gold, *window)
    days = [first - dt.timedelta(days=1), first, last, last + dt.timedelta(days=1)]

    assert [birthday_open(member=ada, perk=perk, on=day) for day in days] == [
        False, True, True, False,
    ]  # fmt: skip


def test_birthday_open_around_reaches_over_the_new_year(gold, ada):
    ada.birth_month, ada.birth_day = 1, 2
    perk = birthday(gold, BirthdayWindow.AROUND, 5)

    open_on = [dt.date(2026, 12, 27) + dt.timedelta(days=n) for n in range(15)]

    assert [day.day for day in open_on if birthday_open(member=ada, perk=perk, on=day)] == [
        28, 29, 30, 31, 1, 2, 3, 4, 5, 6, 7,
    ]  # fmt: skip


def test_birthday_open_on_29_february_is_kept_every_year(gold, ada):
    ada.birth_month, ada.birth_day = 2, 29
    perk = birthday(gold)

    assert birthday_open(member=ada, perk=perk, on=dt.date(2026, 2, 28)) is True
    assert birthday_open(member=ada, perk=perk, on=dt.date(2028, 2, 28)) is False
    assert birthday_open(member=ada, perk=perk, on=dt.date(2028, 2, 29)) is True


def test_birthday_open_follows_the_lunar_calendar(gold, ada):
    ada.birth_calendar, ada.birth_month, ada.birth_day = Calendar.LUNAR, 8, 15
    perk = birthday(gold)

    assert birthday_open(member=ada, perk=perk, on=dt.date(2026, 9, 25)) is True
    assert birthday_open(member=ada, perk=perk, on=dt.date(2025, 10, 6)) is True
    assert birthday_open(member=ada, perk=perk, on=dt.date(2026, 10, 6)) is False


def test_birthday_open_is_never_for_who_gave_none(gold, ada):
    ada.birth_month = ada.birth_day = None

    assert birthday_open(member=ada, perk=birthday(gold, BirthdayWindow.MONTH), on=DAY) is False


def test_a_birthday_is_used_once_a_year_whatever_is_edited(gold, ada, clerk):
    perk = birthday(gold, BirthdayWindow.MONTH)
    TierPerk.objects.filter(perk=perk).update(quota=9, period=LimitPeriod.MONTH)
    use(ada, perk, clerk)
    ada.birth_month, ada.birth_day = 10, 2
    ada.save()
    october = dt.datetime(2026, 10, 2, 4, 0, tzinfo=dt.UTC)

    assert birthday_open(member=ada, perk=perk, on=october.date()) is False
    with pytest.raises(QuotaUsed) as refusal:
        use(ada, perk, clerk, at=october)

    assert refusal.value.starts_anew_on == dt.date(2027, 1, 1)


def test_a_birthday_is_not_used_again_after_the_new_year(gold, ada, clerk):
    ada.birth_month, ada.birth_day = 12, 30
    perk = birthday(gold, BirthdayWindow.AROUND, 5)
    use(ada, perk, clerk, at=dt.datetime(2026, 12, 30, 4, 0, tzinfo=dt.UTC))

    assert birthday_open(member=ada, perk=perk, on=dt.date(2027, 1, 2)) is False
    with pytest.raises(QuotaUsed) as refusal:
        use(ada, perk, clerk, at=dt.datetime(2027, 1, 2, 4, 0, tzinfo=dt.UTC))

    assert refusal.value.starts_anew_on == dt.date(2027, 6, 30)
    assert birthday_open(member=ada, perk=perk, on=dt.date(2027, 12, 26)) is True


def test_a_birthday_that_was_undone_is_open_again(gold, ada, clerk):
    perk = birthday(gold)
    undo_perk(use=use(ada, perk, clerk), by=clerk, at=NOON)

    assert birthday_open(member=ada, perk=perk, on=DAY) is True


def test_use_perk_refuses_a_birthday_on_other_days(gold, ada, clerk):
    perk = birthday(gold)

    with pytest.raises(BirthdayNotOpen):
        use(ada, perk, clerk, at=later(days=1))


def test_a_birthday_asks_nothing_of_the_database_outside_of_its_window(
    gold, ada, django_assert_num_queries
):
    perk = birthday(gold)

    with django_assert_num_queries(0):
        birthday_open(member=ada, perk=perk, on=dt.date(2026, 7, 1))
    with django_assert_num_queries(1):
        birthday_open(member=ada, perk=perk, on=DAY)


def gift(tier):
    kind = CouponKind.objects.create(code="test-cake", name_zh="蛋糕", effect=CouponEffect.GIFT)
    perk = Perk.objects.create(
        code="test-gift",
        kind=PerkKind.GIFT,
        name_zh="生日礼物",
        birthday=BirthdayWindow.DAY,
        coupon_kind=kind,
    )
    TierPerk.objects.create(tier=tier, perk=perk, period=LimitPeriod.MONTH)
    return perk


def test_a_birthday_gift_is_a_coupon_once_a_year(gold, ada, clerk):
    perk = gift(gold)
    used = use(ada, perk, clerk)

    coupon = Coupon.objects.get()
    assert (coupon.member, coupon.source, coupon.reference) == (
        ada,
        CouponSource.BIRTHDAY,
        f"perk:{used.key}",
    )
    with pytest.raises(QuotaUsed):
        use(ada, perk, clerk)


def test_undo_perk_withdraws_the_gift_unless_it_was_used(gold, ada, clerk):
    perk = gift(gold)
    undo_perk(use=use(ada, perk, clerk), by=clerk, at=NOON)
    assert Coupon.objects.unused().count() == 0

    again = use(ada, perk, clerk)
    coupon = Coupon.objects.unused().get()
    CouponUse.objects.create(coupon=coupon, store=ada.home_store, by=clerk, used_at=NOON)

    with pytest.raises(CouponWasUsed):
        undo_perk(use=again, by=clerk, at=NOON)
    assert PerkUse.objects.filter(undone_at=None).count() == 1
