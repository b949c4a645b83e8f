"""The facts as pandas sees them: members, receipts, and what came back.

Nothing here is shared with the product: visits and tickets are worked out from what was sold,
line by line. Money is counted in whole 分, units in thousandths, days since 1970.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pandas as pd

from membership.models import Member
from sales.models import Sale, SaleLine


@dataclass(frozen=True)
class Facts:
    """``members``: member, joined, store. ``receipts``: receipt, member (-1 for none), store,
    day, net, units (in thousandths), is_sale. ``back``: receipt that came back, day, units.
    """

    members: pd.DataFrame
    receipts: pd.DataFrame
    back: pd.DataFrame

    def of(self, stores: set[int] | None, as_of: int) -> Facts:
        """Return what happened in ``stores`` (anywhere: None) up to the day ``as_of``."""
        members = self.members[self.members.joined <= as_of]
        receipts = self.receipts[self.receipts.day <= as_of]
        if stores is not None:
            members = members[members.store.isin(stores)]
            receipts = receipts[receipts.store.isin(stores)]
        return replace(self, members=members, receipts=receipts)

    @property
    def visits(self) -> pd.DataFrame:
        """A row a member, store and day on which she bought more than she gave back."""
        own = self.receipts[self.receipts.member >= 0]
        days = own.groupby(["member", "store", "day"], as_index=False).net.sum()
        return days[days.net > 0]

    @property
    def tickets(self) -> pd.DataFrame:
        """The sales that did not come back whole on their own day."""
        sold = self.receipts[self.receipts.is_sale]
        back = self.back.groupby(["receipt", "day"], as_index=False).units.sum()
        merged = sold.merge(back, on=["receipt", "day"], how="left", suffixes=("", "_back"))
        return merged[merged.units != merged.units_back]


def number(day: dt.date) -> int:
    return (day - dt.date(1970, 1, 1)).days


def date(day: int) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(days=int(day))


def months(days: pd.Series) -> pd.Series:
    """Return the number of the month of each day, counted from January 1970."""
    return pd.to_datetime(days, unit="D").to_numpy().astype("datetime64[M]").astype(int)


def within(rows: pd.DataFrame, column: str, since: int, until: int) -> pd.DataFrame:
    return rows[(rows[column] >= since) & (rows[column] < until)]


def facts_of_database() -> Facts:
    """Read members, receipts and return lines as they stand; visits are not looked at."""
    members = pd.DataFrame(
        Member.objects.exclude(status="merged").values_list(
            "pk", "joined_on", "home_store", "channel__code"
        ),
        columns=["member", "joined", "store", "channel"],
    )
    members.joined = members.joined.map(number)
    receipts = pd.DataFrame(
        Sale.objects.values_list("pk", "member", "store", "business_day", "net", "units", "kind"),
        columns=["receipt", "member", "store", "day", "net", "units", "is_sale"],
    )
    receipts.member = receipts.member.fillna(-1).astype(int)
    receipts.day = receipts.day.map(number)
    receipts.net = receipts.net.map(lambda net: int(net * 100))
    receipts.units = receipts.units.map(lambda units: int(units * 1000))
    receipts.is_sale = receipts.is_sale == "sale"
    back = pd.DataFrame(
        SaleLine.objects.filter(original__isnull=False).values_list(
            "original__sale", "sale__business_day", "quantity"
        ),
        columns=["receipt", "day", "units"],
    )
    back.day = back.day.map(number)
    back.units = back.units.map(lambda units: -int(units * 1000))
    return Facts(members, receipts, back)
