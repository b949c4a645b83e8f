"""Why points moved: every entry explains itself in one sentence, in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from common.languages import reads_chinese
from common.money import ZERO, yuan
from loyalty.enums import EntryKind, Occasion
from loyalty.models import NEVER, LotAllocation, PointsEntry, PointsLot
from sales.enums import TenderKind

LOTS_NAMED = 3


def with_reasons(entries: QuerySet[PointsEntry]) -> QuerySet[PointsEntry]:
    """Return ``entries`` with all that ``explain`` asks of them, in three statements."""
    allocations = LotAllocation.objects.select_related("lot__entry").order_by("pk")
    return entries.select_related(
        "sale__original",
        "store",
        "rule",
        "by",
        "reverses__sale",
        "lot",
        "adjustment__decided_by",
        "redemption__reward",
    ).prefetch_related(Prefetch("allocations", allocations), "sale__tenders")


def explain(entry: PointsEntry) -> str:
    """Return why ``entry``, read by ``with_reasons``, moved so many points."""
    kind = EntryKind(entry.kind)
    head = [entry.sale.receipt if entry.sale else "", _HEADS[kind](entry)]
    sentence = [_(": ").join(filter(None, head)), *_CLAUSES[kind](entry)]
    return _("; ").join(filter(None, sentence))


def _head_of_earning(entry: PointsEntry) -> str:
    facts = {"money": yuan(_money(entry)), "rate": _plain(entry.rate)}
    if entry.rate is None:
        return _("%(money)s paid in money, each line at its own rate") % facts
    return _("%(money)s paid in money × %(rate)s points per yuan") % facts


def _head_of_award(entry: PointsEntry) -> str:
    occasion = (entry.working or {}).get("occasion")
    return str(Occasion(occasion).label) if occasion else entry.note


def _head_of_redemption(entry: PointsEntry) -> str:
    voucher = getattr(entry, "redemption", None)
    if voucher is None:
        return _("paid with points")
    facts = {"reward": voucher.reward.label, "number": voucher.number}
    return _("%(reward)s from the rewards catalogue, voucher %(number)s") % facts


def _head_of_reversal(entry: PointsEntry) -> str:
    reversed_ = entry.reverses
    if reversed_ and reversed_.kind == EntryKind.EXPIRE:
        return _("had expired before the goods came back, so they are gone already")
    facts = {"receipt": reversed_.sale.receipt if reversed_ and reversed_.sale else ""}
    if not facts["receipt"]:
        return _("given up, so the points spent on it come back")
    if entry.points < 0:
        return _("what was earned with %(receipt)s leaves with the goods") % facts
    return _("points spent on %(receipt)s come back with the goods") % facts


def _head_of_expiry(entry: PointsEntry) -> str:
    lots = [one.lot for one in entry.allocations.all()]
    if not lots:
        return _("not spent in time")
    facts = {"earned": _day_of(lots[0]), "last": _last_day(lots[0])}
    return _("earned on %(earned)s, valid through %(last)s and not spent in time") % facts


def _head_of_adjustment(entry: PointsEntry) -> str:
    return _("by hand, %(reason)s") % {"reason": entry.note}


def _clauses_of_earning(entry: PointsEntry) -> Iterator[str]:
    """Yield the multipliers, the rule, and the life of the lot."""
    working = entry.working or {}
    base = entry.rule.points_per_yuan if entry.rule else None
    tier = Decimal(working["tier"]) if "tier" in working else _multiplier(entry)
    if base is not None and tier != 1:
        facts = {"base": _plain(base), "tier": _plain(tier)}
        yield _("%(base)s × %(tier)s for her tier") % facts
    for name_zh, name_en, multiplier in working.get("bonuses", {}).values():
        name = (name_zh or name_en) if reads_chinese() else (name_en or name_zh)
        yield _("%(name)s × %(multiplier)s") % {"name": name, "multiplier": _plain(multiplier)}
    if entry.rule:
        yield _("rule of %(day)s") % {"day": entry.rule.effective_from.isoformat()}
    yield from _life(entry)


def _clauses_of_gift(entry: PointsEntry) -> Iterator[str]:
    yield from _life(entry)


def _clauses_of_taking(entry: PointsEntry) -> Iterator[str]:
    """Yield the lots that gave, and what is owed because none did."""
    taken = [one for one in entry.allocations.all() if one.points > 0]
    for one in taken[:LOTS_NAMED]:
        facts = {"points": f"{one.points:,}", "earned": _day_of(one.lot)}
        if one.lot.entry.kind == EntryKind.FORGIVE:
            yield _("%(points)s were spent already and are forgiven") % facts
        else:
            yield _("%(points)s of those of %(earned)s") % facts
    if len(taken) > LOTS_NAMED:
        rest = sum(one.points for one in taken[LOTS_NAMED:])
        yield _("%(points)s of later ones") % {"points": f"{rest:,}"}
    if owed := -entry.points - sum(one.points for one in taken):
        yield _("%(points)s were spent already and are owed") % {"points": f"{owed:,}"}


def _clauses_of_reversal(entry: PointsEntry) -> Iterator[str]:
    if entry.points < 0:
        yield from _clauses_of_taking(entry)
    elif lot := getattr(entry, "lot", None):
        facts = {"points": f"{lot.points:,}", "last": _last_day(lot)}
        if lot.expires_on <= timezone.localdate(entry.occurred_at):
            yield _("%(points)s of them had expired and stay so") % facts
        else:
            yield _("%(points)s of them had expired and live through %(last)s") % facts


def _clauses_of_adjustment(entry: PointsEntry) -> Iterator[str]:
    adjustment = getattr(entry, "adjustment", None)
    if entry.by:
        yield _("by %(name)s") % {"name": entry.by}
    if adjustment and adjustment.decided_by_id != adjustment.asked_by_id:
        yield _("approved by %(name)s") % {"name": adjustment.decided_by}
    yield from _life(entry) if entry.points > 0 else _clauses_of_taking(entry)


def _clauses_of_merge(entry: PointsEntry) -> Iterator[str]:
    if entry.note:
        yield entry.note
    if entry.by:
        yield _("by %(name)s") % {"name": entry.by}


def _nothing_more(_entry: PointsEntry) -> Iterator[str]:
    return iter(())


def _life(entry: PointsEntry) -> Iterator[str]:
    """Yield from when and until when what came in can be spent."""
    lot = getattr(entry, "lot", None)
    if lot is None:
        return
    if lot.spendable_from > timezone.localdate(entry.occurred_at):
        yield _("can be spent from %(day)s") % {"day": lot.spendable_from.isoformat()}
    if lot.expires_on == NEVER:
        yield _("without end")
    else:
        yield _("valid through %(last)s") % {"last": _last_day(lot)}


def _money(entry: PointsEntry) -> Decimal:
    """Return the yuan of the sale that were not paid with points."""
    if entry.sale is None:
        return ZERO
    tenders = entry.sale.tenders.all()
    paid = sum((one.amount for one in tenders if one.kind == TenderKind.POINTS), ZERO)
    return entry.sale.net - paid


def _multiplier(entry: PointsEntry) -> Decimal:
    """Return what the rate is of the rule's, where no working says more."""
    if entry.rule is None or not entry.rate or not entry.rule.points_per_yuan:
        return Decimal(1)
    return (entry.rate / entry.rule.points_per_yuan).quantize(Decimal("0.01"))


