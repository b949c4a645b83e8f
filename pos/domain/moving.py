"""A sale rung on the wrong member, or on nobody, goes to the right one with all its consequences.

Prices stay as they were paid, and the three credits are facts of their time. The points, days,
tier, coupons and the clock of ownership become what they would be, had the sale been hers:

- what it earned leaves the one, and the other earns it by the rule of the day of the sale, in
  the tier she had then;
- points it was paid with return to the one, and the other pays them, or the move is refused;
- an upgrade it brought is undone if unused, and comes to the other if she has earned it; so
  is, and does, a coupon for the next ticket and the reward of a referral;
- a coupon it used is exchanged for one like it of the other, or the move is refused;
- a card it sold is the other's, in whose hand it is.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from common.money import ZERO
from common.periods import business_day
from guides.domain.ownership import lock_open_ownership, refresh_clock
from loyalty.domain.bonuses import Goods, Ticket, bonuses_of
from loyalty.domain.earning import Earning, work_out
from loyalty.domain.handing_over import lock_accounts
from loyalty.domain.ledger import Cause
from loyalty.domain.moving_points import give_points_of_sale, take_points_of_sale
from loyalty.domain.tiers import climb, current_tier, undo_unearned_upgrade
from loyalty.models import PointsAccount, Tier
from loyalty.programme import programme
from membership.enums import MemberStatus
from membership.models import Member
from pos.domain.fees import move_sold_cards
from pos.domain.moving_offers import give_rewards, move_offers, referrers_of, take_rewards
from pos.domain.returns import NotASale
from sales.domain.moving import add_days, days_of_sale, take_off_days
from sales.enums import TenderKind
from sales.models import Sale, SaleLine, SaleMove
from stores.models import Staff


class ReasonMissing(Exception):
    """A sale is not moved without saying why."""


class AlreadyHers(Exception):
    """The sale is the member's, or nobody's, already."""


class NotACurrentMember(Exception):
    """Sales go only to members whose membership stands."""


class ReturnedWithOthers(Exception):
    """A return of history took goods of this sale back together with those of another."""


class PointsNeedAMember(Exception):
    """The sale was paid with points, which nobody but a member has."""


class MoveKeyReused(Exception):
    """The key moved another sale, or this one to another member."""

    def __init__(self, *, move: SaleMove) -> None:
        super().__init__(f"the key made move {move.pk}")
        self.move = move


@transaction.atomic
def move_sale(
    *, key: UUID, sale: Sale, to_member: Member | None, reason: str, by: Staff, at: dt.datetime
) -> SaleMove:
    """Let ``sale``, and what came back of it, be ``to_member``'s; None stands for nobody.

    Asking again with the same key returns the same move. Moving it back undoes it.

    :raises ReasonMissing: without a reason
    :raises NotASale: if it is a return
    :raises AlreadyHers: if it is there already
    :raises NotACurrentMember: if the membership of ``to_member`` does not stand
    :raises ReturnedWithOthers: if a return of it is one of other sales as well
    :raises PointsNeedAMember: if it was paid with points and goes to nobody
    :raises NotEnoughPoints: if ``to_member`` cannot pay the points it was paid with
    :raises PointsAlreadySpent: if what it earned is spent, and the shop allows no debt
    :raises CouponNotCovered: if it used a coupon and ``to_member`` has none like it
    :raises CardNeedsMember: if it sold a card and goes to nobody
    :raises MainCardMissing: if it sold the main card beside which others have one
    :raises MoveKeyReused: if the key made another move
    """
    if not reason.strip():
        raise ReasonMissing
    sale = Sale.objects.select_for_update().get(pk=sale.pk)
    to_key = to_member.pk if to_member else None
    if earlier := SaleMove.objects.filter(key=key).first():
        if (earlier.sale_id, earlier.to_member_id) != (sale.pk, to_key):
            raise MoveKeyReused(move=earlier)
        return earlier
    _refuse_unmovable(sale, to_key)
    giver, taker = _lock_both(sale, sale.member, to_member)
    move = SaleMove.objects.create(
        key=key,
        sale=sale,
        from_member=sale.member,
        to_member=to_member,
        reason=reason.strip(),
        moved_at=at,
        by=by,
    )
    _move(move, sale, giver, taker)
    return move


def _move(
    move: SaleMove, sale: Sale, giver: PointsAccount | None, taker: PointsAccount | None
) -> None:
    cause = Cause(
        reference=f"move:{move.pk}",
        at=move.moved_at,
        sale=sale,
        store=sale.store,
        by=move.by,
        note=move.reason,
    )
    days = days_of_sale(sale=sale)
    if giver:
        take_points_of_sale(account=giver, sale=sale, cause=cause)
        take_rewards(move=move, account=giver)
    move_offers(move=move)
    Sale.objects.filter(Q(pk=sale.pk) | Q(original=sale)).update(member=move.to_member)
    sale.member = move.to_member
    if giver:
        move_sold_cards(
            sale=sale, giver=giver.member, taker=move.to_member, by=move.by, at=move.moved_at
        )
        take_off_days(member=giver.member, days=days)
        undo_unearned_upgrade(account=giver, back=sale, at=move.moved_at)
        _rewind(giver.member, sale, at=move.moved_at)
    if taker:
        add_days(member=taker.member, days=days)
        earning = earning_of(sale=sale, member=taker.member)
        give_points_of_sale(
            account=taker, sale=sale, earning=earning, spent=_points_spent(sale), cause=cause
        )
        give_rewards(move=move, account=taker, earning=earning)
        climb(account=taker, sale=sale, at=move.moved_at)
        _rewind(taker.member, sale, at=move.moved_at)


def earning_of(*, sale: Sale, member: Member) -> Earning:
    """Return what ``sale`` earns ``member`` by the rule of its day, in the tier she had then."""
    rules = programme()
    rule = rules.earning_rule(on=sale.business_day)
    points = sale.tenders.filter(kind=TenderKind.POINTS).first()
    return work_out(
        goods=[
            Goods(
                net=line.net,
                product=line.product.pk,
                category=line.product.category_id,
                is_fee=line.product.card_kind_id is not None,
            )
            for line in sale.lines.select_related("product").order_by("position")
        ],
        money=sale.net - (points.amount if points else ZERO),
        rule=rule,
        bonuses=bonuses_of(rule),
        ticket=Ticket(
            store=sale.store_id,
            day=sale.business_day,
            tier=_tier_before(sale, member),
            birthday=member.birthday,
        ),
    )


def _refuse_unmovable(sale: Sale, to_key: int | None) -> None:
    if sale.original_id or sale.net < 0:
        raise NotASale
    if sale.member_id == to_key:
        raise AlreadyHers
    if SaleLine.objects.filter(original__sale=sale).exclude(sale__original=sale).exists():
        raise ReturnedWithOthers
    if to_key is None and _points_spent(sale):
        raise PointsNeedAMember


def _lock_both(
    sale: Sale, giver: Member | None, taker: Member | None
) -> tuple[PointsAccount | None, PointsAccount | None]:
    """Lock the accounts of both, where there are both, and of who brought them, by their keys."""
    both = [member for member in (giver, taker) if member]
    accounts = lock_accounts(*both, *referrers_of(sale=sale, taker=taker))
    by_member = {account.member_id: account for account in accounts}
    if taker and Member.objects.get(pk=taker.pk).status != MemberStatus.ACTIVE:
        raise NotACurrentMember
    return by_member.get(giver.pk) if giver else None, by_member.get(taker.pk) if taker else None


def _tier_before(sale: Sale, member: Member) -> Tier | None:
    """Return the tier in which ``member`` would have bought it."""
    held = member.tier_assignments.filter(
        Q(ends_at=None) | Q(ends_at__gte=sale.sold_at), starts_at__lt=sale.sold_at
    )
    assignment = held.order_by("-starts_at", "-pk").first()
    return programme().by_key[assignment.tier_id] if assignment else None


def _points_spent(sale: Sale) -> int:
    tender = sale.tenders.filter(kind=TenderKind.POINTS).first()
    return tender.points if tender else 0


def _rewind(member: Member, sale: Sale, *, at: dt.datetime) -> None:
    """Wind the clock of whoever holds ``member`` anew from the visits she has now."""
    if ownership := lock_open_ownership(member=member):
        on = business_day(at, day_ends_at=sale.store.day_ends_at)
        refresh_clock(ownership=ownership, tier=current_tier(member=member, on=on), on=on)
