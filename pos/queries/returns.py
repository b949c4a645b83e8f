"""What a return would do, before anybody confirms it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.periods import business_day
from loyalty.domain.reversal import points_expired
from loyalty.domain.tiers import unused_upgrade
from loyalty.enums import DebtPolicy
from loyalty.models import CouponKind, CouponUse, Tier
from loyalty.programme import programme
from loyalty.queries import standing
from pos.domain.returns import ReturnQuote
from pos.domain.using import coupons_to_give_back
from sales.models import Sale


@dataclass(frozen=True)
class Consequences:
    """A return counted out: ``refund`` yuan in money; points back, points withdrawn, balance.

    ``expired`` of those withdrawn are gone already. ``coupons`` she can use again; ``tier_at_risk``
    the sale brought her, and she has not used it.
    """

    units: Decimal
    refund: Decimal
    put_back: int
    taken_back: int
    expired: int
    balance: int | None
    coupons: Sequence[CouponKind] = ()
    tier_at_risk: Tier | None = None
    policy: DebtPolicy = DebtPolicy.DEBT

    @property
    def owes(self) -> int:
        """Points that are not there to be withdrawn, and those owed before."""
        return max(-(self.balance or 0), 0)

    @property
    def outcome(self) -> str:
        """What becomes of withdrawn points that are spent: debt, forgive, refuse; or nothing."""
        return self.policy.value if self.spent else ""

    @property
    def spent(self) -> int:
        """How many of the withdrawn points she has spent."""
        return min(self.owes, self.taken_back - self.expired)


def consequences(*, sale: Sale, quote: ReturnQuote, at: dt.datetime) -> Consequences:
    """Return what ``quote``, a return of ``sale``, does; ``balance`` is the member's after it."""
    points = quote.points
    balance, expired = None, 0
    if sale.member:
        before = standing(member=sale.member, at=at).balance
        expired = points_expired(sale=sale, points=points, at=at)
        balance = before + points.put_back - points.taken_back + expired
    return Consequences(
        units=-sum((line.quantity for line in quote.lines), Decimal(0)),
        refund=quote.refund,
        put_back=points.put_back,
        taken_back=points.taken_back,
        expired=expired,
        balance=balance,
        coupons=[use.coupon.kind for use in _released(sale, quote)],
        tier_at_risk=_tier_at_risk(sale),
        policy=_policy(sale, at=at),
    )


def _policy(sale: Sale, *, at: dt.datetime) -> DebtPolicy:
    on = business_day(at, day_ends_at=sale.store.day_ends_at)
    return DebtPolicy(programme().rule(on=on).debt_policy)


def _tier_at_risk(sale: Sale) -> Tier | None:
    upgrade = unused_upgrade(member=sale.member) if sale.member else None
    return upgrade.tier if upgrade and upgrade.sale_id == sale.pk else None


def _released(sale: Sale, quote: ReturnQuote) -> list[CouponUse]:
    back = {
        original.pk: -line.quantity
        for original, line in zip(quote.originals, quote.lines, strict=True)
    }
    return coupons_to_give_back(sale=sale, quantities=back)
