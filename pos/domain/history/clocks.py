"""Owners of the members of one batch of history: who held whom, and the clocks wound anew."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db import connection
from django.db.models import Max

from common.bulk import update_rows
from common.periods import business_day
from guides.domain.clock import renewing, wind
from guides.models import Ownership, OwnershipRule
from loyalty.models import Tier
from pos.domain.history.documents import Document
from pos.domain.history.house import House


class Owners:
    """The ownerships of some members, those that are open locked."""

    def __init__(self, members: Collection[int], *, house: House) -> None:
        self._house = house
        self._open = {
            one.member_id: one
            for one in Ownership.objects.open()
            .filter(member__in=members)
            .select_for_update(of=("self",))
            .select_related("rule", "store")
            .order_by("pk")
        }
        self._held: dict[int, list[Ownership]] = defaultdict(list)
        for one in Ownership.objects.filter(member__in=members).order_by("starts_at"):
            self._held[one.member_id].append(one)
        self._renewed_in: dict[tuple[int, dt.date], Tier | None] = {}

    def owner(self, member: int, *, at: dt.datetime) -> int | None:
        """Return the guide who held the member at ``at``, or None."""
        for one in self._held.get(member, ()):
            if one.starts_at <= at and (one.ends_at is None or one.ends_at > at):
                return one.guide_id
        return None

    def saw(self, sale: Document, *, tier: Tier | None) -> None:
        """Remember the tier in which the member first bought on the day of ``sale``."""
        if sale.member in self._open:
            self._renewed_in.setdefault((sale.member, sale.day), tier)

    def save(self) -> None:
        """Wind the open clocks by the visits as they stand now: the last one counts."""
        for ownership, last_visit in self._last_visits():
            self._wind(ownership, last_visit)
        update_rows(
            connection,
            Ownership._meta.db_table,
            ("rule_id", "state", "clock_from", "due_on"),
            (
                (one.pk, one.rule_id, one.state, one.clock_from, one.due_on)
                for one in self._open.values()
            ),
        )

    def _last_visits(self) -> Iterator[tuple[Ownership, dt.date | None]]:
        """Yield each open ownership with the last visit that counts for it; rules are few."""
        alike: dict[tuple[OwnershipRule, int | None], list[Ownership]] = defaultdict(list)
        for one in self._open.values():
            only_in = None if one.rule.counts_elsewhere else one.store_id
            alike[one.rule, only_in].append(one)
        for (rule, _store), some in alike.items():
            days = dict(
                renewing(rule=rule, store_id=some[0].store_id)
                .filter(member__in=[one.member_id for one in some])
                .values_list("member")
                .annotate(last=Max("business_day"))
            )
            yield from ((one, days.get(one.member_id)) for one in some)

    def _wind(self, ownership: Ownership, last_visit: dt.date | None) -> None:
        """As ``refresh_clock`` does after the sale of the last visit."""
        renewed = (ownership.member_id, last_visit)
        if last_visit and last_visit > ownership.clock_from and renewed in self._renewed_in:
            tier = self._renewed_in[ownership.member_id, last_visit]
            rule = self._house.ownership_rule(ownership.store, tier, on=last_visit)
            ownership.rule = rule or ownership.rule
        began_on = business_day(ownership.starts_at, day_ends_at=ownership.store.day_ends_at)
        wind(ownership, began_on=began_on, last_visit=last_visit)
