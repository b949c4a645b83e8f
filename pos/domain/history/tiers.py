"""Tiers of the members of one batch of history: who held which when, and who moves up."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from common.bulk import insert_rows, update_rows
from loyalty.enums import TierReason
from loyalty.models import Tier, TierAssignment
from loyalty.programme import programme
from pos.domain.history.accounts import Account
from pos.domain.history.documents import Document

_TABLE = TierAssignment._meta.db_table


class Ladder:
    """The tiers, lowest first."""

    def __init__(self) -> None:
        self._tiers = programme().tiers
        self._by_key = {tier.pk: tier for tier in self._tiers}

    @property
    def window_months(self) -> int:
        """The longest window in which a tier counts points; 0 if none is reached by points."""
        windows = (tier.window_months for tier in self._tiers if tier.entry_points)
        return max(windows, default=0)

    def tier(self, key: int) -> Tier:
        """Return the tier with this key."""
        return self._by_key[key]

    def above(self, tier: Tier) -> Tier | None:
        """Return the next tier up, or None at the top."""
        return next((one for one in self._tiers if one.rank > tier.rank), None)


@dataclass(slots=True)
class Step:
    """A tier held from ``starts_at`` until ``ends_at``; one without a key is to be written."""

    tier: int
    starts_at: dt.datetime
    ends_at: dt.datetime | None = None
    key: int | None = None
    sale: int | None = None
    is_changed: bool = False


class Climbs:
    """The assignments of some members, and what the batch adds to them."""

    def __init__(self, members: Collection[int], *, ladder: Ladder) -> None:
        self._ladder = ladder
        self._steps: dict[int, list[Step]] = defaultdict(list)
        held = TierAssignment.objects.filter(member__in=members).order_by("starts_at", "pk")
        for member, tier, starts_at, ends_at, key in held.values_list(
            "member", "tier", "starts_at", "ends_at", "pk"
        ):
            self._steps[member].append(Step(tier, starts_at, ends_at, key=key))

    def tier(self, member: int, *, at: dt.datetime) -> Tier | None:
        """Return the tier the member held at ``at``, or None."""
        step = self._step(member, at)
        return self._ladder.tier(step.tier) if step else None

    def review(self, sale: Document, account: Account) -> None:
        """Move the member one tier up if she has earned it with ``sale``, from the next one on.

        A tier given later stands: history does not rewrite it.
        """
        member = sale.member or 0
        held = self._step(member, sale.sold_at)
        above = self._ladder.above(self._ladder.tier(held.tier)) if held else None
        if held is None or held.ends_at or above is None or above.entry_points is None:
            return
        earned = account.qualifying(at=sale.sold_at, months=above.window_months)
        if earned < above.entry_points:
            return
        held.ends_at = sale.sold_at
        held.is_changed = True
        self._steps[member].append(Step(above.pk, sale.sold_at, sale=sale.sale))

    def save(self) -> None:
        """Write the assignments that ended and those that began."""
        steps = [(member, step) for member, some in self._steps.items() for step in some]
        ended = ((step.key, step.ends_at) for _, step in steps if step.key and step.is_changed)
        update_rows(connection, _TABLE, ("ends_at",), ended)
        insert_rows(
            connection,
            _TABLE,
            ("member_id", "tier_id", "starts_at", "ends_at", "reason", "sale_id"),
            (
                (member, step.tier, step.starts_at, step.ends_at, TierReason.UPGRADE, step.sale)
                for member, step in steps
                if step.key is None
            ),
        )

    def _step(self, member: int, at: dt.datetime) -> Step | None:
        """Return the step that held at ``at``: the last one, where two meet."""
        held = (
            step
            for step in reversed(self._steps[member])
            if step.starts_at <= at and (step.ends_at is None or step.ends_at > at)
        )
        return next(held, None)
