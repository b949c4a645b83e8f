"""The member handbook, put into words from the rules as they stand on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns import handbook_points as words
from campaigns.handbook_cards import CardWords, cards
from common.languages import reads_chinese
from common.money import yuan
from common.notation import NO_DISCOUNT, discount_label
from loyalty.enums import CriterionUse, LimitPeriod, Match, Measure, Occasion, Window
from loyalty.models import Perk, Reward, Tier, TierCriterion, TierPerk
from loyalty.programme import Programme, perks_of


@dataclass(frozen=True)
class TierWords:
    """A tier as the handbook describes it."""

    tier: Tier
    reached: str
    kept: str
    discount: str
    multiplier: str


@dataclass(frozen=True)
class PerkRow:
    """A perk, and each tier with how often it has it; empty where it has not."""

    perk: Perk
    text: str
    cells: list[tuple[Tier, str]]


@dataclass(frozen=True)
class Handbook:
    """Everything the handbook says, in the reader's language."""

    tiers: list[TierWords]
    perks: list[PerkRow]
    cards: list[CardWords]
    earning: list[str]
    occasions: list[str]
    redeeming: list[str]
    rewards: list[str]
    rebates: list[str]
    returns: str


def handbook(*, programme: Programme, on: dt.date) -> Handbook:
    """Return the handbook of ``on``. What is internal only is left out.

    :raises NoRuleInForce: if no rule of earning or redeeming has begun
    """
    earning, redeeming = programme.earning_rule(on=on), programme.redemption_rule(on=on)
    occasions = (programme.occasion(occasion, on=on) for occasion in Occasion)
    said = (words.occasion_line(reward) for reward in occasions if reward)
    rewards = Reward.objects.offered(on=on).prefetch_related("tiers", "stores")
    spend_rebate = programme.spend_rebate(on=on)
    return Handbook(
        tiers=[_tier(tier, programme) for tier in programme.tiers],
        perks=_perks(programme),
        cards=cards(),
        earning=list(words.earning_lines(earning, on=on)),
        occasions=[line for line in said if line],
        redeeming=list(words.redeeming_lines(redeeming)),
        rewards=[words.reward_line(reward) for reward in rewards.order_by("points", "pk")],
        rebates=list(words.rebate_lines(spend_rebate, words.latest_rebate())),
        returns=words.returns_line(programme.rule(on=on)),
    )


def _tier(tier: Tier, programme: Programme) -> TierWords:
    return TierWords(
        tier=tier,
        reached=_reached(tier, programme),
        kept=_kept(tier),
        discount=discount_label(tier.discount) if tier.discount < NO_DISCOUNT else "",
        multiplier=words.plain(tier.multiplier),
    )


def _reached(tier: Tier, programme: Programme) -> str:
    asked = _criteria(tier, CriterionUse.ENTRY)
    below = programme.below(tier)
    if asked and tier.one_step and below and programme.below(below):
        asked = _("from %(tier)s: %(what)s") % {"tier": below, "what": asked}
    ways = [_("On joining")] if tier.is_entry else []
    if asked:
        ways.append(asked)
    return "; ".join(ways) or _("By decision of the shop")


def _kept(tier: Tier) -> str:
    asked = _criteria(tier, CriterionUse.KEEP)
    if tier.keep_months is None or not asked:
        return _("For good")
    months = ngettext("%(n)d month", "%(n)d months", tier.keep_months) % {"n": tier.keep_months}
    return f"{months}; {asked}"


def _criteria(tier: Tier, use: CriterionUse) -> str:
    asked = tier.asks(use)
    if not asked.criteria:
        return ""
    joined = (_(" or ") if asked.match == Match.ANY else _(" and ")).join(
        _criterion(one) for one in asked.criteria
    )
    return _("%(what)s within %(window)s") % {"what": joined, "window": _window(tier)}


def _criterion(criterion: TierCriterion) -> str:
    number = words.plain(Decimal(criterion.threshold))
    match Measure(criterion.measure):
        case Measure.TICKET:
            return _("one ticket of %(yuan)s") % {"yuan": yuan(criterion.threshold)}
        case Measure.NET:
            return _("purchases of %(yuan)s") % {"yuan": yuan(criterion.threshold)}
        case Measure.POINTS:
            return _("%(points)s points earned") % {"points": number}
        case Measure.VISITS:
            return _("%(visits)s visits") % {"visits": number}
        case Measure.PAID_CARD:
            return _("a paid card")
        case Measure.APPROVAL:
            return _("an approved application")


def _window(tier: Tier) -> str:
    match Window(tier.window):
        case Window.CALENDAR:
            return _("a calendar year")
        case Window.MEMBERSHIP:
            return _("a membership year")
        case Window.ROLLING:
            return ngettext("%(n)d month", "%(n)d months", tier.window_months) % {
                "n": tier.window_months
            }


def _perks(programme: Programme) -> list[PerkRow]:
    """Return the perks any tier has, but those that are internal only."""
    cells = {(perk.pk, tier.pk): cell for tier in programme.tiers for cell, perk in perks_of(tier)}
    perks = {perk.pk: perk for tier in programme.tiers for _cell, perk in perks_of(tier)}
    return [
        PerkRow(
            perk,
            _text(perk),
            [(tier, _cell_words(perk, cells.get((key, tier.pk)))) for tier in programme.tiers],
        )
        for key, perk in sorted(perks.items())
        if not perk.is_internal
    ]


def _text(perk: Perk) -> str:
    said = perk.text_zh if reads_chinese() else perk.text_en
    return " · ".join(filter(None, [*_terms(perk), said or perk.text_zh or perk.text_en]))


def _terms(perk: Perk) -> Iterator[str]:
    """Yield how much it takes off, of what, and when."""
    if perk.pays:
        yield discount_label(perk.pays)
        if perk.regular_only:
            yield _("regular prices only")
        if perk.stacks:
            yield _("on top of other discounts")
    if perk.birthday:
        yield words.birthday_words(perk.birthday, days_around=perk.days_around)


def _cell_words(perk: Perk, cell: TierPerk | None) -> str:
    if cell is None:
        return ""
    if perk.birthday:
        return _("once a year")
    if cell.quota is None:
        return "✓"
    times = ngettext("%(n)d time", "%(n)d times", cell.quota) % {"n": cell.quota}
    facts = {"times": times, "period": LimitPeriod(cell.period).label}
    return _("%(times)s %(period)s") % facts
