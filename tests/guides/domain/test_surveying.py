"""A member is asked once, answers once and is rewarded once; who is left in peace is not asked."""

import datetime as dt

import pytest

from guides.domain.ownership import LeftInPeace
from guides.domain.setting_aside import leave_in_peace
from guides.domain.surveying import (
    AskedBefore,
    NotAskedHere,
    NothingAnswered,
    copy_survey,
    decline_survey,
)
from guides.enums import QuestionKind, SurveyWay
from guides.models import Contact, SurveyAnswer, SurveyReply
from guides.queries.surveys import surveys_along, surveys_for
from loyalty.models import OccasionReward, PointsEntry
from loyalty.queries import ledger_faults
from tests.factories import DAY, NOON, MemberFactory, StaffFactory, StoreFactory
from tests.guides.asking import answer, asking, survey_of

pytestmark = pytest.mark.django_db

MARK, CHOICE, WORDS = QuestionKind.MARK, QuestionKind.CHOICE, QuestionKind.WORDS
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def store():
    return StoreFactory()


@pytest.fixture
def ada(store):
    return MemberFactory(home_store=store)


@pytest.fixture
def guide():
    return StaffFactory()


@pytest.fixture
def here(guide, store):
    return asking(guide, store)


@pytest.fixture
def by_phone(guide, store):
    return asking(guide, store, way=SurveyWay.PHONE)


@pytest.fixture
def _rewarded():
    OccasionReward.objects.create(occasion="survey", points=20, effective_from=DAY)


def test_answer_survey_keeps_what_she_said(ada, guide, store, here):
    survey = survey_of(MARK, CHOICE, WORDS, MARK)

    done = answer(survey, ada, 5, 2, "很好", None, how=here)

    assert (done.gift, Contact.objects.count()) == (None, 0)
    assert SurveyReply.objects.values().get() == {
        "id": done.reply.pk,
        "survey_id": survey.pk,
        "member_id": ada.pk,
        "store_id": store.pk,
        "way": "store",
        "is_declined": False,
        "at": NOON,
        "by_id": guide.pk,
        "contact_id": None,
    }
    said = SurveyAnswer.objects.order_by("question__position")
    assert list(said.values_list("question__position", "mark", "choice", "words")) == [
        (1, 5, None, ""),
        (2, None, 2, ""),
        (3, None, None, "很好"),
    ]


def test_answer_survey_by_phone_is_a_contact_too(ada, guide, by_phone):
    reply = answer(survey_of(MARK), ada, 4, how=by_phone).reply

    contact = Contact.objects.phone_visits().get()
    assert (reply.contact, contact.member, contact.staff, contact.at) == (contact, ada, guide, NOON)
    assert "Spring" in contact.note or "春季问卷" in contact.note


@pytest.mark.usefixtures("_rewarded")
def test_answer_survey_however_often_it_is_sent_counts_and_rewards_once(ada, by_phone):
    survey = survey_of(MARK)
    first = answer(survey, ada, 4, how=by_phone)

    for _ in range(3):
        with pytest.raises(AskedBefore) as refusal:
            answer(survey, ada, 1, how=by_phone)
        assert refusal.value.reply == first.reply

    assert first.gift.entry.points == 20
    assert list(PointsEntry.objects.values_list("points", "note", "reference")) == [
        (20, survey.label, f"survey:filled in:{survey.pk}")
    ]
    assert SurveyAnswer.objects.get().mark == 4
    assert Contact.objects.count() == 1
    assert ledger_faults() == []


@pytest.mark.usefixtures("_rewarded")
def test_answer_survey_rewards_each_survey(ada, here):
    for _ in "ab":
        answer(survey_of(MARK), ada, 4, how=here)

    assert [entry.points for entry in PointsEntry.objects.all()] == [20, 20]


