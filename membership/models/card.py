"""Cards and their kinds. The nine kinds of the handbook are rows, not code."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.fields import MoneyField
from common.models import BilingualName
from membership.enums import CardStatus, IssueWay, PrintedStatus
from membership.models.member import Member
from stores.models import Store


class CardKind(BilingualName):
    """A kind of card and its traits."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    price = MoneyField(_("price"), default=0, help_text=_("0 for a free card."))
    value = MoneyField(_("value"), default=0, help_text=_("What the card is said to be worth."))
    is_physical = models.BooleanField(_("physical"), default=True)
    is_personal = models.BooleanField(
        _("personal"), default=True, help_text=_("Off: whoever presents the card may use it.")
    )
    is_giftable = models.BooleanField(_("may be given away"), default=True)
    is_sellable = models.BooleanField(_("may be sold"), default=False)
    term_months = models.PositiveSmallIntegerField(
        _("term in months"), null=True, blank=True, help_text=_("Empty: valid for good.")
    )
    purpose_zh = models.CharField(_("Chinese purpose"), max_length=200, blank=True)
    purpose_en = models.CharField(_("English purpose"), max_length=200, blank=True)
    store_quota = models.PositiveIntegerField(
        _("most a store issues in a year"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    from_stock = models.BooleanField(
        _("only printed numbers"),
        default=False,
        help_text=_("Only numbers in the store's stock can be issued."),
    )
    is_offered = models.BooleanField(_("offered at the till"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("card kind")
        verbose_name_plural = _("card kinds")
        constraints = [
            models.CheckConstraint(
                condition=Q(price__gte=0, value__gte=0),
                name="membership_card_kind_costs_nothing_negative",
            ),
            models.CheckConstraint(
                condition=Q(price=0) | Q(is_sellable=True),
                name="membership_card_kind_with_a_price_is_sellable",
            ),
        ]


class CardQuerySet(models.QuerySet["Card"]):
    """Which cards."""

    def usable(self, *, on: dt.date) -> CardQuerySet:
        """Return the cards that serve on ``on``: neither blocked nor past their term."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gt=on), status=CardStatus.ISSUED)

    def newest_first(self) -> CardQuerySet:
        """Order by the time of issue, latest first."""
        return self.order_by("-issued_at", "-pk")


class Card(models.Model):
    """One card in a member's hand."""

    number = models.CharField(_("card number"), max_length=40, unique=True)
    kind = models.ForeignKey(CardKind, models.PROTECT, related_name="cards", verbose_name=_("kind"))
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="cards", verbose_name=_("member")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=CardStatus, default=CardStatus.ISSUED
    )
    issued_at = models.DateTimeField(_("issued at"))
    issued_in = models.ForeignKey(
        Store, models.PROTECT, related_name="cards_issued", verbose_name=_("issued in")
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="cards_issued",
        null=True,
        blank=True,
        verbose_name=_("issued by"),
    )
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    way = models.CharField(
        _("how it was issued"),
        max_length=5,
        choices=IssueWay,
        default=IssueWay.FREE,
        db_default=IssueWay.FREE,
    )
    is_supplementary = models.BooleanField(
        _("supplementary"),
        default=False,
        db_default=False,
        help_text=_("In another hand; it earns for the member."),
    )
    holder = models.CharField(
        _("holder"),
        max_length=60,
        blank=True,
        db_default="",
        help_text=_("Of a supplementary card."),
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        related_name="replaced_by",
        null=True,
        blank=True,
        verbose_name=_("replaces"),
    )
    history = HistoricalRecords()

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        constraints = [
            models.CheckConstraint(condition=~Q(number=""), name="membership_card_has_a_number"),
            models.CheckConstraint(
                condition=Q(is_supplementary=True) | Q(holder=""),
                name="membership_only_a_supplementary_card_has_another_holder",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_past(self, *, on: dt.date) -> bool:
        """Tell whether its term is over on ``on``, its first day of no use."""
        return self.expires_on is not None and self.expires_on <= on


class CardBatch(models.Model):
    """Printed cards that came to a store together, perhaps for an organisation's day."""

    kind = models.ForeignKey(
        CardKind, models.PROTECT, related_name="batches", verbose_name=_("kind")
    )
    store = models.ForeignKey(
        Store, models.PROTECT, related_name="card_batches", verbose_name=_("store")
    )
    organisation = models.ForeignKey(
        "membership.Organisation",
        models.PROTECT,
        related_name="card_batches",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
    )
    occasion = models.CharField(
        _("occasion"), max_length=60, blank=True, help_text=_("教师节, 护士节 …")
    )
    expires_on = models.DateField(
        _("cards expire on"), null=True, blank=True, help_text=_("Empty: by their kind.")
    )
    received_at = models.DateTimeField(_("received at"))
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="card_batches_received",
        verbose_name=_("received by"),
    )

    class Meta:
        verbose_name = _("batch of cards")
        verbose_name_plural = _("batches of cards")

    def __str__(self) -> str:
        return f"{self.kind} · {self.store} #{self.pk}"


class PrintedCard(models.Model):
    """One printed number in a store's stock."""

    number = models.CharField(_("card number"), max_length=40, unique=True)
    batch = models.ForeignKey(
        CardBatch, models.PROTECT, related_name="printed", verbose_name=_("batch of cards")
    )
    status = models.CharField(
        _("status"), max_length=8, choices=PrintedStatus, default=PrintedStatus.IN_STOCK
    )

    class Meta:
        verbose_name = _("printed card")
        verbose_name_plural = _("printed cards")
        constraints = [
            models.CheckConstraint(
                condition=~Q(number=""), name="membership_printed_card_has_a_number"
            ),
        ]

    def __str__(self) -> str:
        return self.number
