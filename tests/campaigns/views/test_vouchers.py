"""Vouchers wait for their things, are found by number, and leave as a list."""

import uuid

import pytest
from django.urls import reverse

from loyalty.domain.rewards import hand_over, redeem_reward
from loyalty.enums import RewardKind
from loyalty.models import Reward
from loyalty.queries import standing
from tests.factories import MemberFactory, PostingFactory, StoreFactory
from tests.guides.hands import noon
from tests.loyalty.points import credit
from tests.visitors import visitor, words

pytestmark = pytest.mark.time_machine("2026-03-20 12:00+08:00")
AT = noon(2026, 3, 19)


@pytest.fixture
def mug(db):
    return Reward.objects.create(
        code="test-mug", kind=RewardKind.GIFT, points=300, name_zh="杯子", name_en="Mug"
    )


def redeemed(cast, mug, *, store=None):
    member = MemberFactory(home_store=cast.store, phone="+8613900000001")
    credit(member, 300, at=AT)
    return redeem_reward(
        key=uuid.uuid4(),
        member=member,
        reward=mug,
        store=store or cast.store,
        by=cast.cashier,
        at=AT,
    )


def test_it_lists_what_waits_in_the_store(cast, mug):
    waiting = redeemed(cast, mug)
    MemberFactory.reset_sequence(50)
    waiting.member.phone = None
    waiting.member.save(update_fields=["phone"])
    elsewhere = redeemed(cast, mug, store=StoreFactory())

    answer = words(visitor(cast.cashier).get(reverse("desk:vouchers")))

    assert waiting.number in answer
    assert elsewhere.number not in answer


@pytest.mark.parametrize("shape", [str, str.lower, lambda number: number.replace("-", " ")[2:]])
def test_it_finds_a_voucher_however_its_number_is_typed(cast, mug, shape):
    voucher = redeemed(cast, mug)
    hand_over(redemption=voucher, store=cast.store, by=cast.cashier, at=AT)

    found = visitor(cast.cashier).get(reverse("desk:vouchers"), {"number": shape(voucher.number)})
    lost = visitor(cast.cashier).get(reverse("desk:vouchers"), {"number": "V-2222"})

    assert f"{voucher.number} Mug" in words(found)
    assert "No vouchers" in words(lost)


def test_it_hands_over_once(cast, mug):
    voucher = redeemed(cast, mug)
    browser = visitor(cast.cashier)
    where = reverse("desk:hand_over", args=[voucher.number])

    assert "Handed over: Mug." in words(browser.post(where, follow=True))
    assert f"{voucher.number}: Handed over already, on" in words(browser.post(where, follow=True))


def test_it_cancels_and_gives_the_points_back(cast, mug):
    voucher = redeemed(cast, mug)

    answer = visitor(cast.cashier).post(reverse("desk:cancel", args=[voucher.number]), follow=True)

    assert "Cancelled. 300 points are back." in words(answer)
    assert standing(member=voucher.member, at=AT).balance == 300


def test_a_voucher_of_another_store_is_a_strangers(cast, mug):
    voucher = redeemed(cast, mug)
    far = visitor(PostingFactory(role="cashier", store=StoreFactory()).staff)

    for act in ("hand_over", "cancel"):
        assert far.post(reverse(f"desk:{act}", args=[voucher.number])).status_code == 404


def test_the_records_leave_as_a_list_with_masked_phones(cast, mug):
    voucher = redeemed(cast, mug)

    answer = visitor(cast.manager).get(reverse("desk:vouchers_export"))

    lines = b"".join(answer.streaming_content).decode().lstrip("\ufeff").splitlines()
    assert lines == [
        "number,reward,points,member,phone,store,redeemed_at,redeemed_by,state,closed_at,closed_by",
        (
            f"{voucher.number},Mug,300,{voucher.member.number},139****0001,24,"
            f"2026-03-19 12:00+08:00,{cast.cashier.number},waiting,,"
        ),
    ]