@pytest.mark.usefixtures("_rewarded")
def test_answer_survey_without_an_answer_is_refused_and_leaves_nothing(ada, by_phone):
    with pytest.raises(NothingAnswered):
        answer(survey_of(MARK, WORDS), ada, None, "", how=by_phone)

    assert (SurveyReply.objects.count(), Contact.objects.count()) == (0, 0)
    assert PointsEntry.objects.count() == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"first_on": DAY + A_DAY, "last_on": DAY + A_DAY},
        {"first_on": DAY - A_DAY, "last_on": DAY - A_DAY},
    ],
)
def test_answer_survey_of_other_days_is_refused(ada, here, facts):
    with pytest.raises(NotAskedHere):
        answer(survey_of(MARK, **facts), ada, 4, how=here)


def test_answer_survey_of_another_store_is_refused(ada, here):
    survey = survey_of(MARK, store=StoreFactory())

    with pytest.raises(NotAskedHere):
        answer(survey, ada, 4, how=here)


def test_who_is_left_in_peace_is_not_asked(ada, guide, here, store):
    survey = survey_of(MARK)
    assert surveys_for(ada, store=store, on=DAY) == [survey]
    leave_in_peace(member=ada, note="x", by=guide, at=NOON)

    assert surveys_for(ada, store=store, on=DAY) == []
    with pytest.raises(LeftInPeace):
        answer(survey, ada, 4, how=here)
    with pytest.raises(LeftInPeace):
        decline_survey(survey=survey, member=ada, asking=here)


@pytest.mark.usefixtures("_rewarded")
def test_decline_survey_rewards_nothing_and_is_kept_once(ada, by_phone, here):
    survey = survey_of(MARK)

    reply = decline_survey(survey=survey, member=ada, asking=by_phone)

    assert (reply.is_declined, reply.contact) == (True, Contact.objects.get())
    assert PointsEntry.objects.count() == 0
    with pytest.raises(AskedBefore):
        decline_survey(survey=survey, member=ada, asking=here)


@pytest.mark.usefixtures("_rewarded")
def test_who_declined_may_still_answer_but_not_the_other_way_round(ada, by_phone, here):
    survey = survey_of(MARK)
    decline_survey(survey=survey, member=ada, asking=by_phone)

    reply = answer(survey, ada, 3, how=here).reply

    kept = SurveyReply.objects.get()
    assert (kept, kept.is_declined, kept.way, kept.contact) == (reply, False, "store", None)
    assert PointsEntry.objects.get().points == 20
    with pytest.raises(AskedBefore):
        decline_survey(survey=survey, member=ada, asking=here)


def test_surveys_for_are_those_of_the_day_and_store_she_was_not_asked_yet(ada, store, here):
    later = survey_of(MARK, last_on=DAY + A_DAY)
    sooner = survey_of(MARK, store=store)
    survey_of(MARK, store=StoreFactory())
    survey_of(MARK, first_on=DAY + A_DAY, last_on=DAY + A_DAY)

    assert surveys_for(ada, store=store, on=DAY) == [sooner, later]
    answer(sooner, ada, 4, how=here)
    decline_survey(survey=later, member=ada, asking=here)
    assert surveys_for(ada, store=store, on=DAY) == []


def test_surveys_along_name_the_next_to_end_for_each(ada, here, store):
    later, sooner = survey_of(MARK, last_on=DAY + A_DAY), survey_of(MARK, store=store)
    far = MemberFactory()
    done = MemberFactory(home_store=store)
    answer(sooner, done, 4, how=here)

    along = surveys_along([ada, far, done], on=DAY)

    assert along == {ada.pk: sooner, far.pk: later, done.pk: later}


def test_copy_survey_asks_the_same_for_as_many_days(ada, here):
    survey = survey_of(MARK, CHOICE, last_on=DAY + 9 * A_DAY)
    answer(survey, ada, 4, 1, how=here)

    copy = copy_survey(survey=survey, first_on=DAY + 30 * A_DAY)

    assert (copy.first_on, copy.last_on) == (DAY + 30 * A_DAY, DAY + 39 * A_DAY)
    assert [(one.kind, one.name_zh, one.choices_zh) for one in copy.questions.all()] == [
        (one.kind, one.name_zh, one.choices_zh) for one in survey.questions.all()
    ]
    assert (copy.replies.count(), survey.questions.count()) == (0, 2)
