"""Giving tiers, moving members up, and undoing that when goods come back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from loyalty.domain.ledger import lock_account
from loyalty.domain.tier_criteria import earned_tier
from loyalty.domain.tier_holding import (
    Held,
    assign,
    give_gift,
    held_tier,
    take_gift_back,
    without_trial,
)
from loyalty.domain.tier_measures import MemberFacts
from loyalty.domain.tier_ways import NextTier, next_tier
from loyalty.enums import TierReason
from loyalty.models import PointsAccount, Tier, TierAssignment
from loyalty.programme import Programme, programme
from membership.models import Member
from sales.enums import SaleKind
from sales.models import Sale
from stores.models import Staff


class NotAnEntryTier(Exception):
    """This tier is reached, not chosen on joining."""


class AlreadyInTier(Exception):
    """The member has this tier."""


@dataclass(frozen=True)
class Climb:
    """Where a member stands on the ladder: the tier she ``reached`` now, and what is next."""

    reached: Tier | None = None
    then: NextTier = field(default_factory=NextTier)


@transaction.atomic
def enter_tier(*, member: Member, tier: Tier, by: Staff | None, at: dt.datetime) -> TierAssignment:
    """Give a new member the tier chosen for her on joining.

    :raises NotAnEntryTier: if the tier has to be reached
    """
    if not tier.is_entry:
        raise NotAnEntryTier
    return assign(member, tier, TierReason.ENTRY, at=at, by=by)


@transaction.atomic
def set_tier(*, member: Member, tier: Tier, by: Staff, at: dt.datetime) -> TierAssignment:
    """Move ``member`` to ``tier`` by hand, for good; the history keeps who did it.

    Who has it on trial keeps it.

    :raises AlreadyInTier: if it is hers
    """
    lock_account(member=member)
    held = held_tier(member=member, on=timezone.localdate(at), programme=programme())
    if held.base == tier and held.tier == tier:
        raise AlreadyInTier
    return assign(member, tier, TierReason.MANUAL, at=at, by=by)


def climb(
    *,
    account: PointsAccount,
    at: dt.datetime,
    sale: Sale | None = None,
    held: Held | None = None,
    rules: Programme | None = None,
) -> Climb:
    """Move the member up to the highest tier she has earned by ``at``, if she has.

    Called after ``sale``, or whatever else counts, is posted; so the new tier holds from the
    next sale. The caller holds the account's lock, and may pass what she has ``held``.
    """
    rules, member = rules or programme(), account.member
    held = held or held_tier(member=member, on=timezone.localdate(at), programme=rules)
    if held.base is None:
        return Climb()
    facts = MemberFacts(member=member, account=account)
    reached = earned_tier(rules, held.base, facts=facts, joined_on=member.joined_on, at=at)
    if reached:
        _rise(held, member, reached, at=at, sale=sale)
    then = next_tier(
        rules,
        reached or held.base,
        facts=facts,
        joined_on=member.joined_on,
        at=at,
        earns_as=_higher(reached, held.tier),
    )
    return Climb(reached, then)


def undo_unearned_upgrade(
    *, account: PointsAccount, back: Sale, at: dt.datetime
) -> TierAssignment | None:
    """Take an upgrade back that goods which came ``back`` leave unearned; or None.

    One that was used, by a sale after it, stays. What counts is what counted when she rose,
    less what came back since; so time alone undoes nothing. The caller holds the account's
    lock and has posted the return.
    """
    member = account.member
    opened = unused_upgrade(member=member)
    former = _former(opened) if opened else None
    if opened is None or former is None:
        return None
    rules = programme()
    earned = earned_tier(
        rules,
        rules.by_key[former.tier_id],
        facts=MemberFacts(member=member, account=account),
        joined_on=member.joined_on,
        at=opened.starts_at,
        counted_until=at,
    )
    if earned and earned.rank >= rules.by_key[opened.tier_id].rank:
        return None
    take_gift_back(member, rules.by_key[opened.tier_id], at=at)
    undone = assign(member, earned or former.tier, TierReason.UNDONE, at=at, sale=back)
    if earned is None and undone.review_on != former.review_on:
        undone.review_on = former.review_on
        undone.save(update_fields=["review_on"])
    return undone


def unused_upgrade(*, member: Member) -> TierAssignment | None:
    """Return the upgrade ``member`` has, if she has not bought anything since."""
    opened = TierAssignment.objects.open().filter(member=member).first()
    if opened is None or opened.reason != TierReason.UPGRADE or _was_used(opened):
        return None
    return opened


def current_tier(*, member: Member, on: dt.date) -> Tier | None:
    """Return the tier the member has on ``on``, or None."""
    return held_tier(member=member, on=on, programme=programme()).tier


def _rise(
    held: Held, member: Member, tier: Tier, *, at: dt.datetime, sale: Sale | None
) -> TierAssignment:
    """Give ``tier``; below a higher one on trial, where it waits until that is over."""
    give_gift(member, tier, at=at)
    trial = held.assignment
    if trial is None or not held.tier or not held.is_on_trial or held.tier.rank <= tier.rank:
        return assign(member, tier, TierReason.UPGRADE, at=at, sale=sale)
    waiting = TierAssignment.objects.create(
        member=member,
        tier=tier,
        starts_at=at,
        ends_at=at,
        reason=TierReason.UPGRADE,
        sale=sale,
    )
    lowest = _lowest_trial(trial)
    lowest.before = waiting
    lowest.save(update_fields=["before"])
    return waiting


def _lowest_trial(trial: TierAssignment) -> TierAssignment:
    while trial.before and trial.before.is_trial:
        trial = trial.before
    return trial


def _was_used(upgrade: TierAssignment) -> bool:
    later = Q(sold_at__gt=upgrade.starts_at)
    if upgrade.sale_id:
        later |= Q(sold_at=upgrade.starts_at, pk__gt=upgrade.sale_id)
    sales = Sale.objects.filter(member=upgrade.member_id, kind=SaleKind.SALE)
    return sales.filter(later).exists()


def _former(upgrade: TierAssignment) -> TierAssignment | None:
    """Return what the member had for good before ``upgrade``."""
    ended = TierAssignment.objects.filter(member=upgrade.member_id, ends_at=upgrade.starts_at)
    before = ended.exclude(pk=upgrade.pk).select_related("tier").order_by("-starts_at", "-pk")
    return without_trial(before.first())


def _higher(one: Tier | None, other: Tier | None) -> Tier | None:
    return max((tier for tier in (one, other) if tier), key=lambda tier: tier.rank, default=None)
