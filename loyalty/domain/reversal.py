"""Undoing what a sale did to the points, in whole or in part.

Rounding is cumulative: after each return the member has exactly the points that the goods
she kept would have earned, so ten small returns equal one large one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from common.money import ZERO, cents
from loyalty.domain.earning import points_for
from loyalty.domain.ledger import Cause, lock_account, put_back, take_out
from loyalty.enums import EntryKind
from loyalty.models import PointsAccount, PointsEntry, PointsLot
from sales.enums import TenderKind
from sales.models import Sale


@dataclass(frozen=True)
class PointsOfReturn:
    """What a return does to the points.

    ``put_back`` of those spent return to their lots and stand for ``value`` yuan of the
    refund; ``taken_back`` of those earned are withdrawn.
    """

    put_back: int = 0
    value: Decimal = ZERO
    taken_back: int = 0


def points_of_return(*, sale: Sale, before: Decimal, now: Decimal) -> PointsOfReturn:
    """Return what taking back goods for ``now`` yuan of ``sale`` does to the points.

    ``before`` yuan came back earlier. Spent points come back in proportion to the goods,
    rounded down until the last piece; the rest of the refund is money.
    """
    earned, redeemed = _entry(sale, EntryKind.EARN), _entry(sale, EntryKind.REDEEM)
    returned = before + now
    back, value_so_far = PointsOfReturn(), ZERO
    if redeemed:
        back, value_so_far = _spent_points(sale, redeemed, returned=returned, now=now)
    if earned is None:
        return back
    tendered = _points_tender(sale)
    money_kept = (sale.net - returned) - (tendered - value_so_far)
    taken_back = points_to_take_back(
        earned=earned.points,
        left=earned.points + _moved(earned),
        kept=money_kept,
        rate=earned.rate or Decimal(0),
    )
    return replace(back, taken_back=taken_back)


def points_to_take_back(*, earned: int, left: int, kept: Decimal, rate: Decimal) -> int:
    """Return how many points leave when goods for ``kept`` yuan of a sale stay with the member.

    The sale ``earned`` so many at ``rate`` points per yuan, of which ``left`` have not been
    taken back before.
    """
    return max(left - min(points_for(kept, rate=rate), earned), 0)


@transaction.atomic
def reverse_points(*, sale: Sale, back: Sale, points: PointsOfReturn, at: dt.datetime) -> None:
    """Post what ``points_of_return`` said, caused by ``back``, a return of ``sale``.

    Earned points leave their own lot first, then the others, soonest expiry first; what was
    spent meanwhile becomes the account's debt.
    """
    if sale.member is None:
        return
    account = lock_account(member=sale.member)
    cause = Cause(reference="", at=at, sale=back, store=back.store, by=back.cashier)
    if points.taken_back and (earned := _entry(sale, EntryKind.EARN)):
        take_out(
            account,
            EntryKind.REVERSE,
            points.taken_back,
            replace(cause, reference=f"sale:{back.pk}:earned", rule=earned.rule, rate=earned.rate),
            lots=_own_lot_first(account, earned, on=timezone.localdate(at)),
            qualifying=-points.taken_back,
            reverses=earned,
        )
    if points.put_back and (redeemed := _entry(sale, EntryKind.REDEEM)):
        put_back(
            account,
            points.put_back,
            replace(cause, reference=f"sale:{back.pk}:redeemed"),
            reverses=redeemed,
        )


def _spent_points(
    sale: Sale, redeemed: PointsEntry, *, returned: Decimal, now: Decimal
) -> tuple[PointsOfReturn, Decimal]:
    """Return what of the spent points comes back now, and the yuan of all that came back."""
    used, tendered = -redeemed.points, _points_tender(sale)
    earlier = _moved(redeemed)
    so_far = int((used * returned / sale.net).to_integral_value(ROUND_FLOOR))
    value_earlier = cents(tendered * earlier / used)
    while so_far > earlier and cents(tendered * so_far / used) - value_earlier > now:
        so_far -= 1
    value_so_far = cents(tendered * so_far / used)
    back = PointsOfReturn(put_back=so_far - earlier, value=value_so_far - value_earlier)
    return back, value_so_far


def _own_lot_first(
    account: PointsAccount, earned: PointsEntry, *, on: dt.date
) -> Iterator[PointsLot]:
    lots = account.lots.select_for_update()
    yield from lots.filter(entry=earned)
    yield from lots.spendable(on=on).exclude(entry=earned).oldest_first()


def _entry(sale: Sale, kind: EntryKind) -> PointsEntry | None:
    return sale.points_entries.filter(kind=kind).select_related("rule").first()


def _points_tender(sale: Sale) -> Decimal:
    tender = sale.tenders.filter(kind=TenderKind.POINTS).first()
    return tender.amount if tender else ZERO


def _moved(entry: PointsEntry) -> int:
    """Return the points that reversals of ``entry`` moved so far, signed."""
    return entry.reversals.aggregate(sum=Sum("points"))["sum"] or 0
