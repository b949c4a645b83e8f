"""The rules of the programme as they stand, read once and kept while they do not change.

A till asks for tiers, rates, perks and rules with every scan. They are few and change seldom,
so each process keeps them; one statement tells whether they are still the same: triggers give
``RulesStamp`` a new value with every change of a row they are made of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Prefetch, QuerySet

from common.written_once import written_once
from loyalty.enums import Occasion
from loyalty.models import (
    CouponKind,
    EarningBonus,
    EarningRule,
    OccasionReward,
    Perk,
    ProgrammeRule,
    RedemptionRule,
    RulesStamp,
    SpendRebateRule,
    Tier,
    TierPerk,
)
from loyalty.models.rule import DatedRule

Rule = TypeVar("Rule", bound=DatedRule)


class NoRuleInForce(Exception):
    """No version of the rule has begun by this day."""


@dataclass(frozen=True)
class Programme:
    """Every tier and every version of every rule, the newest first. For reading only."""

    tiers: Sequence[Tier] = ()
    earning: Sequence[EarningRule] = ()
    redemption: Sequence[RedemptionRule] = ()
    rules: Sequence[ProgrammeRule] = ()
    occasions: Sequence[OccasionReward] = ()
    spend_rebates: Sequence[SpendRebateRule] = ()
    coupon_kinds: Mapping[int, CouponKind] = field(default_factory=dict)
    by_key: dict[int, Tier] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {tier.pk: tier for tier in self.tiers})

    def earning_rule(self, *, on: dt.date) -> EarningRule:
        """Return the earning rule of ``on``.

        :raises NoRuleInForce: if none has begun
        """
        return _needed(_in_force(self.earning, on=on))

    def redemption_rule(self, *, on: dt.date) -> RedemptionRule:
        """Return the redemption rule of ``on``.

        :raises NoRuleInForce: if none has begun
        """
        return _needed(_in_force(self.redemption, on=on))

    def rule(self, *, on: dt.date) -> ProgrammeRule:
        """Return the programme rule of ``on``; the first values where none has begun."""
        return _in_force(self.rules, on=on) or ProgrammeRule(effective_from=on)

    def occasion(self, occasion: Occasion, *, on: dt.date) -> OccasionReward | None:
        """Return what ``occasion`` is rewarded with on ``on``, or None."""
        return _in_force((one for one in self.occasions if one.occasion == occasion), on=on)

    def spend_rebate(self, *, on: dt.date) -> SpendRebateRule | None:
        """Return the spend rebate of ``on``, or None."""
        return _in_force(self.spend_rebates, on=on)

    def above(self, tier: Tier) -> Tier | None:
        """Return the next tier up, or None at the top."""
        return next((one for one in self.tiers if one.rank > tier.rank), None)

    def below(self, tier: Tier) -> Tier | None:
        """Return the next tier down, or None at the bottom."""
        return next((one for one in reversed(self.tiers) if one.rank < tier.rank), None)


_kept: tuple[str, Programme] | None = None


def programme() -> Programme:
    """Return the programme as it stands in the database; one statement if it is known."""
    global _kept  # noqa: PLW0603 - what a process keeps is the point
    stamp = _stamps.first()
    kept = _kept
    if stamp and kept and kept[0] == stamp:
        return kept[1]
    # The stamp is read before the rules: should they change in between, it is an old one,
    # and the next caller reads again.
    read = _read()
    _kept = (stamp, read) if stamp else None
    return read


@written_once
def _stamps() -> QuerySet[RulesStamp, str]:
    return RulesStamp.objects.values_list("value", flat=True)


def _read() -> Programme:
    cells = TierPerk.objects.select_related("perk__coupon_kind").order_by("perk__pk")
    return Programme(
        tiers=list(
            Tier.objects.lowest_first()
            .select_related("upgrade_coupon")
            .prefetch_related("criteria", Prefetch("perk_cells", cells))
        ),
        earning=list(
            EarningRule.objects.order_by("-effective_from", "-pk").prefetch_related(
                Prefetch(
                    "bonuses",
                    EarningBonus.objects.order_by("pk").prefetch_related(
                        "tiers", "stores", "categories", "products"
                    ),
                )
            )
        ),
        redemption=list(RedemptionRule.objects.order_by("-effective_from", "-pk")),
        rules=list(ProgrammeRule.objects.order_by("-effective_from", "-pk")),
        occasions=list(
            OccasionReward.objects.order_by("-effective_from", "-pk").select_related("coupon_kind")
        ),
        spend_rebates=list(
            SpendRebateRule.objects.order_by("-effective_from", "-pk").select_related("coupon_kind")
        ),
        coupon_kinds=CouponKind.objects.prefetch_related(
            "products", "categories", "stores"
        ).in_bulk(),
    )


def perks_of(tier: Tier | None) -> list[tuple[TierPerk, Perk]]:
    """Return the cells of ``tier``, as ``programme`` gave it, with their perks on offer."""
    if tier is None:
        return []
    return [(cell, cell.perk) for cell in tier.perk_cells.all() if cell.perk.is_active]


def greeting_days(tier: Tier | None) -> int:
    """Return how many days ahead the birthday perks of ``tier`` are to be told; 0: none says."""
    return max((perk.lead_days for _cell, perk in perks_of(tier) if perk.birthday), default=0)


def _in_force(versions: Iterable[Rule], *, on: dt.date) -> Rule | None:
    return next((version for version in versions if version.effective_from <= on), None)


def _needed(rule: Rule | None) -> Rule:
    if rule is None:
        raise NoRuleInForce
    return rule
