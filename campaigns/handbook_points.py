"""What the handbook says of earning, spending and losing points, and of coupons for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Manager
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import yuan
from loyalty.enums import BirthdayWindow, Combining, DebtPolicy, LifeEnd, RebateState
from loyalty.models import (
    AnnualRebate,
    EarningBonus,
    EarningRule,
    OccasionReward,
    ProgrammeRule,
    RedemptionRule,
    Reward,
    SpendRebateRule,
)

WHOLE = 10_000


def earning_lines(rule: EarningRule, *, on: dt.date) -> Iterator[str]:
    """Yield how points are earned under ``rule``, and how long they live."""
    one = rule.points_per_yuan == 1
    yield ngettext(
        "%(points)s point for each yuan paid in money.",
        "%(points)s points for each yuan paid in money.",
        1 if one else 2,
    ) % {"points": plain(rule.points_per_yuan)}
    if rule.minimum_ticket:
        yield _("A ticket has to come to %(yuan)s at least.") % {"yuan": yuan(rule.minimum_ticket)}
    if rule.ticket_cap is not None:
        yield _("One ticket earns %(points)s points at most.") % {"points": f"{rule.ticket_cap:,}"}
    bonuses = [one for one in rule.bonuses.all() if one.until is None or one.until > on]
    yield from map(_bonus, bonuses)
    if bonuses:
        yield _combining(rule)
    if rule.pending_days:
        yield ngettext(
            "Points can be spent %(n)d day after the purchase.",
            "Points can be spent %(n)d days after the purchase.",
            rule.pending_days,
        ) % {"n": rule.pending_days}
    yield _life(rule)


def occasion_line(reward: OccasionReward) -> str:
    """Return what an occasion besides buying is rewarded with; empty where with nothing."""
    given = []
    if reward.points:
        given.append(_("%(points)s points") % {"points": f"{reward.points:,}"})
    if reward.coupon_kind:
        given.append(_("coupon: %(kind)s") % {"kind": reward.coupon_kind})
    if not given:
        return ""
    facts = {"occasion": reward.get_occasion_display(), "gift": " + ".join(given)}
    if not reward.minimum_ticket:
        return _("%(occasion)s: %(gift)s.") % facts
    facts["yuan"] = yuan(reward.minimum_ticket)
    return _("%(occasion)s: %(gift)s, for a first purchase of %(yuan)s or more.") % facts


def reward_line(reward: Reward) -> str:
    """Return how many points ``reward`` costs, and for whom it is."""
    price = _("%(reward)s: %(points)s points") % {"reward": reward, "points": f"{reward.points:,}"}
    limits = list(_names(reward.tiers, reward.stores))
    if reward.closes_on:
        limits.append(_("until %(day)s") % {"day": reward.closes_on - dt.timedelta(days=1)})
    return f"{price} ({'; '.join(limits)})" if limits else price


def birthday_words(window: str, *, days_around: int) -> str:
    """Return on which days around a birthday something holds."""
    if window == BirthdayWindow.AROUND:
        return ngettext(
            "birthday: %(n)d day before and after",
            "birthday: %(n)d days before and after",
            days_around,
        ) % {"n": days_around}
    return _("birthday: %(window)s") % {"window": BirthdayWindow(window).label}


def redeeming_lines(rule: RedemptionRule) -> Iterator[str]:
    """Yield how points pay."""
    yield _("100 points pay %(yuan)s of a later purchase.") % {"yuan": yuan(rule.point_value * 100)}
    if rule.minimum > 1:
        yield _("At least %(points)s points at a time.") % {"points": f"{rule.minimum:,}"}
    if rule.step > 1:
        yield _("In steps of %(points)s points.") % {"points": f"{rule.step:,}"}
    if rule.share < WHOLE:
        yield _("Up to %(share)s%% of a ticket.") % {"share": plain(Decimal(rule.share) / 100)}
    if rule.opens_on:
        yield _("From %(day)s on.") % {"day": rule.opens_on}
    if rule.closes_on:
        last = rule.closes_on - dt.timedelta(days=1)
        yield _("Until %(day)s.") % {"day": last}


def rebate_lines(
    spend_rebate: SpendRebateRule | None, annual: AnnualRebate | None
) -> Iterator[str]:
    """Yield which coupons spending and a year's points bring."""
    if spend_rebate and spend_rebate.share:
        yield _(
            "%(share)s%% of a ticket of %(yuan)s or more comes back as a coupon for the next."
        ) % {
            "share": plain(Decimal(spend_rebate.share) / 100),
            "yuan": yuan(spend_rebate.minimum_ticket),
        }
    if annual is None:
        return
    for band in annual.bands.order_by("points_from"):
        yield _("%(year)s: %(points)s points or more, a coupon of %(yuan)s.") % {
            "year": annual.year,
            "points": f"{band.points_from:,}",
            "yuan": yuan(band.amount),
        }


