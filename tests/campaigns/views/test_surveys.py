"""A survey is filled in by her guide on her page, or at the desk."""

import datetime as dt

import pytest
from django.urls import reverse

from guides.domain.setting_aside import leave_in_peace
from guides.enums import QuestionKind
from guides.models import Contact, SurveyAnswer, SurveyReply
from loyalty.models import OccasionReward, PointsEntry
from tests.campaigns.cast import url
from tests.factories import PostingFactory, StoreFactory
from tests.guides.asking import survey_of
from tests.guides.hands import noon
from tests.visitors import errors, visitor, words

pytestmark = pytest.mark.time_machine("2026-03-20 12:00+08:00")

TODAY = dt.date(2026, 3, 20)
MARK, CHOICE, WORDS = QuestionKind.MARK, QuestionKind.CHOICE, QuestionKind.WORDS


@pytest.fixture
def survey(cast):
    return survey_of(MARK, CHOICE, WORDS, first_on=TODAY, last_on=TODAY)


def typed(survey, *said, **more):
    names = [f"question_{question.pk}" for question in survey.questions.all()]
    return dict(zip(names, said, strict=True)) | {"way": "phone"} | more


def page(cast, survey):
    return url("survey", cast.ada, survey.pk)


def at_the_desk(cast, survey):
    return reverse("desk:survey", args=[cast.ada.number, survey.pk])


def test_her_page_offers_it_until_she_was_asked(cast, survey):
    client = visitor(cast.guide)
    assert "Ask her: Spring" in words(client.get(url("member", cast.ada)))

    client.post(page(cast, survey), typed(survey, 5, 1, "好"))

    assert "Ask her: Spring" not in words(client.get(url("member", cast.ada)))


def test_it_shows_the_questions_in_order(cast, survey):
    text = words(visitor(cast.guide).get(page(cast, survey)))

    assert "曾黎 · NO.24-000001 · until 2026-03-20" in text
    places = [text.index(f"Question {place}") for place in (1, 2, 3)]
    assert places == sorted(places)
    assert "Question 1 5 4 3 2 1" in text
    assert "红 黄 蓝" in text


def test_it_writes_her_answers_down_and_says_what_she_gets(cast, survey):
    OccasionReward.objects.create(occasion="survey", points=20, effective_from=TODAY)

    answer = visitor(cast.guide).post(page(cast, survey), typed(survey, 4, 3, "好"), follow=True)

    assert answer.redirect_chain == [(url("member", cast.ada), 302)]
    assert "Thank you. 20 points for her." in words(answer)
    assert list(SurveyAnswer.objects.order_by("pk").values_list("mark", "choice", "words")) == [
        (4, None, ""),
        (None, 3, ""),
        (None, None, "好"),
    ]
    reply = SurveyReply.objects.get()
    assert (reply.by, reply.store, reply.contact) == (
        cast.guide,
        cast.store,
        Contact.objects.get(channel="phone"),
    )


def test_sent_again_it_changes_nothing(cast, survey):
    OccasionReward.objects.create(occasion="survey", points=20, effective_from=TODAY)
    client = visitor(cast.guide)

    for mark in (4, 1):
        answer = client.post(page(cast, survey), typed(survey, mark, "", ""), follow=True)

    assert "Somebody has noted that already." in words(answer)
    assert SurveyAnswer.objects.get().mark == 4
    assert PointsEntry.objects.get().points == 20


def test_an_empty_one_is_asked_again(cast, survey):
    answer = visitor(cast.guide).post(page(cast, survey), typed(survey, "", "", " "))

    assert answer.status_code == 422
    assert errors(answer) == {"__all__": ["Nothing is answered yet."]}
    assert SurveyReply.objects.count() == 0


@pytest.mark.parametrize("said", [(6, 1, ""), (1, 4, ""), ("x", 1, "")])
def test_it_knows_only_the_marks_and_choices_there_are(cast, survey, said):
    answer = visitor(cast.guide).post(page(cast, survey), typed(survey, *said))

    assert answer.status_code == 422
    assert SurveyReply.objects.count() == 0


def test_who_would_rather_not_is_not_asked_again(cast, survey):
    client = visitor(cast.guide)

    told = client.post(page(cast, survey), typed(survey, "", "", "", step="decline"), follow=True)

    assert "Noted: she is not asked again." in words(told)
    assert "Ask her" not in words(told)
    assert SurveyReply.objects.get().is_declined is True


def test_it_goes_back_to_the_day_it_came_from(cast, survey):
    answer = visitor(cast.guide).post(f"{page(cast, survey)}?from=day", typed(survey, 5, "", ""))

    assert answer.url == reverse("guides:day")


def test_the_desk_asks_who_stands_before_it(cast, survey):
    client = visitor(cast.cashier)
    assert "Ask her: Spring" in words(client.get(reverse("desk:member", args=[cast.ada.number])))
    assert "How she is asked" not in words(client.get(at_the_desk(cast, survey)))

    answer = client.post(at_the_desk(cast, survey), typed(survey, 5, 1, "好"))

    assert answer.url == reverse("desk:member", args=[cast.ada.number])
    reply = SurveyReply.objects.get()
    assert (reply.by, reply.way, reply.store) == (cast.cashier, "store", cast.store)
    assert Contact.objects.count() == 0


def test_the_desk_of_another_store_asks_its_own_survey(cast):
    elsewhere = StoreFactory()
    survey = survey_of(MARK, store=elsewhere, first_on=TODAY, last_on=TODAY)
    cashier = PostingFactory(role="cashier", store=elsewhere).staff

    assert visitor(cast.cashier).get(at_the_desk(cast, survey)).status_code == 404
    visitor(cashier).post(at_the_desk(cast, survey), typed(survey, 2))

    assert SurveyReply.objects.get().store == elsewhere


def test_who_is_left_in_peace_is_offered_nothing(cast, survey):
    leave_in_peace(member=cast.ada, note="x", by=cast.manager, at=noon(2026, 3, 20))
    client = visitor(cast.manager)

    assert "Ask her" not in words(client.get(url("member", cast.ada)))
    desk = words(visitor(cast.cashier).get(reverse("desk:member", args=[cast.ada.number])))
    assert "Ask her" not in desk
    told = client.post(page(cast, survey), typed(survey, 5, 1, ""), follow=True)
    assert "She is left in peace, and is not asked." in words(told)
    assert SurveyReply.objects.count() == 0


def test_a_survey_that_is_over_is_not_there(cast):
    survey = survey_of(MARK, first_on=TODAY, last_on=TODAY)
    survey.first_on = survey.last_on = TODAY - dt.timedelta(days=1)
    survey.save()

    assert visitor(cast.guide).post(page(cast, survey), typed(survey, 5)).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("area_manager", 403), ("cashier", 403)]
)
def test_her_page_s_survey_is_closed_to_strangers(cast, survey, who, status):
    client = visitor(getattr(cast, who))

    assert client.get(page(cast, survey)).status_code == status
    assert client.post(page(cast, survey), typed(survey, 5, 1, "")).status_code == status
    assert SurveyReply.objects.count() == 0


def test_the_desk_tells_how_the_very_best_are_treated(cast):
    cast.ada.tags.create(name="贵客", treatment="请到贵宾室")
    cast.ada.tags.create(name="送礼")

    text = words(visitor(cast.cashier).get(reverse("desk:member", args=[cast.ada.number])))

    assert "贵客 请到贵宾室" in text
    assert "送礼" not in text
    assert "贵客 请到贵宾室" in words(visitor(cast.guide).get(url("member", cast.ada)))
