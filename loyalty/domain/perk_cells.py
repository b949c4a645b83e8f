"""Say in one go which tiers have which perks, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from loyalty.enums import LimitPeriod
from loyalty.models import TierPerk


@dataclass(frozen=True)
class Given:
    """A perk a tier has: ``quota`` times in each ``period``; None is as often as she likes."""

    quota: int | None = None
    period: LimitPeriod = LimitPeriod.YEAR


@transaction.atomic
def set_perk_cells(*, cells: Mapping[tuple[int, int], Given | None]) -> set[int]:
    """Give each (tier, perk) of ``cells`` what it says, None taking the perk away.

    What is so already is left alone. Returns the perks of which something changed.
    """
    kept = {
        (cell.tier_id, cell.perk_id): cell
        for cell in TierPerk.objects.select_for_update().order_by("pk")
    }
    changed = set()
    for (tier, perk), given in cells.items():
        cell = kept.get((tier, perk))
        if given == (_given(cell) if cell else None):
            continue
        changed.add(perk)
        if given is None and cell:
            cell.delete()
        elif given:
            TierPerk.objects.update_or_create(
                tier_id=tier,
                perk_id=perk,
                defaults={"quota": given.quota, "period": given.period},
            )
    return changed


def _given(cell: TierPerk) -> Given:
    """Return what ``cell`` gives; without a quota its period says nothing."""
    return Given(cell.quota, LimitPeriod(cell.period)) if cell.quota else Given()
