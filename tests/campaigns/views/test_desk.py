"""The service desk: perks counted down with one tap, points redeemed from the catalogue."""

import re
import uuid

import pytest
from django.urls import reverse

from loyalty.enums import RedemptionState, RewardKind
from loyalty.models import Perk, PerkUse, Redemption, Reward, Tier, TierPerk
from tests.campaigns.cast import PHONE
from tests.factories import PostingFactory, StoreFactory
from tests.guides.hands import noon
from tests.loyalty.points import credit
from tests.visitors import errors, visitor, words

pytestmark = pytest.mark.time_machine("2026-03-20 12:00+08:00")


@pytest.fixture(autouse=True)
def _an_empty_matrix(db):
    TierPerk.objects.all().delete()


def perk(name="Parking", *, quota=2, tier="gold", **facts):
    facts = {"kind": "service", "name_zh": name, "name_en": name} | facts
    made = Perk.objects.create(code=f"test-{name.lower()}", **facts)
    TierPerk.objects.create(
        tier=Tier.objects.get(code=tier), perk=made, quota=quota, period="month"
    )
    return made


def reward(name="Mug", **facts):
    facts = {"kind": RewardKind.GIFT, "points": 300, "stock": 5, "name_zh": name} | facts
    return Reward.objects.create(code=f"test-{name.lower()}", name_en=name, **facts)


def page(member):
    return reverse("desk:member", args=[member.number])


def use(browser, member, what, key=None):
    return browser.post(
        reverse("desk:perk_use", args=[member.number]),
        {"key": key or uuid.uuid4(), "perk": what.code},
        follow=True,
    )


def redeem(browser, member, what, *, points=None, key=None):
    return browser.post(
        reverse("desk:redeem", args=[member.number]),
        {"key": key or uuid.uuid4(), "reward": what.code, "points": points or what.points},
        follow=True,
    )


@pytest.mark.parametrize("typed", [PHONE, "138 0013 8000", "NO.24-000001"])
def test_it_finds_her_by_phone_or_number(cast, typed):
    answer = visitor(cast.cashier).post(reverse("desk:find"), {"member": typed})

    assert (answer.status_code, answer.url) == (302, page(cast.ada))


def test_it_says_when_nobody_has_the_number(cast):
    answer = visitor(cast.cashier).post(reverse("desk:find"), {"member": "13900000000"})

    assert (answer.status_code, errors(answer)) == (
        422,
        {"member": ["Nobody has this phone, card or number."]},
    )


@pytest.mark.parametrize("who", ["cashier", "guide", "stranger", "manager"])
def test_it_shows_what_is_left_of_each_perk(cast, who):
    perk()
    perk("Lounge", quota=None)
    perk("Yacht", tier="platinum")

    answer = words(visitor(getattr(cast, who)).get(page(cast.ada)))

    assert "Parking 2 of 2 left · anew on 2026-04-01" in answer
    assert "Lounge As often as she likes" in answer
    assert "Yacht" not in answer


def test_it_shows_no_whole_phone(cast):
    answer = visitor(cast.cashier).get(page(cast.ada)).content.decode()

    assert re.findall(r"13800138000", answer) == []
    assert "138****8000" in answer


def test_it_uses_a_perk_with_one_tap_and_takes_it_back(cast):
    parking = perk()
    browser = visitor(cast.guide)

    answer = use(browser, cast.ada, parking)

    assert "Used: Parking." in words(answer)
    assert "1 of 2 left" in words(answer)
    used = PerkUse.objects.get()
    assert (used.by, used.store, used.place) == (cast.guide, cast.store, 1)

    undone = browser.post(reverse("desk:perk_undo", args=[used.key]), follow=True)

    assert "Taken back: Parking." in words(undone)
    assert "2 of 2 left" in words(undone)


