"""Setting up tiers in one line."""

from decimal import Decimal

from loyalty.enums import CriterionUse, Measure
from loyalty.models import Tier, TierCriterion


def tier(code: str) -> Tier:
    """Return the tier with this code."""
    return Tier.objects.get(code=code)


def ask(code: str, *, use: CriterionUse = CriterionUse.ENTRY, **measures: int | str) -> Tier:
    """Let the tier ask for ``measures``, as ``net=1000``, and nothing else."""
    asked = tier(code)
    asked.criteria.filter(use=use).delete()
    for name, threshold in measures.items():
        TierCriterion.objects.create(
            tier=asked, use=use, measure=Measure(name), threshold=Decimal(threshold)
        )
    return asked


def change(code: str, **facts: object) -> Tier:
    """Give the tier other facts."""
    Tier.objects.filter(code=code).update(**facts)
    return tier(code)
