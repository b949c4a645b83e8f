"""Member numbers: one after the other in each store, none lost, none twice."""

import pytest
from django.db import transaction

from membership.domain.numbers import draw_number
from membership.models import MemberSequence
from tests.factories import MemberFactory, StoreFactory

pytestmark = pytest.mark.django_db


def test_draw_number_counts_each_store_by_itself():
    nanjing, xujiahui = StoreFactory(code="24"), StoreFactory(code="3")

    drawn = [draw_number(store=store) for store in (nanjing, nanjing, xujiahui, nanjing)]

    assert drawn == ["NO.24-000001", "NO.24-000002", "NO.3-000001", "NO.24-000003"]


def test_draw_number_given_up_is_drawn_again():
    store = StoreFactory(code="24")
    draw_number(store=store)

    with transaction.atomic():
        assert draw_number(store=store) == "NO.24-000002"
        transaction.set_rollback(True)

    assert draw_number(store=store) == "NO.24-000002"


def test_draw_number_grows_to_seven_digits():
    store = StoreFactory(code="24")
    MemberSequence.objects.create(store=store, last=999_998)

    assert [draw_number(store=store) for _ in range(3)] == [
        "NO.24-999999",
        "NO.24-1000000",
        "NO.24-1000001",
    ]


def test_draw_number_passes_over_imported_ones():
    store = StoreFactory(code="24")
    for number in ("NO.24-000001", "NO.24-000002", "NO.24-000004"):
        MemberFactory(number=number, home_store=store)

    assert [draw_number(store=store) for _ in range(2)] == ["NO.24-000003", "NO.24-000005"]


def test_draw_number_keeps_a_code_that_is_no_number():
    assert draw_number(store=StoreFactory(code="SH01")) == "NO.SH01-000001"
