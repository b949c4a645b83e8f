"""A member's points account: the row that is locked before points move."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.fields import PointsField
from membership.models import Member


class PointsAccountQuerySet(models.QuerySet["PointsAccount"]):
    """Which accounts."""

    def locked(self) -> PointsAccountQuerySet:
        """Lock the accounts in one order, so that two locking callers cannot wait in a ring."""
        return self.order_by("pk").select_for_update(of=("self",))


class PointsAccount(models.Model):
    """One per member. ``balance`` and ``debt`` are caches of the ledger, rebuilt by a check.

    ``balance`` = sum of the entries = points left in the lots - ``debt``. A debt arises when
    goods come back whose points were already spent; later earning pays it first.
    """

    member = models.OneToOneField(
        Member, models.PROTECT, related_name="points_account", verbose_name=_("member")
    )
    balance = PointsField(_("balance"), default=0)
    debt = PointsField(_("debt"), default=0)
    closed_at = models.DateTimeField(
        _("closed at"),
        null=True,
        blank=True,
        help_text=_("Its member was merged into another: nothing moves here any more."),
    )

    objects = PointsAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("points account")
        verbose_name_plural = _("points accounts")
        indexes = [models.Index(fields=["balance", "member"], name="account_by_balance")]
        constraints = [
            models.CheckConstraint(
                condition=Q(debt__gte=0), name="loyalty_account_debt_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(balance__gte=-models.F("debt")),
                name="loyalty_account_is_negative_only_by_its_debt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.balance}"
