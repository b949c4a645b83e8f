"""All suspected doubles, by what speaks for them, for who may merge."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.domain.merging import merge_members
from membership.models import Member
from tests.campaigns.cast import url
from tests.factories import NOON, MemberFactory
from tests.visitors import visitor, words

pytestmark = pytest.mark.django_db

URL = reverse("programme:doubles")
MAY = {"birth_month": 5, "birth_day": 20}


@pytest.fixture
def desk(cast):
    return visitor(cast.officer)


def groups(answer) -> list[list[Member]]:
    return [list(group.records) for group in answer.context["groups"]]


def test_it_lists_who_shares_name_and_birthday_the_newest_first(desk):
    old = [MemberFactory(name="曾黎", **MAY), MemberFactory(name="曾黎", birth_year=1988, **MAY)]
    new = [MemberFactory(name="王敏", birth_year=1990, **MAY) for _ in "ab"]
    MemberFactory(name="李静", birth_year=1970, **MAY)
    MemberFactory(name="李静", birth_year=1988, **MAY)
    MemberFactory(name="赵红")
    MemberFactory(name="赵红")

    assert groups(desk.get(URL)) == [new, old]


def test_it_lists_who_shares_a_sounding_name_and_the_end_of_the_phone(desk):
    same = [
        MemberFactory(name="张丽", phone="+8613811112222"),
        MemberFactory(name="章丽", phone="+8613933332222"),
    ]
    MemberFactory(name="王敏", phone="+8613711112222")
    MemberFactory(name="张丽", phone="+8613811113333")
    MemberFactory(name="张丽", phone=None)
    MemberFactory(name="张丽", phone=None)

    assert groups(desk.get(URL, {"sign": "phone_end"})) == [same]


def test_it_lists_who_has_had_the_other_s_phone(desk, cast):
    first = MemberFactory(phone="+8613811112222")
    first.phone = "+8613900000000"
    first.save()
    second = MemberFactory(phone="+8613811112222")
    third = MemberFactory(phone="+8613811113333")
    third.save()

    assert groups(desk.get(URL, {"sign": "phone"})) == [[first, second]]


def test_two_lead_to_the_comparison_and_several_to_a_choice(desk):
    one, other = [MemberFactory(name="曾黎", **MAY) for _ in "ab"]
    many = [MemberFactory(name="王敏", **MAY) for _ in range(10)]

    answer = desk.get(URL)

    page = answer.content.decode()
    assert url("merge", one, other.number) in page
    assert url("merge_find", many[0]) in page
    assert "and 2 more records" in words(answer)
    assert str(one.phone) not in page


def test_who_was_merged_is_no_double_any_more(desk, cast):
    one, other = [MemberFactory(name="曾黎", **MAY) for _ in "ab"]
    merge_members(
        key="4b3f8f7e-9d8c-4a34-9a55-0d3f0a6c7b11",
        kept=one,
        merged=other,
        reason="同一人",
        by=cast.officer,
        at=NOON,
    )

    assert "No suspected doubles" in words(desk.get(URL))


def test_it_is_for_who_may_merge(cast):
    for staff in (cast.guide, cast.manager, cast.area_manager, cast.cashier):
        assert visitor(staff).get(URL).status_code == 403


@pytest.mark.parametrize("sign", ["birthday", "phone_end", "phone"])
@pytest.mark.parametrize("count", [1, 5])
def test_it_asks_the_database_as_often_for_many_as_for_one(
    desk, sign, count, django_assert_max_num_queries
):
    for place in range(count):
        name = "曾王李赵孙"[place] + "黎"
        first = MemberFactory(name=name, phone=f"+86138{place}0002222", **MAY)
        first.phone = f"+86139{place}0002222"
        first.save()
        MemberFactory(name=name, phone=f"+86138{place}0002222", **MAY)

    with django_assert_max_num_queries(6):
        assert len(groups(desk.get(URL, {"sign": sign}))) == count


def test_it_turns_pages(desk):
    for place in range(21):
        for _ in "ab":
            MemberFactory(name=f"曾{place}", **MAY)

    first, last = desk.get(URL), desk.get(URL, {"page": 2})

    assert (len(groups(first)), len(groups(last))) == (20, 1)
    assert "page=2" in first.content.decode()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="reads plans of PostgreSQL")
@pytest.mark.parametrize(
    ("sign", "index"),
    [("birthday", "member_by_name_and_birthday"), ("phone_end", "member_by_phone_end_and_name")],
)
def test_groups_are_read_from_the_index_alone(desk, sign, index):
    with CaptureQueriesContext(connection) as asked:
        desk.get(URL, {"sign": sign})
    query = next(one["sql"] for one in asked if "HAVING" in one["sql"])

    with connection.cursor() as cursor:
        for other in ("seqscan", "bitmapscan", "indexscan"):
            cursor.execute(f"set local enable_{other} = off")  # few rows make them as cheap
        cursor.execute(f"explain {query}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert f"Index Only Scan using {index}" in plan
