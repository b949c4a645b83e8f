"""What lies on the till and who stands before it: all the till page shows, in few queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from common.birthdays import days_until
from common.money import ZERO, cents
from common.periods import business_day
from common.written_once import written_once
from guides.models import Ownership
from loyalty.models import Coupon, ProgrammeRule
from loyalty.programme import greeting_days
from loyalty.queries import Standing, standing
from membership.models import Member
from pos.domain.baskets import current_basket
from pos.domain.by_hand import Hand, own_price
from pos.domain.quoting import Quote, quote_basket
from pos.models import Basket
from pos.queries.coupons import CouponShown, coupons_shown
from pos.queries.people import sellers_of
from pos.queries.refused_points import why_points_do_not_pay
from sales.domain.recording import Line
from sales.domain.steps import Step
from sales.enums import PriceReason
from sales.models import Product, Shift
from stores.access import Access, Act
from stores.models import Staff

BIRTHDAY_SOON = 7  # days, where no perk of her tier says otherwise
NOTES = (Decimal(10), Decimal(50), Decimal(100))  # yuan


@dataclass(frozen=True)
class DeskLine:
    """A line of the basket as shown; ``key`` names it, ``price_is_open`` lets it be typed.

    ``parts`` are its pieces by what they cost, each with the steps of its price. ``card`` is
    the number a membership fee buys, empty until it is known, and None on other goods.
    """

    key: str
    parts: Sequence[Line]
    price_is_open: bool
    card: str | None = None

    @property
    def product(self) -> Product:
        """What it is."""
        return self.parts[0].product

    @property
    def quantity(self) -> Decimal:
        """How many there are."""
        return sum((part.quantity for part in self.parts), Decimal(0))

    @property
    def net(self) -> Decimal:
        """The yuan they cost."""
        return sum((part.net for part in self.parts), ZERO)

    @property
    def regular_total(self) -> Decimal:
        """The yuan they would cost at the regular price."""
        return sum((part.regular_total for part in self.parts), ZERO)

    @property
    def explained(self) -> list[tuple[Decimal | None, Sequence[Step]]]:
        """The steps of each part, with its quantity where there are several."""
        alone = len(self.parts) == 1
        return [(None if alone else part.quantity, part.steps) for part in self.parts if part.steps]

    @property
    def unit_price(self) -> Decimal:
        """The yuan asked for one unit before anything is taken off for this customer."""
        part = self.parts[0]
        if part.reason == PriceReason.MANUAL:
            off = sum((step.off for step in part.steps if step.reason != part.reason), ZERO)
            return cents((part.net + off) / part.quantity)
        return own_price(self.product) or ZERO

    @property
    def one_more(self) -> Decimal:
        """The quantity after one more."""
        return self.quantity + 1

    @property
    def one_less(self) -> Decimal:
        """The quantity after one less; not above zero where there is none to take."""
        return self.quantity - 1


@dataclass(frozen=True)
class Desk:
    """The till page: the open shift, the basket with its quote, the member before it."""

    shift: Shift
    basket: Basket
    quote: Quote
    hand: Hand
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
        """How many baskets are set aside in the store."""
        return getattr(self.basket, "held_here", None) or 0

    @cached_property
    def coupons(self) -> list[CouponShown]:
        """Her coupons, those that fit first."""
        return coupons_shown(quote=self.quote)

    @property
    def coupons_fit(self) -> list[CouponShown]:
        """Those that do something for this basket, and those chosen."""
        return [one for one in self.coupons if one.chosen or not one.unfit]

    @property
    def coupons_unfit(self) -> list[CouponShown]:
        """Those that do nothing for it."""
        return [one for one in self.coupons if one.unfit and not one.chosen]

    @property
    def lines(self) -> list[DeskLine]:
        """The lines, the last added first."""
        lines = [
            DeskLine(
                key=str(kept["id"]),
                parts=parts,
                price_is_open=self.hand.may_lower or parts[0].product.regular_price is None,
                card=kept.get("card"),
            )
            for kept, parts in zip(self.basket.lines, self.quote.by_line, strict=True)
        ]
        return lines[::-1]

    @property
    def discount_counts(self) -> bool:
        """Whether the discount by hand is the best of any line."""
        steps = (step for line in self.quote.lines for step in line.steps)
        return any(step.reason == PriceReason.MANUAL and step.pays for step in steps)

    @property
    def birthday_in(self) -> int | None:
        """Days to the member's birthday once her greeting is due, 0 today."""
        birthday = self.member.birthday if self.member else None
        left = days_until(birthday, on=self.on) if birthday else None
        ahead = greeting_days(self.standing.tier) or BIRTHDAY_SOON
        return left if left is not None and left <= ahead else None

    @property
    def points_left(self) -> int:
        """What the balance will be after the sale."""
        return self.standing.balance - self.quote.points_used + self.quote.points_earned

    @property
    def points_missed(self) -> int:
        """The points a member would earn with this basket and nobody does."""
        return 0 if self.member else self.quote.earning.points

    @property
    def invited_from(self) -> Decimal | None:
        """From how many yuan on a purchase asks for an invitation; None unless this one does."""
        least = self.standing.programme.rule(on=self.on).invite_from
        asks = least is not None and not self.member and self.quote.total >= least
        return least if asks else None

    @property
    def handy_amounts(self) -> list[Decimal]:
        """What customers hand over for what is due: the amount itself, then full notes."""
        due = self.quote.due
        full = [(due / note).to_integral_value(ROUND_CEILING) * note for note in NOTES]
        return list(dict.fromkeys([due, *full]))

    @property
    def points_refused(self) -> str:
        """Why the points that were asked for do not pay; nothing where they do."""
        return why_points_do_not_pay(
            self.basket.points, due=self.quote.total, standing=self.standing, on=self.on
        )


