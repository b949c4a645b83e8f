"""The one place where a basket becomes a sale, with all that follows, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from common.periods import business_day
from guides.domain.claiming import NothingToClaim, claim_member
from guides.domain.ownership import lock_open_ownership, refresh_clock
from loyalty.domain.earning import earn_points
from loyalty.domain.redemption import redeem_points
from loyalty.domain.referring import lock_buyer
from loyalty.domain.tiers import Climb, climb
from loyalty.models import PointsAccount
from loyalty.queries import Standing, standing
from membership.enums import MemberStatus
from pos.domain.baskets import BasketGone, lock_basket
from pos.domain.fees import issue_sold_cards
from pos.domain.once import fingerprint, made_before
from pos.domain.quoting import Quote, quote_basket
from pos.domain.receipts import print_receipt
from pos.domain.rewarding import reward_purchase
from pos.domain.using import CouponGone, use_offers
from pos.enums import BasketState
from pos.models import Basket
from sales.domain.recording import Payment, record_sale
from sales.enums import TenderKind
from sales.models import Sale, Shift
from stores.models import Staff


class TotalChanged(Exception):
    """The customer was told another amount than is due now."""

    def __init__(self, *, shown: Decimal, due: Decimal) -> None:
        super().__init__(f"{shown} was shown, {due} is due")
        self.shown = shown
        self.due = due


class Disqualified(Exception):
    """The basket is of somebody whose membership was taken away."""


class ShiftClosed(Exception):
    """The till has no open shift."""


@dataclass(frozen=True)
class Order:
    """What the till asks for: pay the basket, as shown, in this way.

    ``shown_due`` is the amount in money the customer was told; ``tenders`` pay it, and
    ``points`` pay the rest. Nothing else from the browser is believed.
    """

    key: UUID
    shown_due: Decimal
    points: int
    tenders: Sequence[Payment]

    @property
    def fingerprint(self) -> str:
        """A hash of the content, the same for the same request."""
        tenders = [[t.kind, str(t.amount), str(t.handed_over)] for t in self.tenders]
        return fingerprint([str(self.shown_due), self.points, tenders])


def post_sale(*, order: Order, shift: Shift, cashier: Staff, at: dt.datetime) -> Sale:
    """Turn the basket ``order.key`` into a sale: receipt, visit, points, tier and ownership.

    Asking again with the same content returns the same sale, however often and from however
    many hands at once.

    :raises KeyReused: if the key made a sale with another content
    :raises BasketGone: if the basket was held or dropped
    :raises TotalChanged: if prices or points are no longer what the customer was told
    :raises CouponGone: if a coupon chosen for it was used elsewhere meanwhile
    :raises Disqualified: if the member's membership was taken away meanwhile
    :raises FeeNeedsMember, CardNumberMissing, OneCardALine, CardRefused: if a fee sells no card
    :raises TendersDoNotAddUp: unless the tenders pay exactly what is due
    :raises EmptySale: if the basket is empty
    :raises ShiftClosed: if the shift was closed
    """
    with transaction.atomic():
        try:
            basket = lock_basket(key=order.key)
        except BasketGone:
            # A repeat; also one that waited for the first finds the basket paid, and its sale.
            if earlier := made_before(key=order.key, request_hash=order.fingerprint):
                return earlier
            raise
        return _post(order, basket, shift, cashier, at)


def _post(order: Order, basket: Basket, shift: Shift, cashier: Staff, at: dt.datetime) -> Sale:
    if basket.member and basket.member.status == MemberStatus.DISQUALIFIED:
        raise Disqualified
    on = business_day(at, day_ends_at=basket.till.store.day_ends_at)
    account = lock_buyer(member=basket.member) if basket.member else None
    before = standing(member=account.member, at=at, account=account) if account else Standing()
    quote = quote_basket(basket=basket, standing=before, on=on)
    if quote.offers.gone:
        raise CouponGone(numbers=quote.offers.gone)
    if order.shown_due != quote.due or order.points != quote.points_used:
        raise TotalChanged(shown=order.shown_due, due=quote.due)

    ownership = lock_open_ownership(member=basket.member) if basket.member else None
    lines = issue_sold_cards(basket=basket, by_line=quote.by_line, by=cashier, at=at)
    sale = record_sale(
        key=order.key,
        request_hash=order.fingerprint,
        shift=open_shift_locked(shift),
        cashier=cashier,
        lines=lines,
        payments=_payments(order, quote),
        member=basket.member,
        seller=basket.seller,
        owner=ownership.guide if ownership else None,
        at=at,
    )
    use_offers(sale=sale, quote=quote, by=cashier, at=at)
    climbed = _reward(sale, account, quote, at=at) if account else None
    if ownership:
        refresh_clock(ownership=ownership, tier=before.tier, on=on)
    elif basket.member and basket.seller:
        _claim(sale, basket.seller, at=at)
    print_receipt(sale=sale, quote=quote, account=account, climbed=climbed)
    basket.state = BasketState.POSTED
    basket.save(update_fields=["state"])
    return sale


def _claim(sale: Sale, seller: Staff, *, at: dt.datetime) -> None:
    """Let the seller have a member of the pool, if she may; otherwise the pool keeps her."""
    with suppress(NothingToClaim):
        claim_member(sale=sale, guide=seller, at=at)


def open_shift_locked(shift: Shift) -> Shift:
    """Return ``shift``, held open until the sale is written.

    :raises ShiftClosed: if it was closed
    """
    held = Shift.objects.select_for_update().filter(pk=shift.pk, closed_at=None)
    if not held.values_list("pk").first():
        raise ShiftClosed
    return shift


def _payments(order: Order, quote: Quote) -> list[Payment]:
    payments = [tender for tender in order.tenders if tender.amount]
    if quote.points_used:
        payments.append(Payment(TenderKind.POINTS, quote.points_value, points=quote.points_used))
    return payments


def _reward(sale: Sale, account: PointsAccount, quote: Quote, *, at: dt.datetime) -> Climb:
    """Move the points of ``sale``, and the member up if she has earned that with it."""
    if quote.points_used:
        redeem_points(account=account, points=quote.points_used, sale=sale, at=at)
    earn_points(account=account, earning=quote.earning, sale=sale, at=at)
    before = quote.standing
    reward_purchase(
        sale=sale, account=account, earning=quote.earning, rules=before.programme, at=at
    )
    return climb(account=account, held=before.held, rules=before.programme, sale=sale, at=at)
