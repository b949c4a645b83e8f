"""What members of the demonstration chain are asked, and who of them is somebody special."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from common.aggregates import sum_money
from guides.domain.surveying import Asking, Given, answer_survey, decline_survey
from guides.enums import QuestionKind, SurveyTopic, SurveyWay
from guides.models import Ownership, SetAside, Survey, SurveyQuestion
from membership.defaults import SUPER_VIP
from membership.models import Member, Tag
from pos.demo.chain import Shop
from pos.demo.dice import Dice

BEGAN = dt.timedelta(days=20)
LASTS = dt.timedelta(days=60)
ASKED = 12  # members a store
SERVICE, PRODUCT, ACTIVITY = SurveyTopic.SERVICE, SurveyTopic.PRODUCT, SurveyTopic.ACTIVITY
MARK, CHOICE, WORDS = QuestionKind.MARK, QuestionKind.CHOICE, QuestionKind.WORDS
QUESTIONS = [
    (MARK, SERVICE, "您对导购的服务满意吗？", "How content are you with our service?"),
    (MARK, PRODUCT, "您对商品的质量满意吗？", "How content are you with the goods?"),
    (CHOICE, ACTIVITY, "您最想参加哪种会员活动？", "Which event would you like best?"),
    (WORDS, SERVICE, "还有什么想对我们说的？", "What else would you tell us?"),
]
EVENTS_ZH = "面料护理课\n新品预览\n亲子手工"
EVENTS_EN = "Caring for fabrics\nPreview of new goods\nCrafts with children"
SAID = ["", "", "尺码再全一点", "导购很耐心", "停车不太方便", "希望多上真丝款"]


def ask_members(shops: list[Shop], *, dice: Dice, at: dt.datetime) -> None:
    """Have the guides of each store ask some of their members a survey of this season."""
    survey = _survey(timezone.localdate(at))
    questions = list(survey.questions.all())
    peace = SetAside.objects.open().in_peace().values("member")
    for shop in shops:
        held = Ownership.objects.open().filter(store=shop.store).exclude(member__in=peace)
        hands = list(held.select_related("member__home_store", "guide").order_by("pk"))
        for hand in dice.sample(hands, k=min(ASKED, len(hands))):
            asking = Asking(
                store=shop.store,
                way=dice.choice(list(SurveyWay)),
                by=hand.guide,
                at=at - dt.timedelta(hours=dice.randint(1, 300)),
            )
            if dice.happens(10):
                decline_survey(survey=survey, member=hand.member, asking=asking)
            else:
                given = _given(questions, dice)
                answer_survey(survey=survey, member=hand.member, given=given, asking=asking)


def name_super_vips(shops: list[Shop]) -> None:
    """Hang the tag of the very best on who bought most in each store."""
    tag = Tag.objects.get(name=SUPER_VIP)
    for shop in shops:
        members = Member.objects.current().filter(home_store=shop.store)
        spent = members.annotate(spent=sum_money("visits__net")).order_by("-spent", "pk")
        for member in spent[:1]:
            member.tags.add(tag)


def _survey(today: dt.date) -> Survey:
    survey = Survey.objects.create(
        name_zh="会员满意度调查",
        name_en="How content are our members?",
        first_on=today - BEGAN,
        last_on=today - BEGAN + LASTS,
    )
    SurveyQuestion.objects.bulk_create(
        SurveyQuestion(
            survey=survey,
            position=place,
            kind=kind,
            topic=topic,
            name_zh=chinese,
            name_en=english,
            choices_zh=EVENTS_ZH if kind == CHOICE else "",
            choices_en=EVENTS_EN if kind == CHOICE else "",
        )
        for place, (kind, topic, chinese, english) in enumerate(QUESTIONS, start=1)
    )
    return survey


def _given(questions: list[SurveyQuestion], dice: Dice) -> Given:
    service, goods, event, words = questions
    return {
        service: dice.choices([5, 4, 3, 2], [5, 4, 2, 1])[0],
        goods: dice.choices([5, 4, 3, 1], [4, 5, 2, 1])[0],
        event: dice.randint(1, 3),
        words: dice.choice(SAID),
    }
