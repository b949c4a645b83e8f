"""The till and its shifts: who had the drawer, and what was in it."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.fields import MoneyField
from stores.models import Store


class Till(models.Model):
    """A place in a store where sales are rung up."""

    store = models.ForeignKey(Store, models.PROTECT, related_name="tills", verbose_name=_("store"))
    code = models.CharField(_("code"), max_length=10)
    is_active = models.BooleanField(_("in use"), default=True)
    last_receipt = models.PositiveIntegerField(_("last receipt"), default=0, editable=False)

    class Meta:
        verbose_name = _("till")
        verbose_name_plural = _("tills")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "code"], name="sales_till_code_is_unique_in_its_store"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.store} {self.code}"


class Shift(models.Model):
    """One turn at one till, from the float put in to the cash counted out."""

    till = models.ForeignKey(Till, models.PROTECT, related_name="shifts", verbose_name=_("till"))
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="shifts_opened",
        verbose_name=_("opened by"),
    )
    opening_cash = MoneyField(_("opening cash"), default=0)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="shifts_closed",
        null=True,
        blank=True,
        verbose_name=_("closed by"),
    )
    expected_cash = MoneyField(_("expected cash"), null=True, blank=True)
    counted_cash = MoneyField(_("counted cash"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        constraints = [
            models.UniqueConstraint(
                fields=["till"],
                condition=Q(closed_at=None),
                name="sales_shift_is_open_once_per_till",
            ),
            models.CheckConstraint(
                # A check passes where it is unknown, so each clause says what may not be null.
                condition=Q(closed_at=None, closed_by=None, expected_cash=None, counted_cash=None)
                | Q(
                    closed_at__isnull=False,
                    closed_at__gte=F("opened_at"),
                    closed_by__isnull=False,
                    expected_cash__isnull=False,
                    counted_cash__isnull=False,
                    counted_cash__gte=0,
                ),
                name="sales_shift_is_closed_with_a_count",
            ),
            models.CheckConstraint(
                condition=Q(opening_cash__gte=0), name="sales_shift_opens_with_no_debt"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.till} {timezone.localtime(self.opened_at):%Y-%m-%d %H:%M}"

    @property
    def cash_difference(self) -> Decimal | None:
        """What the count found too much, or too little when negative; None while open."""
        if self.counted_cash is None or self.expected_cash is None:
            return None
        return self.counted_cash - self.expected_cash
