"""The self-check as a page: green or red, with counts and the first offenders."""

import pytest
from django.urls import reverse

from loyalty.checks import CHECKS
from loyalty.models import PointsAccount
from stores.enums import Role
from tests.factories import NOON, MemberFactory, StoreFactory, posted
from tests.loyalty.points import credit
from tests.visitors import visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON, tick=False)]

URL = reverse("loyalty:self_check")


def one(staff, slug):
    return visitor(staff).get(reverse("loyalty:self_check_one", args=[slug]))


@pytest.fixture
def ada():
    member = MemberFactory(home_store=StoreFactory(name="Nanjing Road"))
    credit(member, 12_345)
    return member


def test_it_asks_for_every_check_and_says_what_stores_owe(ada):
    answer = visitor(posted(Role.HEAD_OFFICE)).get(URL)

    for check in CHECKS:
        assert reverse("loyalty:self_check_one", args=[check.slug]) in answer.content.decode()
    assert "Nanjing Road 12,345 0 ¥123.45" in words(answer)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.slug)
def test_it_is_green_where_all_is_right(ada, check):
    assert words(one(posted(Role.MEMBER_OFFICER), check.slug)).endswith("checked Right")


def test_it_is_red_with_the_first_offenders(ada):
    PointsAccount.objects.update(balance=7)
    key = PointsAccount.objects.get().pk

    text = words(one(posted(Role.MEMBER_OFFICER), "balance-entries"))

    assert text == (
        "The balance is the sum of the entries 1 of 1 are wrong "
        f"points account {key}: 7 ≠ 12345 Wrong"
    )


def test_there_is_no_other_check(ada):
    assert one(posted(Role.MEMBER_OFFICER), "weather").status_code == 404


@pytest.mark.parametrize("role", [Role.CASHIER, Role.GUIDE, Role.STORE_MANAGER])
def test_it_is_for_officers_and_head_office(ada, role):
    staff = posted(role)

    assert visitor(staff).get(URL).status_code == 403
    assert one(staff, "visits").status_code == 403
