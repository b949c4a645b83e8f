"""The way to the next tier: what is missing, by which day, and how that is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import TypedDict

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import yuan
from loyalty.enums import Match, Measure

_A_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Missing:
    """So much of one measure is missing; ``until`` is the first day it will be more.

    ``yuan`` is what buys the missing points, where that can be said.
    """

    measure: Measure
    amount: Decimal
    until: dt.date | None = None
    yuan: Decimal | None = None


class WayFacts(TypedDict):
    """A way as a receipt keeps it."""

    match: str
    missing: list[tuple[str, str, str | None, str | None]]


@dataclass(frozen=True)
class Way:
    """What is missing to a tier: any of it will do, or all of it has to be done.

    ``progress`` is how much of it is done, in percent. Nothing is missing where the next
    purchase brings the tier.
    """

    match: Match
    missing: tuple[Missing, ...] = ()
    progress: int = 0

    def facts(self) -> WayFacts:
        """Return what a receipt keeps of it."""
        return {
            "match": self.match.value,
            "missing": [
                (
                    one.measure.value,
                    str(one.amount),
                    one.until.isoformat() if one.until else None,
                    None if one.yuan is None else str(one.yuan),
                )
                for one in self.missing
            ],
        }

    def sentences(self, tier: str, *, keeping: bool = False) -> list[str]:
        """Return how to reach, or to keep, ``tier``: a sentence for each way there is."""
        if not self.missing:
            return [_("The next purchase brings %(tier)s.") % {"tier": tier}]
        ways = [[one] for one in self.missing] if self.match == Match.ANY else [self.missing]
        say = _to_keep if keeping else _to_reach
        return [say(tier, way) for way in ways]


def way_of_facts(facts: WayFacts) -> Way:
    """Return the way a receipt kept."""
    return Way(
        Match(facts["match"]),
        tuple(
            Missing(
                Measure(measure),
                Decimal(amount),
                dt.date.fromisoformat(until) if until else None,
                None if money is None else Decimal(money),
            )
            for measure, amount, until, money in facts["missing"]
        ),
    )


def buys(points: Decimal, *, rate: Decimal) -> Decimal | None:
    """Return the whole yuan that earn ``points`` at ``rate`` points a yuan; None: none do."""
    return (points / rate).to_integral_value(ROUND_CEILING) if rate > 0 else None


def _to_reach(tier: str, missing: Sequence[Missing]) -> str:
    facts = {"tier": tier, "act": _acts(missing), "day": _last_day(missing)}
    if not facts["day"]:
        return _("To reach %(tier)s, %(act)s.") % facts
    return _("To reach %(tier)s, %(act)s by %(day)s.") % facts


def _to_keep(tier: str, missing: Sequence[Missing]) -> str:
    facts = {"tier": tier, "act": _acts(missing), "day": _last_day(missing)}
    if not facts["day"]:
        return _("To keep %(tier)s, %(act)s.") % facts
    return _("To keep %(tier)s, %(act)s by %(day)s.") % facts


def _last_day(missing: Sequence[Missing]) -> str:
    ends = [one.until for one in missing if one.until]
    return date_format(min(ends) - _A_DAY, _("j F")) if ends else ""


def _acts(missing: Sequence[Missing]) -> str:
    first, *others = [_act(one) for one in missing]
    for one in others:
        first = _("%(one)s and %(other)s") % {"one": first, "other": one}
    return first


def _act(missing: Missing) -> str:
    facts = {"amount": _short(missing.amount)}
    match missing.measure:
        case Measure.TICKET:
            return _("spend %(amount)s in one purchase") % facts
        case Measure.NET:
            return _("spend %(amount)s more") % facts
        case Measure.POINTS:
            return _points(missing)
        case Measure.VISITS:
            times = int(missing.amount)
            return ngettext("buy on %(times)d more day", "buy on %(times)d more days", times) % {
                "times": times
            }
        case Measure.PAID_CARD:
            return _("buy a membership card")
        case Measure.APPROVAL:
            return _("apply for it")


def _points(missing: Missing) -> str:
    points = int(missing.amount)
    facts = {"points": f"{points:,}"}
    if missing.yuan is None:
        return ngettext("earn %(points)s more point", "earn %(points)s more points", points) % facts
    facts["amount"] = _short(missing.yuan)
    return (
        ngettext(
            "spend %(amount)s more (%(points)s point)",
            "spend %(amount)s more (%(points)s points)",
            points,
        )
        % facts
    )


def _short(amount: Decimal) -> str:
    """Return yuan without needless 分."""
    return yuan(amount).removesuffix(".00")
