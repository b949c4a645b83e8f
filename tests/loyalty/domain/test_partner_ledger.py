"""A partner is owed for each use, at the price of its day, and no longer once it is undone."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import transaction

from loyalty.domain.perks import QuotaUsed, undo_perk
from loyalty.domain.rewards import AlreadyClosed, cancel_redemption
from loyalty.domain.rule_versions import BeginsAlready, copy_version
from loyalty.enums import CouponEffect
from loyalty.models import CouponKind, PartnerEntry, PartnerTerms, TierPerk
from tests.factories import DAY, NOON, SaleFactory, StaffFactory
from tests.loyalty.alliance import (
    A_DAY,
    FILM,
    TOMORROW,
    WASH,
    agree,
    car_wash,
    collect,
    driver,
    film,
    redeem,
    use,
    washing,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return car_wash()


@pytest.fixture
def ada():
    return driver()


def owed(partner) -> list[tuple[dt.date, Decimal]]:
    entries = partner.entries.order_by("pk")
    return list(entries.values_list("business_day", "amount"))


def test_use_perk_owes_the_partner_what_the_terms_say(partner, ada):
    used = use(ada, washing(partner))

    entry = PartnerEntry.objects.get()
    assert (entry.partner, entry.amount, entry.perk_use, entry.redemption) == (
        partner,
        WASH,
        used,
        None,
    )
    assert (entry.store, entry.business_day, entry.occurred_at) == (ada.home_store, DAY, NOON)


def test_use_perk_with_one_key_owes_once(partner, ada):
    perk, key = washing(partner), uuid.uuid4()

    use(ada, perk, key=key)
    use(ada, perk, key=key)

    assert owed(partner) == [(DAY, WASH)]


def test_use_perk_that_is_refused_owes_nothing(partner, ada):
    perk = washing(partner)
    TierPerk.objects.filter(perk=perk).update(quota=1)
    use(ada, perk)

    with pytest.raises(QuotaUsed):
        use(ada, perk)

    assert owed(partner) == [(DAY, WASH)]


def test_use_perk_that_is_rolled_back_owes_nothing(partner, ada):
    perk = washing(partner)

    with transaction.atomic():
        use(ada, perk)
        transaction.set_rollback(True)

    assert owed(partner) == []


def test_use_perk_owes_by_the_terms_of_the_business_day(partner, ada):
    perk = washing(partner, begins=DAY - A_DAY)
    other = car_wash("另一家洗车")
    agree(other, perk, price=Decimal(30), begins=DAY)
    agree(None, perk, price=Decimal(0), begins=DAY + A_DAY)
    ada.home_store.day_ends_at = dt.time(2)
    after_midnight = dt.datetime(2026, 3, 1, 17, 0, tzinfo=dt.UTC)  # 2 March 01:00 in Shanghai

    use(ada, perk, at=after_midnight)
    use(ada, perk, at=NOON)
    use(ada, perk, at=TOMORROW)

    assert owed(partner) == [(DAY - A_DAY, WASH)]
    assert owed(other) == [(DAY, Decimal(30))]


def test_use_perk_counts_what_costs_nothing(partner, ada):
    use(ada, washing(partner, price=Decimal(0)))

    assert owed(partner) == [(DAY, Decimal(0))]


def test_use_perk_on_a_sale_is_a_discount_of_our_own(partner, ada):
    sale = SaleFactory(member=ada, store=ada.home_store)
    undo_perk(use=use(ada, washing(partner), sale=sale), by=StaffFactory(), at=NOON)

    assert owed(partner) == []


def test_use_perk_before_the_terms_begin_owes_nothing(partner, ada):
    used = use(ada, washing(partner, begins=DAY + A_DAY))
    undo_perk(use=used, by=StaffFactory(), at=TOMORROW)

    assert owed(partner) == []


def test_undo_perk_takes_back_what_was_owed_whatever_the_price_is_by_now(partner, ada):
    perk = washing(partner)
    used = use(ada, perk)
    agree(partner, perk, price=Decimal(99), begins=DAY + A_DAY)

    undo_perk(use=used, by=StaffFactory(), at=TOMORROW)
    undo_perk(use=used, by=StaffFactory(), at=TOMORROW)

    assert owed(partner) == [(DAY, WASH), (DAY + A_DAY, -WASH)]
    back = PartnerEntry.objects.get(amount__lt=0)
    assert (back.reverses.perk_use, back.perk_use, back.terms.price) == (used, used, WASH)


def test_undo_perk_and_use_it_again_owes_again(partner, ada):
    perk = washing(partner)
    undo_perk(use=use(ada, perk), by=StaffFactory(), at=NOON)

    use(ada, perk)

    assert [amount for _day, amount in owed(partner)] == [WASH, -WASH, WASH]


def test_hand_over_owes_for_a_reward_and_redeeming_does_not(partner, ada):
    voucher = redeem(ada, film(partner))
    before = owed(partner)

    collect(voucher, at=TOMORROW)
    with pytest.raises(AlreadyClosed):
        collect(voucher, at=TOMORROW)

    assert (before, owed(partner)) == ([], [(DAY + A_DAY, FILM)])
    assert PartnerEntry.objects.get().redemption == voucher


def test_cancel_redemption_of_what_was_not_handed_over_owes_nothing(partner, ada):
    voucher = redeem(ada, film(partner))

    cancel_redemption(redemption=voucher, by=StaffFactory(), at=NOON)

    assert owed(partner) == []


def test_a_reward_that_is_a_coupon_is_owed_for_at_once_and_taken_back_with_it(partner, ada):
    kind = CouponKind.objects.create(code="film", name_zh="影票券", effect=CouponEffect.GIFT)
    voucher = redeem(ada, film(partner, kind="coupon", coupon_kind=kind))
    at_once = owed(partner)

    cancel_redemption(redemption=voucher, by=StaffFactory(), at=TOMORROW)
    cancel_redemption(redemption=voucher, by=StaffFactory(), at=TOMORROW)

    assert at_once == [(DAY, FILM)]
    assert owed(partner) == [(DAY, FILM), (DAY + A_DAY, -FILM)]


def test_a_new_version_of_terms_is_of_the_same_benefit(partner):
    washing(partner)
    terms = PartnerTerms.objects.get()
    cinema = film(car_wash("星光影院"))
    of_film = PartnerTerms.objects.get(reward=cinema)

    new = copy_version(rule=terms, begins=DAY + A_DAY)
    of_another = copy_version(rule=of_film, begins=DAY + A_DAY)

    assert (new.perk, new.partner, new.price, new.called) == (
        terms.perk,
        partner,
        WASH,
        "标准洗车",
    )
    assert of_another.reward == cinema
    with pytest.raises(BeginsAlready):
        copy_version(rule=terms, begins=DAY + A_DAY)