def latest_rebate() -> AnnualRebate | None:
    """Return the last year whose rebate was approved."""
    years = AnnualRebate.objects.exclude(state=RebateState.DRAFT)
    return years.order_by("-year").first()


def returns_line(rule: ProgrammeRule) -> str:
    """Return what happens to points when goods come back."""
    match DebtPolicy(rule.debt_policy):
        case DebtPolicy.DEBT:
            return _(
                "When goods come back, the points they earned go, and those they were paid with "
                "return. Points spent meanwhile are owed; later purchases pay them first."
            )
        case DebtPolicy.FORGIVE:
            return _(
                "When goods come back, the points they earned go, as far as they are still "
                "there, and those they were paid with return."
            )
        case DebtPolicy.REFUSE:
            return _(
                "Goods whose points have been spent cannot be returned; of others the points "
                "earned go, and those they were paid with return."
            )


def plain(number: Decimal) -> str:
    """Return ``number`` without needless zeros."""
    return f"{number.normalize():,f}"


def _life(rule: EarningRule) -> str:
    if rule.life_months is None:
        return _("Points do not expire.")
    months = ngettext(
        "Points expire %(n)d month after the purchase",
        "Points expire %(n)d months after the purchase",
        rule.life_months,
    ) % {"n": rule.life_months}
    if rule.life_end == LifeEnd.DAY:
        return _("%(months)s.") % {"months": months}
    return _("%(months)s, at the %(end)s.") % {"months": months, "end": rule.get_life_end_display()}


def _bonus(bonus: EarningBonus) -> str:
    goods = (bonus.tiers, bonus.stores, bonus.categories, bonus.products)
    conditions = [*_names(*goods), *_days(bonus)]
    times = _("%(name)s: %(times)s times the points") % {
        "name": bonus,
        "times": plain(bonus.multiplier),
    }
    return f"{times} ({'; '.join(conditions)})" if conditions else times


def _combining(rule: EarningRule) -> str:
    if rule.combining == Combining.STACK:
        return _("Where several of these, or that of the tier, hold at once, they multiply.")
    return _("Where several of these, or that of the tier, hold at once, the highest counts.")


def _names(*some: Manager[Any]) -> Iterator[str]:
    for rows in some:
        if names := [str(one) for one in rows.all()]:
            yield ", ".join(names)


def _days(bonus: EarningBonus) -> Iterator[str]:
    if bonus.weekdays:
        yield ", ".join(str(WEEKDAYS[day - 1]) for day in bonus.weekdays)
    if bonus.days_of_month:
        days = ", ".join(map(str, bonus.days_of_month))
        yield _("on day %(days)s of the month") % {"days": days}
    if bonus.birthday:
        yield birthday_words(bonus.birthday, days_around=bonus.days_around)
    if bonus.since:
        yield _("from %(day)s") % {"day": bonus.since}
    if bonus.until:
        last = bonus.until - dt.timedelta(days=1)
        yield _("until %(day)s") % {"day": last}
