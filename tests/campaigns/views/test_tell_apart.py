"""Two records that look like one person are told apart, and may be one again."""

import pytest
from django.urls import reverse

from membership.models import ToldApart
from tests.campaigns.cast import url
from tests.factories import MemberFactory
from tests.visitors import visitor, words

pytestmark = pytest.mark.django_db

DOUBLES = reverse("programme:doubles")
MAY = {"name": "曾黎", "birth_month": 5, "birth_day": 20}


@pytest.fixture
def desk(cast):
    return visitor(cast.officer)


def suspected(desk, **asked):
    return [list(group.records) for group in desk.get(DOUBLES, asked).context["groups"]]


def test_two_people_are_suspected_no_more(desk, cast):
    one, other = [MemberFactory(**MAY, phone=f"+861381111{n}222") for n in (12, 13)]

    answer = desk.post(url("tell_apart", other, one.number), follow=True)

    assert "Two people, says" in words(answer)
    assert suspected(desk) == []
    assert suspected(desk, sign="phone_end") == []
    assert desk.get(url("merge_find", one)).context["doubles"] == []
    assert desk.get(url("merge_find", other)).context["doubles"] == []
    pair = ToldApart.objects.get()
    assert (pair.older, pair.younger, pair.by) == (one, other, cast.officer)


def test_a_third_record_is_suspected_with_the_others(desk):
    one, other = [MemberFactory(**MAY) for _ in "ab"]
    desk.post(url("tell_apart", one, other.number))
    third = MemberFactory(**MAY)

    assert suspected(desk) == [[one, other, third]]


def test_it_is_said_once_and_can_be_taken_back(desk):
    one, other = [MemberFactory(**MAY) for _ in "ab"]
    desk.post(url("tell_apart", one, other.number))
    desk.post(url("tell_apart", other, one.number))
    assert ToldApart.objects.count() == 1

    answer = desk.post(url("may_be_one", other, one.number), follow=True)

    assert "Both may be one person again." in words(answer)
    assert suspected(desk) == [[one, other]]


def test_one_record_is_not_told_apart_from_itself(desk):
    member = MemberFactory()

    assert desk.post(url("tell_apart", member, member.number)).status_code == 302
    assert not ToldApart.objects.exists()


def test_who_may_not_merge_may_not_tell_apart(cast):
    one, other = [MemberFactory(**MAY, home_store=cast.store) for _ in "ab"]

    for act in ("tell_apart", "may_be_one"):
        assert visitor(cast.manager).post(url(act, one, other.number)).status_code == 403
