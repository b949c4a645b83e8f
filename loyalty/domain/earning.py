"""Points for money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import prod
from typing import Any

from common.money import ZERO, cents
from loyalty.domain.bonuses import BonusTerms, Goods, Ticket
from loyalty.domain.ledger import Cause, bring_in, posted_before
from loyalty.domain.lifetimes import expiry, spendable_from
from loyalty.enums import Combining, EntryKind
from loyalty.models import EarningRule, PointsAccount, PointsEntry
from sales.models import Sale

RATE_STEP = Decimal("0.0001")
ONCE = Decimal(1)


@dataclass(frozen=True)
class EarningLine:
    """What a line earns a yuan, and which multipliers made it so besides the tier's."""

    goods: Goods
    rate: Decimal
    bonuses: tuple[BonusTerms, ...] = ()


@dataclass(frozen=True)
class Earning:
    """The points of a ticket, ``money`` of whose ``total`` yuan is paid in money, and why."""

    rule: EarningRule
    ticket: Ticket
    lines: Sequence[EarningLine]
    money: Decimal
    total: Decimal
    points: int

    @property
    def spent(self) -> Decimal:
        """The yuan paid in money for goods; membership fees are none."""
        goods = sum((line.goods.net for line in self.lines if not line.goods.is_fee), ZERO)
        if goods == self.total or not self.total:
            return self.money
        return cents(self.money * goods / self.total)

    @property
    def rate(self) -> Decimal | None:
        """The points per yuan of every line, or None where they differ."""
        rates = {line.rate for line in self.lines}
        return rates.pop() if len(rates) == 1 else None

    @property
    def working(self) -> dict[str, Any] | None:
        """How the points were worked out, as kept; None where the rate says it all."""
        bonuses = {bonus for line in self.lines for bonus in line.bonuses}
        if self.rate is not None and not bonuses:
            return None
        return {
            "per_yuan": str(self.rule.points_per_yuan),
            "tier": str(tier_multiplier(self.ticket)),
            "combining": self.rule.combining,
            "money": str(self.money),
            "total": str(self.total),
            "bonuses": {
                str(one.key): [one.name_zh, one.name_en, str(one.multiplier)]
                for one in sorted(bonuses, key=lambda one: one.key or 0)
            },
            "lines": [
                {
                    "position": position,
                    "net": str(line.goods.net),
                    "rate": str(line.rate),
                    "bonuses": [bonus.key for bonus in line.bonuses],
                }
                for position, line in enumerate(self.lines, start=1)
            ],
        }


def work_out(
    *,
    goods: Sequence[Goods],
    money: Decimal,
    rule: EarningRule,
    bonuses: Sequence[BonusTerms],
    ticket: Ticket,
) -> Earning:
    """Return what ``goods`` earn under ``rule`` with its ``bonuses`` when ``money`` yuan pay.

    The rest is paid with points and earns nothing; it is spread over the lines in proportion.
    Floored once, for the whole ticket.
    """
    holding = [bonus for bonus in bonuses if bonus.holds_for(ticket)]
    lines = [_line(one, rule, holding, ticket) for one in goods]
    total = sum((one.net for one in goods), ZERO)
    points = points_of(
        ((line.goods.net, line.rate) for line in lines), money=money, total=total, rule=rule
    )
    return Earning(rule, ticket, lines, money, total, points)


def points_of(
    lines: Iterable[tuple[Decimal, Decimal]],
    *,
    money: Decimal,
    total: Decimal,
    rule: EarningRule,
) -> int:
    """Return the points of ``lines``, each so many yuan at so many points per yuan.

    ``money`` of the ``total`` yuan of the whole sale was paid in money: that share of each line
    earns. Less money than the smallest ticket earns nothing, no ticket more than the cap.
    """
    if money <= 0 or total <= 0:
        return 0
    earning = worth = ZERO
    for net, rate in lines:
        earning += net if rate else ZERO
        worth += net * rate
    share = Fraction(money) / Fraction(total) if money != total else 1
    if worth <= 0 or Fraction(earning) * share < Fraction(rule.minimum_ticket):
        return 0
    points = int(Fraction(worth) * share)
    return points if rule.ticket_cap is None else min(points, rule.ticket_cap)


def line_rates(entry: PointsEntry) -> Callable[[int], Decimal]:
    """Return what tells the points per yuan a line earned with ``entry``, by its position."""
    uniform = entry.rate
    if uniform is not None:
        return lambda _position: uniform
    rates = rates_by_position(entry.working)
    return lambda position: rates.get(position, Decimal(0))


def rates_by_position(working: dict[str, Any] | None) -> dict[int, Decimal]:
    """Return the points per yuan of each line that ``working`` keeps."""
    lines = working["lines"] if working else []
    return {line["position"]: Decimal(line["rate"]) for line in lines}


def rate_for(*, rule: EarningRule, multipliers: Iterable[Decimal]) -> Decimal:
    """Return the points per yuan under ``rule`` where these ``multipliers`` count."""
    return (rule.points_per_yuan * prod(multipliers, start=ONCE)).quantize(RATE_STEP)


def tier_multiplier(ticket: Ticket) -> Decimal:
    """Return what the tier of the member multiplies by."""
    return ticket.tier.multiplier if ticket.tier else ONCE


def earn_points(
    *, account: PointsAccount, earning: Earning, sale: Sale, at: dt.datetime
) -> PointsEntry | None:
    """Credit ``account`` with what ``sale`` earns; nothing to post for 0 points.

    Earning the same sale twice returns the first entry. The caller holds the account's lock.

    :raises ReferenceReused: if the sale earned another number of points before
    """
    if earning.points == 0:
        return None
    points, reference = earning.points, f"sale:{sale.pk}"
    if earlier := posted_before(account, EntryKind.EARN, points=points, reference=reference):
        return earlier
    cause = Cause(
        reference=reference,
        at=at,
        sale=sale,
        store=sale.store,
        by=sale.cashier,
        rule=earning.rule,
        rate=earning.rate,
        working=earning.working,
    )
    return bring_in(
        account,
        EntryKind.EARN,
        points,
        cause,
        qualifying=points,
        spendable_from=spendable_from(earning.rule, earned_on=sale.business_day),
        expires_on=expiry(earning.rule, earned_on=sale.business_day),
    )


def _line(
    goods: Goods, rule: EarningRule, holding: Sequence[BonusTerms], ticket: Ticket
) -> EarningLine:
    if goods.is_fee:
        return EarningLine(goods, Decimal(0))
    tier = tier_multiplier(ticket)
    fitting = tuple(bonus for bonus in holding if bonus.holds_on(goods))
    if rule.combining == Combining.STACK:
        multipliers = [tier, *(bonus.multiplier for bonus in fitting)]
        return EarningLine(goods, rate_for(rule=rule, multipliers=multipliers), fitting)
    best = max(fitting, key=lambda bonus: bonus.multiplier, default=None)
    if best is None or best.multiplier <= tier:
        return EarningLine(goods, rate_for(rule=rule, multipliers=[tier]))
    return EarningLine(goods, rate_for(rule=rule, multipliers=[best.multiplier]), (best,))
