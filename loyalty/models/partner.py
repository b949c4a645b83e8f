"""Partners: who gives members something in the shop's name, for what, and how well."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.fields import MoneyField
from loyalty.models.perk import Perk
from loyalty.models.reward import Reward
from loyalty.models.rule import DatedRule

BEST = 5  # the highest mark


class Partner(models.Model):
    """A business whose service members have as a perk or a reward, and whom the shop pays."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    contact_name = models.CharField(_("contact person"), max_length=60, blank=True)
    contact_phone = models.CharField(_("phone of the contact person"), max_length=30, blank=True)
    since = models.DateField(_("partner since"))
    note = models.TextField(_("note"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="loyalty_partner_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class PartnerTerms(DatedRule):
    """From a day on, who gives a perk or a reward, and what the shop pays for each use.

    The newest version that has begun counts. Once something is owed under it the database
    refuses to change it.
    """

    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        related_name="terms",
        null=True,
        blank=True,
        verbose_name=_("partner"),
        help_text=_("Empty: from this day on nobody is paid for it."),
    )
    perk = models.ForeignKey(
        Perk,
        models.PROTECT,
        related_name="partner_terms",
        null=True,
        blank=True,
        verbose_name=_("perk"),
    )
    reward = models.ForeignKey(
        Reward,
        models.PROTECT,
        related_name="partner_terms",
        null=True,
        blank=True,
        verbose_name=_("reward"),
    )
    called = models.CharField(
        _("called"), max_length=100, blank=True, help_text=_("How statements name the service.")
    )
    price = MoneyField(
        _("paid for each use"), default=0, help_text=_("In yuan; 0: counted, not paid.")
    )

    class Meta:
        verbose_name = _("partner terms")
        verbose_name_plural = _("partner terms")
        constraints = [
            models.CheckConstraint(
                condition=Q(perk__isnull=False, reward=None) | Q(perk=None, reward__isnull=False),
                name="loyalty_partner_terms_are_for_one_benefit",
            ),
            models.CheckConstraint(
                condition=Q(partner=None, price=0)
                | Q(partner__isnull=False, price__gte=0) & ~Q(called=""),
                name="loyalty_partner_terms_say_what_is_paid",
            ),
            models.UniqueConstraint(
                fields=["perk", "effective_from"],
                name="loyalty_partner_terms_of_a_perk_start_on_their_own_day",
            ),
            models.UniqueConstraint(
                fields=["reward", "effective_from"],
                name="loyalty_partner_terms_of_a_reward_start_on_their_own_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.called or self.benefit} · {self.effective_from}"

    @property
    def benefit(self) -> Perk | Reward | None:
        """What members have of it."""
        return self.perk or self.reward


class PartnerCheckQuerySet(models.QuerySet["PartnerCheck"]):
    """Which checks."""

    def to_do(self) -> PartnerCheckQuerySet:
        """Return the checks whose action is not done."""
        return self.filter(due_on__isnull=False, done_on=None)

    def soonest_first(self) -> PartnerCheckQuerySet:
        """Order by when the action is due."""
        return self.order_by("due_on", "pk")


class PartnerCheck(models.Model):
    """That somebody looked at a partner's service: a mark, what was found, what is to be done."""

    key = models.UUIDField(_("key"), unique=True)
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="checks", verbose_name=_("partner")
    )
    checked_on = models.DateField(_("checked on"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="partner_checks",
        verbose_name=_("by"),
    )
    mark = models.PositiveSmallIntegerField(
        _("mark"),
        validators=[MinValueValidator(1), MaxValueValidator(BEST)],
        help_text=_("1 is bad, 5 is very good."),
    )
    found = models.TextField(_("what was found"))
    action = models.TextField(_("to be done"), blank=True)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="partner_actions_done",
        null=True,
        blank=True,
        verbose_name=_("finished by"),
    )

    objects = PartnerCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a partner")
        verbose_name_plural = _("checks of partners")
        constraints = [
            models.CheckConstraint(
                condition=Q(mark__range=(1, BEST)), name="loyalty_partner_check_has_a_mark"
            ),
            models.CheckConstraint(
                condition=~Q(found=""), name="loyalty_partner_check_says_what_was_found"
            ),
            models.CheckConstraint(
                condition=Q(action="", due_on=None) | ~Q(action="") & Q(due_on__isnull=False),
                name="loyalty_partner_action_is_due_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None)
                | Q(due_on__isnull=False, done_on__isnull=False, done_by__isnull=False),
                name="loyalty_partner_action_is_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}: {self.checked_on}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.due_on is not None and self.done_on is None
