"""Tiers of the members of one batch of history: who held which when, and who moves up."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from common.bulk import insert_rows, update_rows
from loyalty.domain.tier_criteria import Facts, earned_tier, review_day, window_start
from loyalty.enums import CriterionUse, Measure, TierReason, Window
from loyalty.models import Tier, TierAssignment
from loyalty.programme import programme
from pos.domain.history.documents import Document
from sales.enums import SaleKind
from sales.models import Sale

_TABLE = TierAssignment._meta.db_table
_YEAR = 12  # months


class Ladder:
    """The tiers, lowest first, and what they are reached by."""

    def __init__(self) -> None:
        self.programme = programme()
        asked = [(tier, tier.asks(CriterionUse.ENTRY).criteria) for tier in self.programme.tiers]
        self.criteria = [criterion for _tier, criteria in asked for criterion in criteria]
        self.measures = {criterion.measure for criterion in self.criteria}
        self.months = max((_months(tier) for tier, criteria in asked if criteria), default=0)

    @property
    def counts_visits(self) -> bool:
        """Whether some tier is reached by visits."""
        return Measure.VISITS in self.measures

    def tier(self, key: int) -> Tier:
        """Return the tier with this key."""
        return self.programme.by_key[key]


@dataclass(slots=True)
class Step:
    """A tier held from ``starts_at`` until ``ends_at``; one without a key is to be written."""

    tier: int
    starts_at: dt.datetime
    ends_at: dt.datetime | None = None
    key: int | None = None
    sale: int | None = None
    reason: str = TierReason.UPGRADE
    review_on: dt.date | None = None
    is_changed: bool = False


class Climbs:
    """The assignments of some members, and what the batch adds to them."""

    def __init__(self, members: Collection[int], *, ladder: Ladder) -> None:
        self._ladder = ladder
        self._steps: dict[int, list[Step]] = defaultdict(list)
        held = TierAssignment.objects.filter(member__in=members).order_by("starts_at", "pk")
        columns = ("tier", "starts_at", "ends_at", "pk", "sale", "reason", "review_on")
        for member, *facts in held.values_list("member", *columns):
            self._steps[member].append(Step(*facts))
        self._last_sale = self._used_by()

    def counts_from(self, documents: Sequence[Document]) -> dt.datetime | None:
        """Return since when facts may count for ``documents``; None where nothing counts."""
        if not self._ladder.months:
            return None
        moments = [document.sold_at for document in documents]
        moments += [step.starts_at for step in self._open_upgrades()]
        return window_start(at=min(moments), months=self._ladder.months)

    def tier(self, member: int, *, at: dt.datetime) -> Tier | None:
        """Return the tier the member held at ``at``, or None."""
        step = self._step(member, at)
        return self._ladder.tier(step.tier) if step else None

    def review(self, sale: Document, *, facts: Facts, joined_on: dt.date) -> None:
        """Move the member up if she has earned it with ``sale``, from the next one on.

        A tier given later stands: history does not rewrite it.
        """
        member = sale.member or 0
        last = self._last_sale.get(member)
        self._last_sale[member] = max(last or (sale.sold_at, 0), (sale.sold_at, sale.sale))
        held = self._step(member, sale.sold_at)
        if held is None or held.ends_at or held.reason == TierReason.TRIAL:
            return
        tier = self._ladder.tier(held.tier)
        reached = earned_tier(
            self._ladder.programme, tier, facts=facts, joined_on=joined_on, at=sale.sold_at
        )
        if reached:
            self._begin(sale, held, reached, TierReason.UPGRADE, joined_on=joined_on)

    def undo(self, back: Document, *, facts: Facts, joined_on: dt.date) -> None:
        """Take an upgrade back that was not used and that goods coming ``back`` leave unearned."""
        member = back.member or 0
        held = self._step(member, back.sold_at)
        if held is None or held.ends_at or held.reason != TierReason.UPGRADE:
            return
        former = self._former(member, held)
        last = self._last_sale.get(member)
        if former is None or (last and last > (held.starts_at, held.sale or 0)):
            return
        earned = earned_tier(
            self._ladder.programme,
            self._ladder.tier(former.tier),
            facts=facts,
            joined_on=joined_on,
            at=held.starts_at,
            counted_until=back.sold_at,
        )
        if earned and earned.rank >= self._ladder.tier(held.tier).rank:
            return
        tier = earned or self._ladder.tier(former.tier)
        undone = self._begin(back, held, tier, TierReason.UNDONE, joined_on=joined_on)
        if earned is None:
            undone.review_on = former.review_on

    def save(self) -> None:
        """Write the assignments that ended and those that began."""
        steps = [(member, step) for member, some in self._steps.items() for step in some]
        ended = ((step.key, step.ends_at) for _, step in steps if step.key and step.is_changed)
        update_rows(connection, _TABLE, ("ends_at",), ended)
        columns = ("tier_id", "starts_at", "ends_at", "reason", "sale_id", "review_on")
        insert_rows(
            connection,
            _TABLE,
            ("member_id", *columns),
            (
                (
                    member,
                    step.tier,
                    step.starts_at,
                    step.ends_at,
                    str(step.reason),
                    step.sale,
                    step.review_on,
                )
                for member, step in steps
                if step.key is None
            ),
        )

    def _begin(
        self, cause: Document, held: Step, tier: Tier, reason: TierReason, *, joined_on: dt.date
    ) -> Step:
        held.ends_at = cause.sold_at
        held.is_changed = True
        since = timezone.localdate(cause.sold_at)
        begun = Step(
            tier.pk,
            cause.sold_at,
            sale=cause.sale,
            reason=reason,
            review_on=review_day(tier, since=since, joined_on=joined_on),
        )
        self._steps[cause.member or 0].append(begun)
        return begun

    def _step(self, member: int, at: dt.datetime) -> Step | None:
        """Return the step that held at ``at``: the last one, where two meet."""
        held = (
            step
            for step in reversed(self._steps[member])
            if step.starts_at <= at and (step.ends_at is None or step.ends_at > at)
        )
        return next(held, None)

    def _former(self, member: int, held: Step) -> Step | None:
        """Return the step that ended when ``held`` began."""
        steps = self._steps[member]
        before = reversed(steps[: steps.index(held)])
        return next((step for step in before if step.ends_at == held.starts_at), None)

    def _open_upgrades(self) -> Iterable[Step]:
        for steps in self._steps.values():
            yield from (one for one in steps if _is_open_upgrade(one))

    def _used_by(self) -> dict[int, tuple[dt.datetime, int]]:
        """Return the last sale of those whose upgrade may still be undone."""
        rose = [key for key, steps in self._steps.items() if any(map(_is_open_upgrade, steps))]
        sales = Sale.objects.filter(member__in=rose, kind=SaleKind.SALE)
        rows = sales.order_by("sold_at", "pk").values_list("member", "sold_at", "pk")
        return {member or 0: (at, key) for member, at, key in rows} if rose else {}


def _is_open_upgrade(step: Step) -> bool:
    return step.ends_at is None and step.reason == TierReason.UPGRADE


def _months(tier: Tier) -> int:
    return tier.window_months if tier.window == Window.ROLLING else _YEAR
