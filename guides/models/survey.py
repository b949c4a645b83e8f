"""What members are asked, and what each of them answered."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.languages import reads_chinese
from common.models import BilingualName
from guides.enums import QuestionKind, SurveyTopic, SurveyWay
from guides.models.contact import Contact
from membership.enums import MemberStatus
from membership.models import Member
from stores.models import Store

MARKS = range(1, 6)


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Which surveys."""

    def in_force(self, *, on: dt.date) -> SurveyQuerySet:
        """Return the surveys members are asked on ``on``."""
        return self.filter(first_on__lte=on, last_on__gte=on)

    def asked_in(self, store: Store) -> SurveyQuerySet:
        """Return the surveys of ``store``, and those of every store."""
        return self.filter(Q(store=None) | Q(store=store))

    def soonest_over_first(self) -> SurveyQuerySet:
        """Order by the last day."""
        return self.order_by("last_on", "pk")


class Survey(BilingualName):
    """Some questions, asked from a first day to a last one."""

    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    store = models.ForeignKey(
        Store,
        models.PROTECT,
        related_name="surveys",
        null=True,
        blank=True,
        verbose_name=_("only in this store"),
        help_text=_("Empty: in every store."),
    )

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="guides_survey_ends_after_it_began"
            ),
        ]


class SurveyQuestion(BilingualName):
    """A question of a survey; its name is what is asked."""

    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="questions", verbose_name=_("survey")
    )
    position = models.PositiveSmallIntegerField(_("place"), default=1)
    kind = models.CharField(
        _("kind"), max_length=10, choices=QuestionKind, default=QuestionKind.MARK
    )
    topic = models.CharField(
        _("about"), max_length=10, choices=SurveyTopic, default=SurveyTopic.SERVICE
    )
    choices_zh = models.TextField(
        _("choices in Chinese"), blank=True, help_text=_("One a line; only for a choice.")
    )
    choices_en = models.TextField(
        _("choices in English"), blank=True, help_text=_("The same, in the same order.")
    )

    class Meta:
        verbose_name = _("survey question")
        verbose_name_plural = _("survey questions")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=QuestionKind.CHOICE) | ~Q(choices_zh=""),
                name="guides_survey_choice_has_something_to_choose",
            ),
        ]

    @property
    def choices(self) -> list[str]:
        """What can be chosen, in the reader's language; an answer keeps the place, from 1."""
        chinese, english = self.choices_zh.splitlines(), self.choices_en.splitlines()
        return chinese if reads_chinese() or len(english) != len(chinese) else english


class SurveyReplyQuerySet(models.QuerySet["SurveyReply"]):
    """Which replies."""

    def answered(self) -> SurveyReplyQuerySet:
        """Return the replies of who answered."""
        return self.filter(is_declined=False)

    def counted(self) -> SurveyReplyQuerySet:
        """Return the replies that count; of two records of one person, the one that was kept."""
        return self.exclude(member__status=MemberStatus.MERGED)

    def newest_first(self) -> SurveyReplyQuerySet:
        """Order by time, latest first."""
        return self.order_by("-at", "-pk")


class SurveyReply(models.Model):
    """That one member was asked. She may have declined; answers are never changed."""

    survey = models.ForeignKey(
        Survey, models.PROTECT, related_name="replies", verbose_name=_("survey")
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="survey_replies", verbose_name=_("member")
    )
    store = models.ForeignKey(
        Store, models.PROTECT, related_name="survey_replies", verbose_name=_("store")
    )
    way = models.CharField(_("way"), max_length=10, choices=SurveyWay)
    is_declined = models.BooleanField(_("declined"), default=False)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="survey_replies",
        verbose_name=_("by"),
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        related_name="survey_replies",
        null=True,
        blank=True,
        verbose_name=_("contact"),
    )

    objects = SurveyReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey reply")
        verbose_name_plural = _("survey replies")
        indexes = [models.Index(fields=["survey", "at"], name="survey_reply_by_survey")]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "survey"], name="guides_member_is_in_a_survey_once"
            ),
            models.UniqueConstraint(
                fields=["contact"], name="guides_survey_reply_has_its_own_contact"
            ),
            models.CheckConstraint(
                condition=Q(way=SurveyWay.PHONE, contact__isnull=False)
                | Q(way=SurveyWay.STORE, contact=None),
                name="guides_survey_by_phone_is_a_contact",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} · {self.member_id}"


class SurveyAnswer(models.Model):
    """What she said to one question: a mark, the place of a choice, or words."""

    reply = models.ForeignKey(
        SurveyReply, models.PROTECT, related_name="answers", verbose_name=_("survey reply")
    )
    question = models.ForeignKey(
        SurveyQuestion, models.PROTECT, related_name="answers", verbose_name=_("survey question")
    )
    mark = models.PositiveSmallIntegerField(_("mark"), null=True, blank=True)
    choice = models.PositiveSmallIntegerField(_("choice"), null=True, blank=True)
    words = models.TextField(_("words"), blank=True)

    class Meta:
        verbose_name = _("survey answer")
        verbose_name_plural = _("survey answers")
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "question"], name="guides_survey_question_is_answered_once"
            ),
            models.CheckConstraint(
                condition=Q(mark=None) | Q(mark__range=(MARKS[0], MARKS[-1])),
                name="guides_survey_mark_is_one_to_five",
            ),
            models.CheckConstraint(
                condition=Q(mark__isnull=False, choice=None, words="")
                | Q(mark=None, choice__isnull=False, words="")
                | Q(mark=None, choice=None) & ~Q(words=""),
                name="guides_survey_answer_says_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reply_id} · {self.question_id}"
