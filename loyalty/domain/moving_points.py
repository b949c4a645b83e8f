"""The points of a sale leave one member and come to another, as if it had been hers."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Sum
from django.utils import timezone

from loyalty.domain.earning import Earning
from loyalty.domain.ledger import Cause, bring_in, take_out
from loyalty.domain.lifetimes import expiry, spendable_from
from loyalty.domain.redemption import NotEnoughPoints
from loyalty.domain.reversal import give_back, points_of_return, take_back
from loyalty.enums import DebtPolicy, EntryKind
from loyalty.models import PointsAccount, PointsEntry
from loyalty.programme import programme
from sales.models import Sale


def take_points_of_sale(*, account: PointsAccount, sale: Sale, cause: Cause) -> None:
    """Take out of ``account`` what ``sale`` still brought it, after giving back what it cost.

    What was spent meanwhile becomes a debt, is forgiven, or the move is refused, as after a
    return. ``cause.reference`` names the act; the caller holds the account's lock.

    :raises PointsAlreadySpent: if earned points are spent and no debt is allowed
    """
    on = timezone.localdate(cause.at)
    if (spent := last_entry(sale, EntryKind.REDEEM)) and (left := -_left(spent)):
        give_back(account, spent, left, _part(cause, "redeemed"), on=on)
    earned = last_entry(sale, EntryKind.EARN)
    left = _left(earned) if earned else 0
    if earned is None or not left:
        return
    policy = DebtPolicy(programme().rule(on=on).debt_policy)
    take_back(account, earned, left, cause, policy=policy)


def give_points_of_sale(
    *, account: PointsAccount, sale: Sale, earning: Earning, spent: int, cause: Cause
) -> None:
    """Credit ``account`` with ``earning``, charge it the ``spent`` points, as ``sale`` did.

    What came back of the sale before comes back here at once. Points live from the day of the
    sale. The caller holds the account's lock.

    :raises NotEnoughPoints: if ``spent`` cannot be paid from what can be spent today
    """
    on = timezone.localdate(cause.at)
    if spent:
        lots = list(account.lots.spendable(on=on).oldest_first().select_for_update())
        if (short_by := spent - sum(lot.remaining for lot in lots)) > 0:
            raise NotEnoughPoints(short_by=short_by)
        take_out(account, EntryKind.REDEEM, spent, _part(cause, "redeemed"), lots=lots)
    if earning.points:
        bring_in(
            account,
            EntryKind.EARN,
            earning.points,
            replace(
                _part(cause, "earned"),
                rule=earning.rule,
                rate=earning.rate,
                working=earning.working,
            ),
            qualifying=earning.points,
            spendable_from=spendable_from(earning.rule, earned_on=sale.business_day),
            expires_on=expiry(earning.rule, earned_on=sale.business_day),
        )
    _return_what_came_back(account, sale, cause)


def last_entry(sale: Sale, kind: EntryKind) -> PointsEntry | None:
    """Return the entry ``sale`` made last, that of the member it belongs to."""
    return sale.points_entries.filter(kind=kind).order_by("-pk").first()


def _return_what_came_back(account: PointsAccount, sale: Sale, cause: Cause) -> None:
    points = points_of_return(sale=sale, coming={})
    if points.put_back and (spent := last_entry(sale, EntryKind.REDEEM)):
        on, again = timezone.localdate(cause.at), _part(cause, "returned:redeemed")
        give_back(account, spent, points.put_back, again, on=on)
    if points.taken_back and (earned := last_entry(sale, EntryKind.EARN)):
        again = _part(cause, "returned")
        take_back(account, earned, points.taken_back, again, policy=DebtPolicy.DEBT)


def _left(entry: PointsEntry) -> int:
    """Return what of the points of ``entry`` no reversal has moved back, signed."""
    moved: int = entry.reversals.aggregate(sum=Sum("points"))["sum"] or 0
    return entry.points + moved


def _part(cause: Cause, part: str) -> Cause:
    return replace(cause, reference=f"{cause.reference}:{part}")