def test_it_says_when_a_perk_starts_anew(cast):
    parking = perk(quota=1)
    browser = visitor(cast.cashier)
    use(browser, cast.ada, parking)

    answer = words(use(browser, cast.ada, parking))

    assert "Parking: Used up. It starts anew on 2026-04-01." in answer
    assert "Used up; anew on 2026-04-01" in answer


def test_a_tap_repeated_by_the_network_counts_once(cast):
    parking, key = perk(), uuid.uuid4()
    browser = visitor(cast.cashier)

    use(browser, cast.ada, parking, key=key)
    use(browser, cast.ada, parking, key=key)

    assert PerkUse.objects.count() == 1


def test_a_use_of_another_store_is_not_undone_here(cast):
    parking = perk()
    elsewhere = PostingFactory(role="cashier", store=StoreFactory()).staff
    use(visitor(elsewhere), cast.ada, parking)

    answer = visitor(cast.cashier).post(reverse("desk:perk_undo", args=[PerkUse.objects.get().key]))

    assert (answer.status_code, PerkUse.objects.get().undone_at) == (404, None)


def test_it_lists_the_catalogue_with_what_she_has(cast):
    credit(cast.ada, 500, at=noon(2026, 3, 1))
    reward()
    reward("Bag", points=800)
    reward("Cap", stock=0)
    reward("Far", points=1).stores.add(StoreFactory())
    reward("Gone", is_active=False)

    answer = words(visitor(cast.cashier).get(page(cast.ada)))

    assert "You have 500" in answer
    assert "Mug 300 points · Gift · 5 left Redeem" in answer
    assert "Bag 800 points · Gift · 5 left 300 short" in answer
    assert "Cap 300 points · Gift · 0 left Sold out" in answer
    assert ("Far" in answer, "Gone" in answer) == (False, False)


def test_it_redeems_and_hands_over(cast):
    credit(cast.ada, 500, at=noon(2026, 3, 1))
    browser = visitor(cast.cashier)

    answer = redeem(browser, cast.ada, reward())

    voucher = Redemption.objects.get()
    assert f"Redeemed: Mug, voucher {voucher.number}." in words(answer)
    assert (voucher.member, voucher.store, voucher.redeemed_by) == (
        cast.ada,
        cast.store,
        cast.cashier,
    )
    assert "You have 200" in words(answer)
    assert "To be handed over Mug" in words(answer)

    handed = browser.post(
        reverse("desk:hand_over", args=[voucher.number]), {"from": "member"}, follow=True
    )

    assert handed.redirect_chain == [(page(cast.ada), 302)]
    voucher.refresh_from_db()
    assert voucher.state == RedemptionState.HANDED_OVER


def test_it_takes_no_other_price_than_it_showed(cast):
    credit(cast.ada, 500, at=noon(2026, 3, 1))

    answer = redeem(visitor(cast.cashier), cast.ada, reward(), points=200)

    assert "The price of Mug has changed." in words(answer)
    assert Redemption.objects.count() == 0


def test_it_says_why_not(cast):
    credit(cast.ada, 100, at=noon(2026, 3, 1))
    browser = visitor(cast.cashier)

    assert "Mug: 200 points are missing." in words(redeem(browser, cast.ada, reward()))
    assert "Cap: Sold out" in words(redeem(browser, cast.ada, reward("Cap", points=9, stock=0)))


def test_who_serves_in_several_stores_chooses_one(cast):
    far = StoreFactory(name="Far")
    browser = visitor(cast.officer)
    assert browser.get(page(cast.ada)).url == reverse("desk:find")

    browser.post(reverse("desk:store"), {"store": far.pk})

    assert "· Far" in words(browser.get(page(cast.ada)))


def test_it_is_closed_to_who_does_not_serve(cast):
    browser = visitor(cast.area_manager)

    assert browser.get(reverse("desk:find")).status_code == 403
    assert browser.get(page(cast.ada)).status_code == 403
    assert use(browser, cast.ada, perk()).status_code == 403
