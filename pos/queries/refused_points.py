"""Why the points that were asked for do not pay, in words for the cashier."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loyalty.domain.redemption import (
    BelowMinimum,
    MoreThanTheShare,
    NotEnoughPoints,
    NotInSteps,
    RedemptionClosed,
    require_redeemable,
)
from loyalty.queries import Standing


def why_points_do_not_pay(points: int, *, due: Decimal, standing: Standing, on: dt.date) -> str:
    """Return why ``points`` may not pay towards ``due`` yuan; nothing where they may."""
    rule = standing.programme.redemption_rule(on=on)
    try:
        require_redeemable(points, due=due, balance=standing.spendable, rule=rule, on=on)
    except RedemptionClosed as refusal:
        return _closed(refusal)
    except NotInSteps as refusal:
        return _("Points pay in steps of %(step)s.") % {"step": f"{refusal.step:,}"}
    except BelowMinimum as refusal:
        return _("At least %(points)s points pay.") % {"points": f"{refusal.minimum:,}"}
    except NotEnoughPoints as refusal:
        return _("She can spend %(points)s points less.") % {"points": f"{refusal.short_by:,}"}
    except MoreThanTheShare as refusal:
        return _("At most %(points)s points pay of this ticket.") % {"points": f"{refusal.most:,}"}
    return ""


def _closed(refusal: RedemptionClosed) -> str:
    """Name the days on which points pay; the last day, not the first one closed."""
    last = refusal.closes_on - dt.timedelta(days=1) if refusal.closes_on else None
    facts = {
        "first": date_format(refusal.opens_on, "Y-m-d") if refusal.opens_on else "",
        "last": date_format(last, "Y-m-d") if last else "",
    }
    if not last:
        return _("Points pay from %(first)s on.") % facts
    if not refusal.opens_on:
        return _("Points paid until %(last)s.") % facts
    return _("Points pay from %(first)s to %(last)s.") % facts
