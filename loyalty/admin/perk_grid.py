"""Which tiers have which perks, all in one sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loyalty.domain.perk_cells import Given
from loyalty.enums import LimitPeriod
from loyalty.models import Perk, Tier

MOST = 32_767
NOT, FREELY = "", "freely"
WAYS: list[tuple[str, str | Promise]] = [
    (NOT, pgettext_lazy("perk", "—")),
    (FREELY, _("as often as she likes")),
    *LimitPeriod.choices,
]


@dataclass(frozen=True)
class Cell:
    """Where a perk and a tier meet: how often, and over what time."""

    tier: Tier
    times: BoundField
    way: BoundField


class PerkGridForm(forms.Form):
    """A number of times and a period for every tier and perk; empty where it has it not."""

    def __init__(
        self, sent: Mapping[str, str] | None, *, perks: list[Perk], tiers: list[Tier]
    ) -> None:
        self.perks, self.tiers = perks, tiers
        super().__init__(sent, initial=_initial(perks))
        for perk in perks:
            for tier in tiers:
                times, way = _names(tier, perk)
                self.fields[times] = forms.IntegerField(min_value=1, max_value=MOST, required=False)
                self.fields[way] = forms.ChoiceField(choices=WAYS, required=False)

    def rows(self) -> Iterator[tuple[Perk, list[Cell]]]:
        """Yield each perk with its cells."""
        for perk in self.perks:
            cells = []
            for tier in self.tiers:
                times, way = _names(tier, perk)
                cells.append(Cell(tier, self[times], self[way]))
            yield perk, cells

    def clean(self) -> dict[str, Any]:
        """Refuse, at its cell, a number without a period and a period without a number."""
        cleaned = super().clean() or {}
        for perk in self.perks:
            for tier in self.tiers:
                times, way = _names(tier, perk)
                if times not in self.errors and way not in self.errors:
                    self._check(times, cleaned.get(times), cleaned.get(way, NOT))
        return cleaned

    def cells(self) -> dict[tuple[int, int], Given | None]:
        """Return what every tier has of every perk, by (tier, perk)."""
        pairs = [(tier, perk) for perk in self.perks for tier in self.tiers]
        return {(tier.pk, perk.pk): self._given(tier, perk) for tier, perk in pairs}

    def _check(self, name: str, times: int | None, way: str) -> None:
        if times and way in (NOT, FREELY):
            self.add_error(name, _now("Over what time? Choose a period, or empty the number."))
        elif times is None and way not in (NOT, FREELY):
            self.add_error(name, _now("How many times?"))

    def _given(self, tier: Tier, perk: Perk) -> Given | None:
        times, way = (self.cleaned_data[name] for name in _names(tier, perk))
        if way == NOT:
            return None
        return Given() if way == FREELY else Given(times, LimitPeriod(way))


def _names(tier: Tier, perk: Perk) -> tuple[str, str]:
    return f"times-{perk.pk}-{tier.pk}", f"way-{perk.pk}-{tier.pk}"


def _initial(perks: list[Perk]) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    for perk in perks:
        for cell in perk.tier_cells.all():
            times, way = _names(cell.tier, perk)
            initial[times] = cell.quota
            initial[way] = cell.period if cell.quota else FREELY
    return initial
