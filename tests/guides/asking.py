"""Surveys and who answers them, in one line."""

import datetime as dt

from guides.domain.surveying import Answered, Asking, answer_survey
from guides.enums import QuestionKind, SurveyWay
from guides.models import Survey, SurveyQuestion
from membership.models import Member
from stores.models import Staff, Store
from tests.factories import DAY, NOON

CHOICES = "红\n黄\n蓝"


def survey_of(*kinds: QuestionKind, **facts: object) -> Survey:
    """Return a survey of DAY, with a question of each of ``kinds``."""
    facts = {"name_zh": "春季问卷", "name_en": "Spring", "first_on": DAY, "last_on": DAY} | facts
    survey = Survey.objects.create(**facts)
    for place, kind in enumerate(kinds, start=1):
        SurveyQuestion.objects.create(
            survey=survey,
            position=place,
            kind=kind,
            name_zh=f"第{place}题",
            name_en=f"Question {place}",
            choices_zh=CHOICES if kind == QuestionKind.CHOICE else "",
        )
    return survey


def asking(
    by: Staff, store: Store, *, way: SurveyWay = SurveyWay.STORE, at: dt.datetime = NOON
) -> Asking:
    """Return that ``by`` asks in ``store``."""
    return Asking(store=store, way=way, by=by, at=at)


def answer(survey: Survey, member: Member, *said: int | str | None, how: Asking) -> Answered:
    """Let ``member`` say so to the questions of ``survey``, in their order."""
    given = dict(zip(survey.questions.all(), said, strict=True))
    return answer_survey(survey=survey, member=member, given=given, asking=how)
