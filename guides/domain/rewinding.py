"""A new rule and the clocks that are running: whose last day it moves, and moving it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery

from guides.domain.clock import due_on, rule_for
from guides.models import Ownership, OwnershipRule
from guides.models.ownership import OwnershipQuerySet
from loyalty.models import Tier, TierAssignment
from stores.models import Store


@dataclass(frozen=True)
class Alike:
    """Running clocks that a rule moves from one last day to another."""

    clocks: OwnershipQuerySet
    count: int
    was: dt.date
    becomes: dt.date


@dataclass(frozen=True)
class Preview:
    """How many last days a rule would make earlier, and how many later, on its first day."""

    earlier: int
    later: int


def rewind_by_new_rules(*, store: Store, on: dt.date) -> int:
    """Set the running clocks of ``store`` by the rules that apply to them; return how many.

    A rule that does not apply to running clocks reaches each member with her next visit.
    """
    moved = 0
    for tier in _tiers():
        rule = rule_for(store=store, tier=tier, on=on)
        if rule.rewinds:
            moved += sum(
                one.clocks.update(rule=rule, due_on=one.becomes)
                for one in _alike(store=store, tier=tier, rule=rule)
            )
    return moved


def preview_rule(rule: OwnershipRule) -> Preview:
    """Return what ``rule`` would do to the clocks running now, if it applied to them."""
    earlier = later = 0
    stores = [rule.store] if rule.store else Store.objects.filter(is_open=True).order_by("pk")
    tiers = [rule.tier] if rule.tier else _tiers()
    for store in stores:
        for tier in tiers:
            if rule_for(store=store, tier=tier, on=rule.effective_from) != rule:
                continue
            for one in _alike(store=store, tier=tier, rule=rule):
                earlier += one.count if one.becomes < one.was else 0
                later += one.count if one.becomes > one.was else 0
    return Preview(earlier, later)


def _tiers() -> list[Tier | None]:
    return [None, *Tier.objects.lowest_first()]


def _alike(*, store: Store, tier: Tier | None, rule: OwnershipRule) -> Iterator[Alike]:
    """Yield the clocks of ``store`` and ``tier`` that run under an earlier rule."""
    held = TierAssignment.objects.open().filter(member=OuterRef("member")).values("tier")[:1]
    running = (
        Ownership.objects.open()
        .annotate(tier_now=Subquery(held))
        .filter(
            ~Q(rule=rule),
            store=store,
            tier_now=tier.pk if tier else None,
            rule__effective_from__lte=rule.effective_from,
        )
    )
    days = running.values_list("clock_from", "due_on", "state").annotate(n=Count("pk"))
    for clock_from, was, state, count in list(days.order_by("clock_from")):
        clocks = running.filter(clock_from=clock_from, due_on=was, state=state)
        yield Alike(clocks, count, was, due_on(clock_from=clock_from, rule=rule, state=state))
