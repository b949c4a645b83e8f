"""By which rule a store's pool is drawn, with which stores together, among which guides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q

from guides.enums import DrawScope
from guides.models import DrawRule
from stores.models import Deputy, Posting, Region, Store


class NoDrawRule(Exception):
    """No rule of the draw has begun by this day."""


@dataclass(frozen=True)
class Place:
    """Whose pool is drawn at once: that of a store, of a region or of the brand."""

    scope: DrawScope
    stores: tuple[Store, ...]
    rule: DrawRule

    @property
    def store(self) -> Store | None:
        """The one store, when it is drawn alone."""
        return self.stores[0] if self.scope == DrawScope.STORE else None

    @property
    def region(self) -> Region | None:
        """The region, when its stores are drawn together."""
        return self.stores[0].region if self.scope == DrawScope.REGION else None


def draw_rule_for(*, store: Store, on: dt.date) -> DrawRule:
    """Return the rule in force on ``on``: the store's own, else that of every store.

    :raises NoDrawRule: if none has begun
    """
    rule = (
        DrawRule.objects.filter(Q(store=None) | Q(store=store), effective_from__lte=on)
        .order_by(F("store").asc(nulls_last=True), "-effective_from")
        .first()
    )
    if rule is None:
        raise NoDrawRule
    return rule


def place_of(*, store: Store, on: dt.date) -> Place:
    """Return what is drawn together with the pool of ``store`` on ``on``.

    A store without a region is drawn alone where its rule says region.

    :raises NoDrawRule: if none has begun
    """
    rule = draw_rule_for(store=store, on=on)
    if rule.scope == DrawScope.STORE or (rule.scope == DrawScope.REGION and not store.region_id):
        return Place(DrawScope.STORE, (store,), rule)
    others = Store.objects.filter(is_open=True).select_related("region").order_by("code")
    if rule.scope == DrawScope.REGION:
        others = others.filter(region=store.region_id)
    scope = DrawScope(rule.scope)
    alike = [one for one in others if draw_rule_for(store=one, on=on).scope == scope]
    return Place(scope, tuple(alike) or (store,), rule)


def participants(*, place: Place, on: dt.date) -> list[Posting]:
    """Return the postings of the guides who take part on ``on``, each guide once, by number.

    Not those who are on leave with a deputy, nor those whose last day is written down.
    """
    away = Deputy.objects.current(on=on).filter(guide=OuterRef("staff"))
    postings = (
        Posting.objects.current(on=on)
        .guides()
        .filter(
            ~Exists(away),
            store__in=place.stores,
            takes_part=True,
            ends_on=None,
            staff__is_active=True,
        )
        .select_related("staff", "store")
        .order_by("staff__number", "store__code")
    )
    once: dict[int, Posting] = {}
    for posting in postings:
        once.setdefault(posting.staff_id, posting)
    return list(once.values())
