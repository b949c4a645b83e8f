"""A chain of a few thousand receipts, drawn from a seed: walk-ins, returns, several stores."""

import datetime as dt
import random

from membership.models import JoiningChannel, Member
from sales.models import Sale
from stores.models import Store
from tests.factories import RegionFactory
from tests.reports.history import History

OPENED = dt.date(2024, 11, 15)
DAYS = 560


class RandomShop:
    """Day after day: some join, some buy, some bring things back."""

    def __init__(self, *, seed: int, receipts: int) -> None:
        self.draw = random.Random(seed)
        self.history = History()
        east, north = RegionFactory(code="east"), RegionFactory(code="north")
        self.stores: list[Store] = [
            self.history.store(code=code, region=region)
            for code, region in (("24", east), ("3", east), ("7", north), ("9", None))
        ]
        self.members: list[Member] = []
        self.sold: list[Sale] = []
        days = sorted(self.draw.randrange(DAYS) for _ in range(receipts))
        for days_after in days:
            self._something_happens(OPENED + dt.timedelta(days=days_after))

    def _something_happens(self, today: dt.date) -> None:
        if self.draw.random() < 0.08:
            self.members.append(self._joins(today))
        self.sold.append(self._sale(today))
        if self.draw.random() < 0.12:
            self._return(self.draw.choice(self.sold[-60:]), today)
        if self.draw.random() < 0.05:
            self._return(self.sold[-1], today, whole=True)

    def _joins(self, today: dt.date) -> Member:
        """Let somebody join, every fourth by a way nobody wrote down."""
        member = self.history.member(self._store(), today)
        codes = ["till", "friend", "mall", None]
        code = codes[len(self.members) % len(codes)]
        member.channel = JoiningChannel.objects.get(code=code) if code else None
        member.save(update_fields=["channel"])
        return member

    def _store(self) -> Store:
        return self.draw.choices(self.stores, weights=[5, 3, 2, 1])[0]

    def _sale(self, today: dt.date) -> Sale:
        member = self._member() if self.draw.random() < 0.7 else None
        at_home = member is not None and self.draw.random() < 0.8
        store = member.home_store if at_home else self._store()
        lines = [
            (
                self.draw.choice([1, 1, 1, 2, 3, "0.5", "1.25"]),
                f"{self.draw.randrange(50_000) / 100:.2f}",
            )
            for _ in range(self.draw.choice([1, 1, 2, 3]))
        ]
        return self.history.receipt(today, member, lines, store)

    def _member(self) -> Member | None:
        """Every fourth is a regular; the others come for a while and are not seen again."""
        regulars, lately = self.members[::4], self.members[-20:]
        return self.draw.choice(self.draw.choice([regulars, lately]) or [None])

    def _return(self, sale: Sale, today: dt.date, *, whole: bool = False) -> None:
        if sale.returns.exists():
            return
        quantities = [line.quantity for line in sale.lines.order_by("position")]
        if not whole and self.draw.random() < 0.5:
            quantities = [quantities[0], *[0] * (len(quantities) - 1)]
        self.history.give_back(sale, today, quantities)
