"""Asking members: what each answers is written down once, and rewarded once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guides.domain.contacting import Said, log_contact
from guides.domain.ownership import LeftInPeace
from guides.enums import ContactChannel, ContactPurpose, QuestionKind, SurveyWay
from guides.models import Contact, Survey, SurveyAnswer, SurveyQuestion, SurveyReply
from loyalty.domain.ledger import lock_account
from loyalty.domain.occasions import Gift, reward_occasion
from loyalty.enums import Occasion
from membership.models import Member
from stores.models import Staff, Store

Given = Mapping[SurveyQuestion, int | str]  # a mark, the place of a choice, or words


class NotAskedHere(Exception):
    """The survey is of other days, or of another store."""


class NothingAnswered(Exception):
    """Not one question has an answer."""


class AskedBefore(Exception):
    """She answered, or declined, and that is written down."""

    def __init__(self, *, reply: SurveyReply) -> None:
        super().__init__(f"member {reply.member_id} was asked by {reply.by_id}")
        self.reply = reply


@dataclass(frozen=True)
class Asking:
    """Where and how a member was asked, by whom and when."""

    store: Store
    way: SurveyWay
    by: Staff
    at: dt.datetime


@dataclass(frozen=True)
class Answered:
    """What a member answered, and what she got for it."""

    reply: SurveyReply
    gift: Gift | None


@transaction.atomic
def answer_survey(*, survey: Survey, member: Member, given: Given, asking: Asking) -> Answered:
    """Write down what ``member`` answers, and give her what the shop gives for a survey.

    She may leave questions open. What was asked by phone is a contact. Who declined before may
    still answer; who answered does so once, and her answers are never changed.

    :raises NothingAnswered: if every question is left open
    :raises NotAskedHere: if the survey is of other days or of another store
    :raises LeftInPeace: if she is not to be asked
    :raises AskedBefore: if she has answered
    """
    kept = {question: said for question, said in given.items() if said not in {"", None}}
    if not kept:
        raise NothingAnswered
    reply = _reply(survey, member, asking, note=_("Survey “%(name)s” answered."))
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(reply=reply, question=question, **{_column(question): said})
        for question, said in kept.items()
    )
    gift = reward_occasion(
        member=member,
        occasion=Occasion.SURVEY,
        reference=f"filled in:{survey.pk}",
        by=asking.by,
        at=asking.at,
        note=survey.label,
    )
    return Answered(reply, gift)


@transaction.atomic
def decline_survey(*, survey: Survey, member: Member, asking: Asking) -> SurveyReply:
    """Write down that ``member`` would rather not answer; she is not asked again.

    :raises NotAskedHere: if the survey is of other days or of another store
    :raises LeftInPeace: if she is not to be asked
    :raises AskedBefore: if she was asked before
    """
    note = _("Survey “%(name)s”: she would rather not.")
    return _reply(survey, member, asking, note=note, is_declined=True)


def _reply(
    survey: Survey, member: Member, asking: Asking, *, note: str, is_declined: bool = False
) -> SurveyReply:
    lock_account(member=member)
    earlier = SurveyReply.objects.filter(survey=survey, member=member).first()
    if earlier and (is_declined or not earlier.is_declined):
        raise AskedBefore(reply=earlier)
    on = timezone.localdate(asking.at)
    if not Survey.objects.in_force(on=on).asked_in(asking.store).filter(pk=survey.pk).exists():
        raise NotAskedHere
    if member.set_aside.open().in_peace().exists():
        raise LeftInPeace
    reply = earlier or SurveyReply(survey=survey, member=member)
    reply.store, reply.way, reply.by, reply.at = asking.store, asking.way, asking.by, asking.at
    reply.is_declined = is_declined
    reply.contact = _contact(member, asking, note % {"name": survey.label})
    reply.save()
    return reply


def _contact(member: Member, asking: Asking, note: str) -> Contact | None:
    if asking.way != SurveyWay.PHONE:
        return None
    said = Said(channel=ContactChannel.PHONE, note=note, purpose=ContactPurpose.SERVICE)
    return log_contact(member=member, said=said, by=asking.by, at=asking.at)


def _column(question: SurveyQuestion) -> str:
    return {QuestionKind.MARK: "mark", QuestionKind.CHOICE: "choice"}.get(
        QuestionKind(question.kind), "words"
    )


@transaction.atomic
def copy_survey(*, survey: Survey, first_on: dt.date) -> Survey:
    """Return a new survey that asks the same, from ``first_on`` on, for as many days."""
    days = survey.last_on - survey.first_on
    questions = list(survey.questions.all())
    copy = Survey.objects.create(
        name_zh=survey.name_zh,
        name_en=survey.name_en,
        store=survey.store,
        first_on=first_on,
        last_on=first_on + days,
    )
    for question in questions:
        question.pk, question.survey = None, copy
    SurveyQuestion.objects.bulk_create(questions)
    return copy
