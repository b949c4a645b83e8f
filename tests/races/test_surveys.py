"""A survey sent twice at the same moment is answered once and rewarded once."""

import pytest

from guides.domain.surveying import AskedBefore
from guides.enums import QuestionKind, SurveyWay
from guides.models import Contact, SurveyReply
from loyalty.models import OccasionReward, PointsEntry
from loyalty.queries import ledger_faults
from tests.factories import DAY, MemberFactory, StaffFactory
from tests.guides.asking import answer, asking, survey_of
from tests.races.together import on_postgresql, refusals, together

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]

HANDS = 10


def test_many_hands_fill_in_one_survey_once():
    OccasionReward.objects.create(occasion="survey", points=20, effective_from=DAY)
    member, survey = MemberFactory(), survey_of(QuestionKind.MARK)
    hows = [asking(StaffFactory(), member.home_store, way=SurveyWay.PHONE) for _ in range(HANDS)]

    outcomes = together([lambda how=how: answer(survey, member, 4, how=how) for how in hows])

    assert refusals(outcomes, AskedBefore) == HANDS - 1
    assert (SurveyReply.objects.count(), Contact.objects.count()) == (1, 1)
    assert PointsEntry.objects.get().points == 20
    assert ledger_faults() == []
