"""Scores and grades: by hand, against a plain computation, and never a price."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from loyalty.domain.scoring import NoScoringRule, score_members, scoring_rule, try_rule
from loyalty.enums import CutBy, Grade
from loyalty.grade_words import why_graded
from loyalty.models import MemberScore, ScoringRule
from loyalty.tasks import score_members as score_members_task
from membership.enums import MemberStatus
from sales.models import Visit
from tests.factories import MemberFactory, ProductFactory, ShiftFactory, StoreFactory
from tests.guides.hands import noon
from tests.shop import sell

TODAY = dt.date(2026, 3, 20)
A_DAY = dt.timedelta(days=1)


def came(member, *, ago=0, net="100", store=None, returned="0"):
    day = TODAY - ago * A_DAY
    return Visit.objects.create(
        member=member,
        store=store or member.home_store,
        business_day=day,
        month=day.replace(day=1),
        tickets=1,
        units=1,
        net=Decimal(net),
        returned_later=Decimal(returned),
    )


def scored(on=TODAY):
    score_members(on=on)
    return {
        score.member_id: (score.recency, score.frequency, score.amount, score.score, score.grade)
        for score in MemberScore.objects.all()
    }


@pytest.mark.django_db
def test_members_are_graded_by_their_fifths():
    members = [MemberFactory() for _ in range(5)]
    for place, member in enumerate(members):
        for visit in range(place + 1):
            came(member, ago=10 * (4 - place) + visit, net=100)

    assert scored() == {
        members[0].pk: (1, 1, 1, 20, "C"),
        members[1].pk: (2, 2, 2, 40, "C"),
        members[2].pk: (3, 3, 3, 60, "B"),  # two of five have more: 40 %
        members[3].pk: (4, 4, 4, 80, "B"),
        members[4].pk: (5, 5, 5, 100, "A"),
    }


@pytest.mark.django_db
def test_the_weights_are_the_shops():
    ScoringRule.objects.create(
        effective_from=TODAY, recency_weight=100, frequency_weight=0, amount_weight=0
    )
    lately, much = MemberFactory(), MemberFactory()
    came(lately, net=1)
    came(much, ago=50, net=10_000)

    assert scored() == {lately.pk: (3, 1, 1, 60, "A"), much.pk: (1, 1, 3, 20, "C")}


@pytest.mark.django_db
def test_shares_may_be_of_the_money():
    ScoringRule.objects.create(
        effective_from=TODAY, cut_by=CutBy.NET, a_share=80, b_share=95,
        recency_weight=0, frequency_weight=0, amount_weight=100,
    )  # fmt: skip
    members = {net: MemberFactory() for net in (700, 200, 60, 40)}
    for net, member in members.items():
        came(member, net=net)

    assert {net: scored()[member.pk][-1] for net, member in members.items()} == {
        700: "A",
        200: "A",  # 70 % have more: the 80th is hers
        60: "B",
        40: "C",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cut", "nets", "grades"),
    [
        (10, ("0.10", "0.90"), "AB"),  # 10 % are ahead; in floating point a little less
        (80, ("0.68", "0.17"), "AB"),
        (66, ("0.44", "0.22", "0.34"), "AAB"),
    ],
)
def test_a_share_that_is_reached_to_the_fen_is_reached(cut, nets, grades):
    ScoringRule.objects.create(
        effective_from=TODAY, cut_by=CutBy.NET, a_share=cut, b_share=100,
        recency_weight=100, frequency_weight=0, amount_weight=0,
    )  # fmt: skip
    members = [MemberFactory() for _ in nets]
    for place, (member, net) in enumerate(zip(members, nets, strict=True)):
        came(member, ago=place, net=net)

    found = scored()

    assert "".join(found[member.pk][-1] for member in members) == grades


@pytest.mark.django_db
def test_who_bought_nothing_in_the_months_or_left_has_no_grade():
    here, long_ago, undone, gone = (MemberFactory() for _ in range(4))
    came(here, ago=364)
    came(long_ago, ago=366)
    came(undone, net=100, returned=100)
    came(gone)
    before = set(scored())
    gone.status = MemberStatus.DISQUALIFIED
    gone.save(update_fields=["status"])

    assert before == {here.pk, gone.pk}
    assert set(scored()) == {here.pk}
    assert set(scored(on=TODAY + 2 * A_DAY)) == set()


@pytest.mark.django_db
def test_scoring_again_writes_nothing():
    for place in range(3):
        came(MemberFactory(), ago=place, net=100 * (place + 1))
    first = scored()
    keys = list(MemberScore.objects.order_by("pk").values_list("pk", flat=True))

    assert scored() == first
    assert list(MemberScore.objects.order_by("pk").values_list("pk", flat=True)) == keys


@pytest.mark.django_db
def test_scoring_takes_as_many_statements_for_many_as_for_one():
    def statements():
        with CaptureQueriesContext(connection) as asked:
            score_members(on=TODAY)
        return len(asked)

    came(MemberFactory())
    few = statements()
    for place in range(30):
        came(MemberFactory(), ago=place)

    assert statements() == few


@pytest.mark.django_db
def test_a_rule_is_tried_and_nothing_written():
    for place in range(10):
        came(MemberFactory(), ago=place, net=100 + place)
    score_members(on=TODAY)
    kept = list(MemberScore.objects.order_by("pk").values())

    generous = ScoringRule(effective_from=TODAY, a_share=60, b_share=80)
    found = {one.grade: one.members for one in try_rule(generous, on=TODAY)}

    assert found == {Grade.A: 6, Grade.B: 2, Grade.C: 2}
    assert list(MemberScore.objects.order_by("pk").values()) == kept


@pytest.mark.django_db
def test_no_rule_is_said():
    ScoringRule.objects.all().delete()

    with pytest.raises(NoScoringRule):
        scoring_rule(on=TODAY)


@pytest.mark.django_db
@pytest.mark.time_machine("2026-03-21 05:30+08:00")
def test_every_night_scores_up_to_yesterday():
    ada, bea = MemberFactory(), MemberFactory()
    came(ada)
    came(bea, ago=-1)

    score_members_task()

    assert [score.member for score in MemberScore.objects.all()] == [ada]


@pytest.mark.django_db
def test_a_grade_says_why():
    ada = MemberFactory()
    came(ada, ago=6, net="1234.50")
    score_members(on=TODAY)

    with translation.override("en"):
        why = why_graded(MemberScore.objects.get())

    assert why == (
        "A · 20 of 100: last visit 2026-03-14 (1 of 5, counts 30%), visits: 1 (1 of 5, 30%), "
        "¥1,234.50 (1 of 5, 40%) in 12 months"
    )


@pytest.mark.django_db
def test_no_price_asks_for_the_grade():
    shift = ShiftFactory(opened_at=noon(2026, 3, 1))
    best, other = (
        MemberFactory(home_store=shift.till.store),
        MemberFactory(home_store=shift.till.store),
    )
    came(best, net=9000)
    came(other, ago=300, net=1)
    came(MemberFactory(), ago=200, net=5)
    score_members(on=TODAY)
    coat = ProductFactory(regular_price=Decimal(1000))

    paid = [
        sell(shift, (coat, 1), member=member, at=noon(2026, 3, 21)).net for member in (best, other)
    ]

    assert [best.score.grade, other.score.grade] == ["A", "C"]
    assert paid[0] == paid[1] == Decimal(1000)


Bought = tuple[int, int]  # days ago, fen


def plainly(bought: dict[int, list[Bought]], rule: ScoringRule) -> dict[int, tuple[int, str]]:
    """Return score and grade of each member, computed one by one."""
    last = {who: -min(ago for ago, _fen in days) for who, days in bought.items()}
    visits = {who: len(days) for who, days in bought.items()}
    money = {who: sum(fen for _ago, fen in days) for who, days in bought.items()}

    def fifth(values, who):
        return 1 + 5 * sum(value < values[who] for value in values.values()) // len(values)

    score = {
        who: (
            fifth(last, who) * rule.recency_weight
            + fifth(visits, who) * rule.frequency_weight
            + fifth(money, who) * rule.amount_weight
        )
        // 5
        for who in bought
    }
    found = {}
    for who in bought:
        ahead = [other for other in bought if score[other] > score[who]]
        if rule.cut_by == CutBy.NET:
            has, all_have = sum(money[other] for other in ahead), sum(money.values())
        else:
            has, all_have = len(ahead), len(bought)
        grade = (
            "A"
            if 100 * has < rule.a_share * all_have
            else ("B" if 100 * has < rule.b_share * all_have else "C")
        )
        found[who] = (score[who], grade)
    return found


class Grading(TestCase):
    """Small shops of every kind: the statement and the plain computation agree."""

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(
            st.dictionaries(st.integers(0, 40), st.integers(1, 50_000), min_size=1, max_size=4),
            min_size=1,
            max_size=12,
        ),
        st.integers(0, 100),
        st.sampled_from(CutBy),
        st.sampled_from([(20, 50), (50, 51), (1, 100)]),
    )
    def test_it_agrees_with_the_plain_computation(self, shop, weight, cut_by, cuts):
        store = StoreFactory()
        rule = ScoringRule.objects.create(
            effective_from=TODAY,
            recency_weight=weight,
            frequency_weight=(100 - weight) // 3,
            amount_weight=100 - weight - (100 - weight) // 3,
            cut_by=cut_by,
            a_share=cuts[0],
            b_share=cuts[1],
        )
        bought = {}
        for days in shop:
            member = MemberFactory(home_store=store)
            bought[member.pk] = list(days.items())
            for ago, fen in days.items():
                came(member, ago=ago, net=Decimal(fen) / 100, store=store)

        found = {key: (score, grade) for key, (*_fifths, score, grade) in scored().items()}

        assert found == plainly(bought, rule)
