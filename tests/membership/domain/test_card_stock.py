"""Printed cards come in by ranges; no number is ever there twice."""

import datetime as dt

import pytest

from membership.domain.card_stock import (
    LooksLikeAPhone,
    NotARange,
    NotLeft,
    NumbersThere,
    RangeTooLong,
    preview_range,
    void_printed,
)
from membership.enums import PrintedStatus
from membership.models import CardBatch, Organisation, PrintedCard
from tests.factories import NOON, MemberFactory, StoreFactory
from tests.membership.cards import card_of, kind, stock

pytestmark = pytest.mark.django_db


def numbers():
    return list(PrintedCard.objects.order_by("number").values_list("number", flat=True))


def test_receive_cards_puts_every_number_of_the_range_into_stock():
    store, school = StoreFactory(), Organisation.objects.create(name="静安小学")

    batch = stock(
        store,
        "VIP0098",
        "VIP0101",
        of=kind("organisation"),
        organisation=school,
        occasion="教师节",
        expires_on=dt.date(2026, 9, 30),
    )

    assert numbers() == ["VIP0098", "VIP0099", "VIP0100", "VIP0101"]
    assert (batch.store, batch.organisation, batch.occasion, batch.received_at) == (
        store,
        school,
        "教师节",
        NOON,
    )
    assert set(batch.printed.values_list("status", flat=True)) == {PrintedStatus.IN_STOCK}


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        ("", "", NotARange),
        ("VIP", "VIP", NotARange),
        ("VIP0001", "SVIP0002", NotARange),
        ("VIP0001", "VIX0002", NotARange),
        ("0998", "1001 ", NotARange),
        ("998", "1001", NotARange),
        ("80000002", "80000001", NotARange),
        ("vip1", "vip2", NotARange),
        ("00001", "10001", RangeTooLong),
        ("13800138000", "13800138009", LooksLikeAPhone),
    ],
)
def test_receive_cards_that_are_no_range_is_refused(first, last, refusal):
    with pytest.raises(refusal):
        stock(StoreFactory(), first, last)

    assert CardBatch.objects.count() == 0


def test_receive_cards_that_overlap_is_refused_and_names_what_is_there():
    store = StoreFactory()
    stock(store, "80000003", "80000004")
    card_of(MemberFactory(), "80000006")

    with pytest.raises(NumbersThere) as refusal:
        stock(StoreFactory(), "80000001", "80000009")

    assert refusal.value.numbers == ["80000003", "80000004", "80000006"]
    assert (numbers(), CardBatch.objects.count()) == (["80000003", "80000004"], 1)


def test_preview_range_counts_and_changes_nothing():
    stock(StoreFactory(), "80000003", "80000003")

    preview = preview_range(first="80000001", last="80000500")

    assert (len(preview.numbers), preview.numbers[-1], preview.there) == (
        500,
        "80000500",
        ["80000003"],
    )
    assert numbers() == ["80000003"]


def test_void_printed_takes_a_spoilt_card_out_for_good():
    batch = stock(StoreFactory(), "80000001", "80000001")

    void_printed(batch=batch, number="80000001")

    assert batch.printed.get().status == PrintedStatus.VOID
    with pytest.raises(NotLeft):
        void_printed(batch=batch, number="80000001")
