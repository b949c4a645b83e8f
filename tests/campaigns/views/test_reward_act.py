"""Rewarding a member by hand, and the friends she brought."""

import datetime as dt

import pytest
from django.utils import timezone

from loyalty.models import OccasionReward, PointsEntry, Referral
from membership.models import Member, ReferralCode
from tests.campaigns.cast import url
from tests.factories import MemberFactory, ProductFactory
from tests.shop import sell, take_back
from tests.visitors import errors, visitor, words

pytestmark = pytest.mark.time_machine("2026-03-20 12:00+08:00")
TODAY = dt.date(2026, 3, 20)


def reward(occasion, points):
    OccasionReward.objects.create(occasion=occasion, points=points, effective_from=TODAY)


def test_it_offers_what_is_given_by_hand_today(cast):
    reward("survey", 30)
    reward("joining", 100)

    answer = visitor(cast.officer).get(url("reward_act", cast.ada))

    form = answer.context["form"]
    assert form.fields["occasion"].choices == [("survey", "Answering a survey · +30")]


def test_it_says_that_nothing_is_given(cast):
    assert "Nothing is given for this today" in words(
        visitor(cast.officer).get(url("reward_act", cast.ada))
    )


def test_it_rewards_each_act_once(cast):
    reward("survey", 30)
    client, page = visitor(cast.officer), url("reward_act", cast.ada)

    for what in ("春季问卷", " 春季问卷 ", "夏季问卷"):
        answer = client.post(page, {"occasion": "survey", "what": what})

    assert (answer.status_code, answer.url) == (302, url("member", cast.ada))
    entries = PointsEntry.objects.order_by("pk").values_list("points", "note", "by")
    assert list(entries) == [
        (30, "春季问卷", cast.officer.pk),
        (30, "夏季问卷", cast.officer.pk),
    ]


def test_it_asks_which_act_it_was(cast):
    reward("survey", 30)

    answer = visitor(cast.officer).post(url("reward_act", cast.ada), {"occasion": "survey"})

    assert errors(answer) == {"what": ["Write which survey or event it was."]}
    assert PointsEntry.objects.exists() is False


def test_it_is_closed_to_who_may_not_move_points(cast):
    for staff in (cast.guide, cast.manager, cast.cashier):
        assert visitor(staff).get(url("reward_act", cast.ada)).status_code == 403


def test_completing_the_profile_is_rewarded_once(cast):
    reward("profile", 50)
    facts = {"name": "曾黎", "phone": "", "gender": "", "birthday": "05-20"}
    client = visitor(cast.guide)

    first = client.post(url("edit_member", cast.ada), facts, follow=True)
    again = client.post(url("edit_member", cast.ada), facts | {"name": "曾梨"}, follow=True)

    assert "Her profile is complete: 50 points for her." in words(first)
    assert "complete" not in words(again)
    assert PointsEntry.objects.get().points == 50


def test_it_makes_her_a_code_when_it_is_asked_for(cast):
    client = visitor(cast.guide)

    for _twice in range(2):
        client.post(url("referral_code", cast.ada))

    code = ReferralCode.objects.get().code
    assert f"Her code: {code}" in words(client.get(url("member", cast.ada)))


def test_it_shows_whom_she_brought_and_what_came_of_it(cast):
    reward("referring", 200)
    bought, gave_back, waits = (
        MemberFactory(name=name, home_store=cast.store, referrer=cast.ada)
        for name in ("张丽", "王敏", "李静")
    )
    at = timezone.now()
    sell(cast.shift, (ProductFactory(), 1), member=bought, at=at)
    take_back(cast.shift, sell(cast.shift, (ProductFactory(), 1), member=gave_back, at=at), at=at)

    page = words(visitor(cast.guide).get(url("member", cast.ada)))

    assert Referral.objects.count() == 2
    assert Member.objects.filter(referrer=cast.ada).count() == 3
    for state in ("Rewarded", "Goods came back", "Has not bought enough yet"):
        assert page.count(state) == 1
    assert waits.name not in page
