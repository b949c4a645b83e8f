"""What a survey comes to, against a count by hand."""

import datetime as dt
from decimal import Decimal

import pytest

from guides.domain.surveying import decline_survey
from guides.enums import QuestionKind
from membership.enums import MemberStatus
from reports.queries.surveys import replies_to, results_of
from reports.scope import BRAND, Scope
from tests.factories import NOON, MemberFactory, StaffFactory, StoreFactory
from tests.guides.asking import answer, asking, survey_of

pytestmark = pytest.mark.django_db

MARK, CHOICE, WORDS = QuestionKind.MARK, QuestionKind.CHOICE, QuestionKind.WORDS
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def survey():
    return survey_of(MARK, MARK, CHOICE, WORDS)


@pytest.fixture
def stores(survey):
    """Three answer in the first store and one declines; one answers in the second."""
    first, second = StoreFactory(), StoreFactory()
    rows = [
        (first, 0, (5, 4, 1, "好")),
        (first, 1, (4, None, 1, "慢")),
        (first, 2, (4, 2, None, "")),
        (second, 3, (1, 1, 3, "贵")),
    ]
    staff = StaffFactory()
    for store, hours, said in rows:
        how = asking(staff, store, at=NOON + hours * HOUR)
        answer(survey, MemberFactory(home_store=store), *said, how=how)
    decline_survey(survey=survey, member=MemberFactory(), asking=asking(staff, first))
    return first, second


def told(survey, *, scope=BRAND, since=None, until=None):
    results = results_of(survey, replies_to(survey, scope=scope, since=since, until=until))
    return (
        (results.asked, results.answered, results.average),
        [
            (one.answered, one.average, [count for _label, count in one.counts])
            for one in results.questions
        ],
        [answer.words for answer in results.questions[-1].said],
    )


def test_the_whole_house_is_counted(survey, stores):
    """Marks 5 4 4 1 and 4 2 1: 21 of 7 is 3; 14 of 4 is 3.5; 7 of 3 is 2.333…"""
    assert told(survey) == (
        (5, 4, Decimal("3.00")),
        [
            (4, Decimal("3.50"), [1, 2, 0, 0, 1]),
            (3, Decimal("2.33"), [0, 1, 0, 1, 1]),
            (3, None, [2, 0, 1]),
            (3, None, []),
        ],
        ["贵", "慢", "好"],
    )


def test_a_store_is_counted_by_itself(survey, stores):
    """Marks 5 4 4 and 4 2: 19 of 5 is 3.8; 13 of 3 is 4.333…"""
    assert told(survey, scope=Scope(store=stores[0])) == (
        (4, 3, Decimal("3.80")),
        [
            (3, Decimal("4.33"), [1, 2, 0, 0, 0]),
            (2, Decimal("3.00"), [0, 1, 0, 1, 0]),
            (2, None, [2, 0, 0]),
            (2, None, []),
        ],
        ["慢", "好"],
    )


def test_so_are_some_hours_and_nobody(survey, stores):
    totals, questions, _said = told(survey, since=NOON + HOUR, until=NOON + 2 * HOUR)
    assert (totals, questions[0]) == (
        (1, 1, Decimal("4.00")),
        (1, Decimal("4.00"), [0, 1, 0, 0, 0]),
    )

    totals, questions, said = told(survey, until=NOON)
    assert (totals, questions[0], said) == ((0, 0, None), (0, None, [0, 0, 0, 0, 0]), [])


def test_halves_are_rounded_up():
    survey = survey_of(MARK)
    store, staff = StoreFactory(), StaffFactory()
    for mark in [4] * 7 + [5]:  # 33 of 8 is 4.125
        answer(survey, MemberFactory(), mark, how=asking(staff, store))

    assert told(survey)[0] == (8, 8, Decimal("4.13"))


def test_another_survey_and_a_merged_record_do_not_count(survey, stores):
    other = survey_of(MARK)
    gone = MemberFactory()
    how = asking(StaffFactory(), stores[0])
    answer(other, MemberFactory(), 1, how=how)
    answer(survey, gone, 1, 1, 1, "x", how=how)
    before = told(survey)
    gone.status = MemberStatus.MERGED
    gone.merged_into = MemberFactory()
    gone.save()

    assert before[0][0] == 6
    assert told(survey)[0] == (5, 4, Decimal("3.00"))
