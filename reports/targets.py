"""What guides and stores were to reach in a month, and how far they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from common.money import ZERO
from common.periods import Period, add_months
from guides.enums import TargetFigure
from guides.models import GuideTarget
from reports.queries.guides import guides
from reports.queries.rows import GuideScore
from reports.scope import Scope
from stores.models import Store


@dataclass(frozen=True)
class Reached:
    """A target and how much of it is reached."""

    target: GuideTarget
    value: Decimal

    @property
    def is_money(self) -> bool:
        """Whether it is counted in yuan."""
        return TargetFigure(self.target.figure).is_money

    @property
    def percent(self) -> int:
        """How far along, rounded down; a hundred and no more."""
        return max(0, min(100, int(100 * self.value / self.target.value)))


def reached_in(store: Store, *, month: dt.date, as_of: dt.date) -> list[Reached]:
    """Return the targets of ``store`` in ``month``, the store's own first, as known on a day."""
    targets = list(
        GuideTarget.objects.filter(store=store, month=month)
        .select_related("guide")
        .order_by("guide__number", "figure")
    )
    if not targets:
        return []
    period = Period(month, add_months(month, 1))
    scores = guides(period=period, scope=Scope(store=store), as_of=as_of)
    whole = [target for target in targets if target.guide_id is None]
    rest = [target for target in targets if target.guide_id is not None]
    return [Reached(target, _value(target, scores)) for target in [*whole, *rest]]


def _value(target: GuideTarget, scores: list[GuideScore]) -> Decimal:
    number = target.guide.number if target.guide else None
    return sum(
        (
            Decimal(getattr(score, target.figure))
            for score in scores
            if number is None or score.guide == number
        ),
        ZERO,
    )
