"""What lies on the till and is not yet paid."""

from __future__ import annotations

import uuid
from typing import NotRequired, TypedDict

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.fields import BasisPointsField
from membership.models import Card, Member
from pos.enums import BasketState
from sales.models import Till


class BasketLine(TypedDict):
    """One line; figures as strings, ``price`` null where the product's own applies.

    ``card`` is there on a membership fee only: the number of the card that is bought; ``by``
    where a price was set: the staff number of who set it.
    """

    id: str
    sku: str
    quantity: str
    price: str | None
    card: NotRequired[str]
    by: NotRequired[str]


class BasketQuerySet(models.QuerySet["Basket"]):
    """Which baskets."""

    def open(self) -> BasketQuerySet:
        """Return the baskets being rung up, at most one a till, in the order of the tills.

        In another order PostgreSQL would look for a till's among all it ever had.
        """
        return self.filter(state=BasketState.OPEN).order_by("till")

    def held(self) -> BasketQuerySet:
        """Return the baskets set aside, first held first."""
        return self.filter(state=BasketState.HELD).order_by("held_at", "pk")


class Basket(models.Model):
    """A draft of a sale, kept by the server so that no crash or reload loses a line.

    ``lines`` is a list of ``BasketLine``; ``removed`` is the one taken out last, with its
    place; ``scans`` names what was added lately, so that a repeat adds nothing. ``coupons``
    are the numbers of those chosen; ``pays`` is the discount by hand, in ten-thousandths.
    ``key`` becomes the sale's: one basket, one sale.
    """

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4)
    till = models.ForeignKey(Till, models.PROTECT, related_name="baskets", verbose_name=_("till"))
    cashier = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="baskets",
        verbose_name=_("cashier"),
    )
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        related_name="baskets",
        null=True,
        blank=True,
        verbose_name=_("member"),
    )
    card = models.ForeignKey(
        Card,
        models.PROTECT,
        related_name="+",
        db_index=False,
        null=True,
        blank=True,
        verbose_name=_("card shown"),
    )
    seller = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="baskets_sold",
        null=True,
        blank=True,
        verbose_name=_("seller"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=BasketState, default=BasketState.OPEN
    )
    lines = models.JSONField(_("lines"), default=list, blank=True)
    removed = models.JSONField(_("line taken out last"), null=True, blank=True)
    scans = models.JSONField(_("latest scans"), default=list, blank=True)
    points = models.PositiveIntegerField(_("points to pay with"), default=0)
    coupons = models.JSONField(_("coupons chosen"), default=list, blank=True)
    card_seen = models.BooleanField(
        _("card seen"), default=False, help_text=_("The cashier says so; nothing was scanned.")
    )
    keeps_birthday = models.BooleanField(_("keeps the birthday for later"), default=False)
    pays = BasisPointsField(_("customer pays, by hand"), null=True, blank=True)
    pays_by = models.CharField(_("discount allowed by"), max_length=20, blank=True)
    opened_at = models.DateTimeField(_("opened at"))
    held_at = models.DateTimeField(_("held at"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=100, blank=True)

    objects = BasketQuerySet.as_manager()

    class Meta:
        verbose_name = _("basket")
        verbose_name_plural = _("baskets")
        indexes = [
            # Of every state: a prepared query names none, so it could not use a part of them.
            models.Index(fields=["till", "state"], name="basket_by_till_and_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["till"],
                condition=Q(state=BasketState.OPEN),
                name="pos_basket_is_open_once_per_till",
            ),
            models.CheckConstraint(
                condition=~Q(state=BasketState.HELD) | Q(held_at__isnull=False),
                name="pos_basket_held_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(pays=None, pays_by="")
                | Q(pays__isnull=False, pays__range=(1, 9_999)) & ~Q(pays_by=""),
                name="pos_basket_discount_by_hand_names_who_allowed_it",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def card_shown(self) -> bool:
        """Whether the member showed her card, scanned or to the cashier's eyes."""
        return self.card_seen or self.card_id is not None

    def line(self, name: str) -> BasketLine | None:
        """Return the line called ``name``, or None."""
        return next((line for line in self.lines if line["id"] == name), None)
