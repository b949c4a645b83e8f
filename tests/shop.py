"""Doing at a till, in one line, what a test is not about."""

import datetime as dt
import uuid
from collections.abc import Sequence
from decimal import Decimal

from loyalty.queries import Standing, standing
from membership.models import Member
from pos.domain.baskets import add_line, set_member, set_points, set_seller
from pos.domain.checkout import Order, post_sale
from pos.domain.quoting import quote_basket
from pos.domain.returns import ReturnOrder, post_return
from pos.models import Basket
from sales.domain.recording import Payment
from sales.enums import TenderKind
from sales.models import Product, Sale, Shift
from stores.models import Staff


def fill_basket(
    shift: Shift,
    *goods: tuple[Product, int | str],
    member: Member | None = None,
    points: int = 0,
    seller: Staff | None = None,
    at: dt.datetime,
) -> Basket:
    """Lay ``goods`` (product, quantity) on the till of ``shift``."""
    basket = Basket.objects.create(till=shift.till, cashier=shift.opened_by, opened_at=at)
    for product, quantity in goods:
        add_line(key=basket.key, product=product, quantity=Decimal(quantity))
    if member:
        set_member(key=basket.key, member=member)
    if seller:
        set_seller(key=basket.key, seller=seller)
    if points:
        set_points(key=basket.key, points=points)
    return Basket.objects.select_related("member", "till__store").get(pk=basket.pk)


def order_for(basket: Basket, *, at: dt.datetime, kind: TenderKind = TenderKind.WECHAT) -> Order:
    """Return the order that pays ``basket`` as quoted, with one tender."""
    where = standing(member=basket.member, at=at) if basket.member else Standing()
    quote = quote_basket(basket=basket, standing=where, on=at.date())
    return Order(
        key=basket.key,
        shown_due=quote.due,
        points=quote.points_used,
        tenders=[Payment(kind, quote.due)],
    )


def sell(
    shift: Shift,
    *goods: tuple[Product, int | str],
    member: Member | None = None,
    points: int = 0,
    seller: Staff | None = None,
    at: dt.datetime,
) -> Sale:
    """Sell ``goods`` at the till of ``shift``, as the page would."""
    basket = fill_basket(shift, *goods, member=member, points=points, seller=seller, at=at)
    return post_sale(order=order_for(basket, at=at), shift=shift, cashier=shift.opened_by, at=at)


def take_back(
    shift: Shift,
    sale: Sale,
    quantities: Sequence[int | str] | None = None,
    *,
    at: dt.datetime,
) -> Sale:
    """Return ``quantities`` of the lines of ``sale`` in their order; all of them if not given."""
    lines = list(sale.lines.order_by("position"))
    wanted = quantities if quantities is not None else [line.quantity for line in lines]
    order = ReturnOrder(
        key=uuid.uuid4(),
        sale_id=sale.pk,
        quantities={
            line.pk: Decimal(quantity) for line, quantity in zip(lines, wanted, strict=True)
        },
    )
    return post_return(order=order, shift=shift, cashier=shift.opened_by, at=at)
