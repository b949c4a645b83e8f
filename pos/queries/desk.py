"""What lies on the till and who stands before it: all the till page shows, in few queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.db.models import OuterRef, QuerySet, Subquery

from common.birthdays import days_until
from common.periods import business_day
from guides.models import Ownership
from loyalty.queries import Standing, standing
from membership.models import Member
from pos.domain.baskets import current_basket
from pos.domain.quoting import Quote, quote_basket
from pos.models import Basket
from pos.queries.people import sellers_of
from sales.domain.recording import Line
from sales.enums import PriceReason
from sales.models import Shift
from stores.access import Access, Act
from stores.models import Staff

BIRTHDAY_SOON = 7  # days
NOTES = (Decimal(10), Decimal(50), Decimal(100))  # yuan


@dataclass(frozen=True)
class DeskLine:
    """A line of the basket as shown; ``key`` names it, ``price_is_open`` lets it be typed."""

    key: str
    priced: Line
    price_is_open: bool

    @property
    def unit_price(self) -> Decimal:
        """The yuan asked for one unit before any tier discount."""
        product, priced = self.priced.product, self.priced
        if priced.reason == PriceReason.MANUAL:
            return (priced.net / priced.quantity).quantize(Decimal("0.01"))
        if priced.reason == PriceReason.SPECIAL and product.special_price is not None:
            return product.special_price
        return product.regular_price or Decimal(0)

    @property
    def one_more(self) -> Decimal:
        """The quantity after one more."""
        return self.priced.quantity + 1

    @property
    def one_less(self) -> Decimal:
        """The quantity after one less; not above zero where there is none to take."""
        return self.priced.quantity - 1


@dataclass(frozen=True)
class Desk:
    """The till page: the open shift, the basket with its quote, the member before it."""

    shift: Shift
    basket: Basket
    quote: Quote
    may_set_price: bool
    on: dt.date

    @property
    def member(self) -> Member | None:
        """Whose basket it is."""
        return self.basket.member

    @property
    def standing(self) -> Standing:
        """Where she stands."""
        return self.quote.standing

    @property
    def owner(self) -> str:
        """The name of the guide who looks after her, or nothing."""
        return getattr(self.basket, "owner_name", None) or ""

    @property
    def sellers(self) -> list[Staff]:
        """Who may have sold; asked for only where it is shown."""
        return sellers_of(store=self.shift.till.store, on=self.on)

    @property
    def held(self) -> int:
        """How many baskets are set aside in the store; asked for only where it is shown."""
        return Basket.objects.held().filter(till__store=self.shift.till.store_id).count()

    @property
    def lines(self) -> list[DeskLine]:
        """The lines, the last added first."""
        lines = [
            DeskLine(
                key=str(kept["id"]),
                priced=priced,
                price_is_open=self.may_set_price or priced.product.regular_price is None,
            )
            for kept, priced in zip(self.basket.lines, self.quote.lines, strict=True)
        ]
        return lines[::-1]

    @property
    def birthday_in(self) -> int | None:
        """Days to the member's birthday if that is within the week, 0 today."""
        birthday = self.member.birthday if self.member else None
        left = days_until(birthday, on=self.on) if birthday else None
        return left if left is not None and left <= BIRTHDAY_SOON else None

    @property
    def points_left(self) -> int:
        """What the balance will be after the sale."""
        return self.standing.balance - self.quote.points_used + self.quote.points_earned

    @property
    def points_missed(self) -> int:
        """The points a member would earn with this basket and nobody does."""
        return 0 if self.member else self.quote.earning.points

    @property
    def handy_amounts(self) -> list[Decimal]:
        """What customers hand over for what is due: the amount itself, then full notes."""
        due = self.quote.due
        full = [(due / note).to_integral_value(ROUND_CEILING) * note for note in NOTES]
        return list(dict.fromkeys([due, *full]))

    @property
    def asked_too_many(self) -> bool:
        """Whether more points were asked for than may pay."""
        return self.basket.points > self.quote.points_most


def lay_out(*, shift: Shift, access: Access, cashier: Staff, at: dt.datetime) -> Desk:
    """Return the till page of ``shift`` at ``at``; a till without a basket gets one.

    :raises ProductGone: if a product in the basket is no longer there
    """
    store = shift.till.store
    on = business_day(at, day_ends_at=store.day_ends_at)
    baskets = _open_baskets(shift)
    basket = baskets.first()
    if basket is None:
        current_basket(till=shift.till, cashier=cashier, at=at)
        basket = baskets.get()
    basket.till = shift.till
    where = standing(member=basket.member, at=at) if basket.member else Standing()
    return Desk(
        shift=shift,
        basket=basket,
        quote=quote_basket(basket=basket, standing=where, on=on),
        may_set_price=may_set_price(access, shift),
        on=on,
    )


def may_set_price(access: Access, shift: Shift) -> bool:
    """Tell whether the visitor may set prices where the till stands."""
    if not access.can(Act.SET_PRICE):
        return False
    return access.stores(Act.SET_PRICE).filter(pk=shift.till.store_id).exists()


def _open_baskets(shift: Shift) -> QuerySet[Basket]:
    owners = Ownership.objects.open().filter(member=OuterRef("member"))
    return (
        Basket.objects.open()
        .filter(till=shift.till_id)
        .select_related("member")
        .annotate(owner_name=Subquery(owners.values("guide__display_name")[:1]))
    )
