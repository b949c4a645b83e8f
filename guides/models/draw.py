"""The draw: by which rule, from which inputs and which seed, with what result."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from guides.enums import DrawScope, DrawState, Strata, WhenExhausted
from stores.models import Region, Store


class DrawRule(models.Model):
    """How the pool is drawn and what guides may keep. A change is a new row.

    A row of a store decides before the row that names none.
    """

    effective_from = models.DateField(_("effective from"))
    store = models.ForeignKey(
        Store,
        models.PROTECT,
        related_name="draw_rules",
        null=True,
        blank=True,
        verbose_name=_("store"),
        help_text=_("Empty: every store."),
    )
    is_drawn = models.BooleanField(
        _("drawn each morning"), default=True, help_text=_("Otherwise only by hand.")
    )
    scope = models.CharField(
        _("drawn among"), max_length=6, choices=DrawScope, default=DrawScope.STORE
    )
    strata = models.CharField(_("balanced"), max_length=5, choices=Strata, default=Strata.NONE)
    when_exhausted = models.CharField(
        _("when every guide held her before"),
        max_length=6,
        choices=WhenExhausted,
        default=WhenExhausted.KEEP,
    )
    forget_months = models.PositiveSmallIntegerField(
        _("months after which a former guide may have her again"), null=True, blank=True
    )
    protections = models.PositiveSmallIntegerField(
        _("members a guide may have protected"), default=5
    )
    may_claim = models.BooleanField(_("who sells to a member of the pool has her"), default=True)

    class Meta:
        verbose_name = _("rule of the draw")
        verbose_name_plural = _("rules of the draw")
        constraints = [
            models.UniqueConstraint(
                "effective_from",
                Coalesce("store", 0),
                name="guides_draw_rule_is_one_per_day_and_store",
            ),
            models.CheckConstraint(
                condition=~Q(when_exhausted=WhenExhausted.FORGET)
                | Q(forget_months__isnull=False, forget_months__gte=1),
                name="guides_draw_rule_says_when_it_forgets",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} · {self.effective_from}"


class DrawQuerySet(models.QuerySet["Draw"]):
    """Which draws."""

    def unfinished(self) -> DrawQuerySet:
        """Return the draws that have not handed anybody over yet."""
        return self.exclude(state=DrawState.PLACED)


class Draw(models.Model):
    """One draw of the pool of a store, a region or the brand.

    ``inputs`` and ``result`` are the very text that was drawn from and drawn, so that anybody
    can repeat it: see ``guides.domain.draw_papers``.
    """

    scope = models.CharField(_("drawn among"), max_length=6, choices=DrawScope)
    store = models.ForeignKey(
        Store,
        models.PROTECT,
        related_name="draws",
        null=True,
        blank=True,
        verbose_name=_("store"),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="draws",
        null=True,
        blank=True,
        verbose_name=_("region"),
    )
    day = models.DateField(_("day"))
    rule = models.ForeignKey(
        DrawRule, models.PROTECT, related_name="draws", verbose_name=_("rule of the draw")
    )
    state = models.CharField(_("state"), max_length=6, choices=DrawState, default=DrawState.FROZEN)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="draws",
        null=True,
        blank=True,
        verbose_name=_("by"),
        help_text=_("Empty: the morning's run."),
    )
    inputs = models.TextField(_("inputs"))
    inputs_hash = models.CharField(_("SHA-256 of the inputs"), max_length=64)
    frozen_at = models.DateTimeField(_("inputs frozen at"))
    seed = models.CharField(_("seed"), max_length=64, blank=True)
    seeded_at = models.DateTimeField(_("seed drawn at"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)
    skipped = models.JSONField(_("skipped"), default=dict, blank=True)
    placed_at = models.DateTimeField(_("placed at"), null=True, blank=True)
    members = models.PositiveIntegerField(_("members"))
    placed = models.PositiveIntegerField(_("handed over"), default=0)
    unplaced = models.PositiveIntegerField(_("not placed"), default=0)

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        indexes = [models.Index(fields=["store", "day"], name="draw_by_store_and_day")]
        constraints = [
            models.UniqueConstraint(
                "scope",
                Coalesce("store", 0),
                Coalesce("region", 0),
                condition=~Q(state=DrawState.PLACED),
                name="guides_draw_is_finished_before_the_next",
            ),
            models.CheckConstraint(
                condition=Q(scope=DrawScope.STORE, store__isnull=False, region=None)
                | Q(scope=DrawScope.REGION, store=None, region__isnull=False)
                | Q(scope=DrawScope.BRAND, store=None, region=None),
                name="guides_draw_has_the_place_of_its_scope",
            ),
            models.CheckConstraint(
                condition=Q(state=DrawState.FROZEN, seed="", seeded_at=None)
                | ~Q(state=DrawState.FROZEN) & ~Q(seed="") & Q(seeded_at__isnull=False),
                name="guides_draw_gets_its_seed_after_its_inputs",
            ),
            models.CheckConstraint(
                condition=Q(state=DrawState.PLACED, placed_at__isnull=False) & ~Q(result="")
                | ~Q(state=DrawState.PLACED) & Q(placed_at=None, result=""),
                name="guides_draw_has_a_result_once_placed",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} · {self.place} · {self.day}"

    @property
    def place(self) -> str:
        """The store, the region or the brand whose pool is drawn."""
        return str(self.store or self.region or _("The brand"))

    @property
    def told(self) -> dict[str, Any]:
        """The result as data; empty before it is there."""
        return json.loads(self.result) if self.result else {}
