"""What members score by how they buy, and the grade that comes of it; never a price."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.fields import MoneyField
from loyalty.enums import CutBy, Grade
from loyalty.models.rule import DatedRule
from membership.models import Member

_PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class ScoringRule(DatedRule):
    """How much the last purchase, the visits and the money count, and where A and B end."""

    months = models.PositiveSmallIntegerField(_("months looked at"), default=12)
    recency_weight = models.PositiveSmallIntegerField(
        _("weight of the last visit"), default=30, validators=_PERCENT, help_text=_("Percent.")
    )
    frequency_weight = models.PositiveSmallIntegerField(
        _("weight of the visits"), default=30, validators=_PERCENT, help_text=_("Percent.")
    )
    amount_weight = models.PositiveSmallIntegerField(
        _("weight of the money"),
        default=40,
        validators=_PERCENT,
        help_text=_("Percent; the three make 100."),
    )
    cut_by = models.CharField(_("shares of"), max_length=7, choices=CutBy, default=CutBy.MEMBERS)
    a_share = models.PositiveSmallIntegerField(
        _("A up to"), default=20, validators=_PERCENT, help_text=_("Percent, the best first.")
    )
    b_share = models.PositiveSmallIntegerField(
        _("B up to"), default=50, validators=_PERCENT, help_text=_("Percent; the others are C.")
    )

    class Meta:
        verbose_name = _("scoring rule")
        verbose_name_plural = _("scoring rules")
        constraints = [
            models.UniqueConstraint(
                fields=["effective_from"], name="loyalty_scoring_rule_starts_on_its_own_day"
            ),
            models.CheckConstraint(
                condition=Q(recency_weight=100 - F("frequency_weight") - F("amount_weight")),
                name="loyalty_scoring_rule_weights_make_a_hundred",
                violation_error_message=_("The three weights make 100 percent."),
            ),
            models.CheckConstraint(
                condition=Q(a_share__gte=1, a_share__lt=F("b_share"), b_share__lte=100),
                name="loyalty_scoring_rule_a_ends_before_b",
                violation_error_message=_("A ends before B, and B at 100 percent or before."),
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=60),
                name="loyalty_scoring_rule_looks_back_some_months",
            ),
        ]


class MemberScore(models.Model):
    """What a member who bought in the months looked at scored: a figure, made anew each night.

    The fifths are 1 to 5, 5 the best; the score is 20 to 100. Who did not buy has none.
    """

    member = models.OneToOneField(
        Member, models.CASCADE, related_name="score", verbose_name=_("member")
    )
    rule = models.ForeignKey(
        ScoringRule, models.PROTECT, related_name="+", verbose_name=_("scoring rule")
    )
    visits = models.PositiveIntegerField(_("visits"))
    net = MoneyField(_("net"))
    last_on = models.DateField(_("last visit"))
    recency = models.PositiveSmallIntegerField(_("fifth of the last visit"))
    frequency = models.PositiveSmallIntegerField(_("fifth of the visits"))
    amount = models.PositiveSmallIntegerField(_("fifth of the money"))
    score = models.PositiveSmallIntegerField(_("score"))
    grade = models.CharField(_("grade"), max_length=1, choices=Grade)

    class Meta:
        verbose_name = _("score of a member")
        verbose_name_plural = _("scores of members")
        indexes = [models.Index(fields=["grade", "-score", "member"], name="score_by_grade")]
        constraints = [
            models.CheckConstraint(
                condition=Q(recency__range=(1, 5), frequency__range=(1, 5), amount__range=(1, 5)),
                name="loyalty_member_score_is_made_of_fifths",
            ),
            models.CheckConstraint(
                condition=Q(score__range=(20, 100)), name="loyalty_member_score_is_20_to_100"
            ),
            models.CheckConstraint(
                condition=Q(visits__gte=1, net__gt=Decimal(0)),
                name="loyalty_member_score_is_of_who_bought",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.grade} {self.score}"
