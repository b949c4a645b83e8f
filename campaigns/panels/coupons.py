"""A member's coupons as her page shows them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from loyalty import coupon_words
from loyalty.models import Coupon
from membership.models import Member


@dataclass(frozen=True)
class UnusedCoupon:
    """A coupon she can still use, on the day ``on``."""

    coupon: Coupon
    on: dt.date

    @property
    def gives(self) -> str:
        """What it gives."""
        return coupon_words.gives(self.coupon.kind, amount=self.coupon.amount)

    @property
    def begins_on(self) -> dt.date | None:
        """The first day it can be used, where that is yet to come."""
        begins = self.coupon.usable_from
        return begins if begins > self.on else None

    @property
    def last_day(self) -> dt.date | None:
        """The last day it can be used, if there is one."""
        ends = self.coupon.expires_on
        return ends - dt.timedelta(days=1) if ends else None


def coupons(member: Member, *, on: dt.date) -> list[UnusedCoupon]:
    """Return what ``member`` can use on ``on`` or later, what ends soonest first."""
    found = Coupon.objects.unused().live(on=on).filter(member=member).soonest_first()
    return [UnusedCoupon(one, on) for one in found.select_related("kind__product")]