def lay_out(*, shift: Shift, access: Access, cashier: Staff, at: dt.datetime) -> Desk:
    """Return the till page of ``shift`` at ``at``; a till without a basket gets one.

    :raises ProductGone: if a product in the basket is no longer there
    """
    store = shift.till.store
    on = business_day(at, day_ends_at=store.day_ends_at)
    basket = _open_baskets.first(till=shift.till_id, store=store.pk, on=on)
    if basket is None:
        current_basket(till=shift.till, cashier=cashier, at=at)
        (basket,) = _open_baskets.rows(till=shift.till_id, store=store.pk, on=on)
    basket.till = shift.till
    stands = standing(member=basket.member, at=at) if basket.member else Standing()
    return Desk(
        shift=shift,
        basket=basket,
        quote=quote_basket(
            basket=basket,
            standing=stands,
            on=on,
            all_coupons=basket.has_coupons,  # type: ignore[attr-defined]
        ),
        hand=hand_of(access=access, shift=shift, rule=stands.programme.rule(on=on)),
        on=on,
    )


def hand_of(*, access: Access, shift: Shift, rule: ProgrammeRule) -> Hand:
    """Return how far the visitor may lower prices where the till of ``shift`` stands."""
    manages = access.can_at(Act.SET_PRICE, shift.till.store)
    least = rule.manager_pays_least if manages else rule.cashier_pays_least
    return Hand(least=least, by=access.staff.number)


@written_once
def _open_baskets(*, till: int, store: int, on: dt.date) -> QuerySet[Basket]:
    owners = Ownership.objects.open().filter(member=OuterRef("member"))
    coupons = Coupon.objects.unused().live(on=on).filter(member=OuterRef("member"))
    held = Basket.objects.held().filter(till__store=store)
    return (
        Basket.objects.open()
        .filter(till=till)
        .select_related("member", "card__kind")
        .annotate(
            owner_name=Subquery(owners.values("guide__display_name")[:1]),
            has_coupons=Exists(coupons),
            held_here=Subquery(
                held.order_by().values("state").annotate(sum=Count("pk")).values("sum")
            ),
        )
    )
