"""Writing a shop's past in lines: who bought what, where and on which day."""

import datetime as dt
import uuid
from decimal import Decimal
from functools import cache

from django.db import transaction

from common.periods import Period
from membership.models import Member
from sales.domain.recording import Line, Payment, record_sale
from sales.domain.returning import price_return, record_return
from sales.enums import TenderKind
from sales.models import Product, Sale, Shift
from stores.models import Store
from tests.factories import MemberFactory, ProductFactory, ShiftFactory, StoreFactory

YEAR = 2026


def day(month: int, day: int, year: int = YEAR) -> dt.date:
    return dt.date(year, month, day)


def month(number: int, year: int = YEAR) -> Period:
    return Period(dt.date(year, number, 1), dt.date(year + number // 12, number % 12 + 1, 1))


def noon(on: dt.date) -> dt.datetime:
    return dt.datetime(on.year, on.month, on.day, 4, tzinfo=dt.UTC)


class History:
    """A chain whose every store has one till that never closes, and one thing to sell."""

    def __init__(self) -> None:
        self.product: Product = ProductFactory()
        self.shift = cache(self._open)

    def _open(self, store: Store) -> Shift:
        return ShiftFactory(till__store=store)

    def store(self, **facts: object) -> Store:
        return StoreFactory(**facts)

    def member(self, store: Store, joined: dt.date) -> Member:
        return MemberFactory(home_store=store, joined_on=joined, joined_at=noon(joined))

    def sale(
        self,
        on: dt.date,
        member: Member | None = None,
        *,
        net: int | str = 100,
        units: int | str = 1,
        store: Store | None = None,
    ) -> Sale:
        """Sell on one line; in the member's home store unless another is named."""
        return self.receipt(on, member, [(units, net)], store or member.home_store)

    def receipt(
        self,
        on: dt.date,
        member: Member | None,
        lines: list[tuple[int | str, int | str]],
        store: Store,
    ) -> Sale:
        """Sell on ``lines`` of units and net."""
        priced = [
            Line(self.product, Decimal(units), Decimal(net), Decimal(net)) for units, net in lines
        ]
        shift = self.shift(store)
        with transaction.atomic():
            return record_sale(
                key=uuid.uuid4(),
                request_hash="",
                shift=shift,
                cashier=shift.opened_by,
                lines=priced,
                payments=[Payment(TenderKind.WECHAT, sum(line.net for line in priced))],
                member=member,
                at=noon(on),
            )

    def give_back(self, sale: Sale, on: dt.date, units: list[int | str] | None = None) -> Sale:
        """Take back ``units`` of the lines in their order; everything if not given."""
        sold = list(sale.lines.order_by("position"))
        wanted = units if units is not None else [line.quantity for line in sold]
        quantities = {
            line.pk: Decimal(some) for line, some in zip(sold, wanted, strict=True) if some
        }
        lines, originals = price_return(sale=sale, quantities=quantities)
        shift = self.shift(sale.store)
        return record_return(
            original=sale,
            key=uuid.uuid4(),
            request_hash="",
            shift=shift,
            cashier=shift.opened_by,
            lines=lines,
            originals=originals,
            payments=[Payment(TenderKind.WECHAT, sum(line.net for line in lines))],
            at=noon(on),
        )
