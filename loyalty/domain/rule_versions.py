"""A new version of a rule begins as a copy of another."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, Q

from loyalty.models import EarningBonus, EarningRule, OccasionReward, PartnerTerms
from loyalty.models.rule import DatedRule

Rule = TypeVar("Rule", bound=DatedRule)
SETS = ("tiers", "stores", "categories", "products")


class BeginsAlready(Exception):
    """Another version begins on this day."""

    def __init__(self, *, begins: dt.date) -> None:
        super().__init__(f"a version begins on {begins}")
        self.begins = begins


@transaction.atomic
def copy_version(*, rule: Rule, begins: dt.date) -> Rule:
    """Return a new version equal to ``rule``, with its multipliers, in force from ``begins``.

    :raises BeginsAlready: if a version begins on that day
    """
    model: Any = type(rule)
    others = model.objects.filter(effective_from=begins)
    if isinstance(rule, OccasionReward):
        others = others.filter(Q(occasion=rule.occasion))
    if isinstance(rule, PartnerTerms):
        others = others.filter(perk=rule.perk, reward=rule.reward)
    if others.exists():
        raise BeginsAlready(begins=begins)
    copy: Rule = model.objects.create(**(_facts(rule) | {"effective_from": begins}))
    if isinstance(rule, EarningRule):
        for bonus in rule.bonuses.order_by("pk"):
            _copy_bonus(bonus, copy)
    return copy


def _copy_bonus(bonus: EarningBonus, rule: DatedRule) -> None:
    copy = EarningBonus.objects.create(**(_facts(bonus) | {"rule_id": rule.pk}))
    for name in SETS:
        getattr(copy, name).set(getattr(bonus, name).all())


def _facts(row: Model) -> dict[str, Any]:
    columns = row._meta.concrete_fields
    return {one.attname: getattr(row, one.attname) for one in columns if not one.primary_key}