def _plain(number: Decimal | str | None) -> str:
    return f"{Decimal(number or 0).normalize():f}"


def _day_of(lot: PointsLot) -> str:
    return timezone.localdate(lot.entry.occurred_at).isoformat()


def _last_day(lot: PointsLot) -> str:
    return (lot.expires_on - dt.timedelta(days=1)).isoformat()


_HEADS: dict[EntryKind, Callable[[PointsEntry], str]] = {
    EntryKind.EARN: _head_of_earning,
    EntryKind.AWARD: _head_of_award,
    EntryKind.REDEEM: _head_of_redemption,
    EntryKind.EXPIRE: _head_of_expiry,
    EntryKind.REVERSE: _head_of_reversal,
    EntryKind.ADJUST: _head_of_adjustment,
    EntryKind.FORGIVE: lambda _entry: _("what was owed after it is forgiven"),
    EntryKind.MERGE: lambda _entry: _("two records of one person became one"),
    EntryKind.OPENING: lambda _entry: _("brought along from an earlier system"),
}
_CLAUSES: dict[EntryKind, Callable[[PointsEntry], Iterator[str]]] = {
    EntryKind.EARN: _clauses_of_earning,
    EntryKind.AWARD: _clauses_of_gift,
    EntryKind.REDEEM: _clauses_of_taking,
    EntryKind.EXPIRE: _nothing_more,
    EntryKind.REVERSE: _clauses_of_reversal,
    EntryKind.ADJUST: _clauses_of_adjustment,
    EntryKind.FORGIVE: _nothing_more,
    EntryKind.MERGE: _clauses_of_merge,
    EntryKind.OPENING: _clauses_of_gift,
}
