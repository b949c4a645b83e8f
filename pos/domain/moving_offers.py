"""Coupons, counted perks and rewards of a sale that changes hands."""

from __future__ import annotations

from django.db.models import Max
from django.utils import timezone

from common.money import ZERO
from loyalty.domain.earning import Earning
from loyalty.domain.referring import undo_referral
from loyalty.domain.reversal import points_of_return
from loyalty.domain.spend_rebate import withdraw_spend_rebate
from loyalty.enums import CouponSource
from loyalty.models import Coupon, PerkUse, PointsAccount, Referral
from loyalty.programme import programme
from membership.models import Member
from pos.domain.rewarding import reward_purchase
from sales.models import Sale, SaleMove

MOVED = "move:"  # begins the note of a coupon that a move withdrew


class CouponNotCovered(Exception):
    """The sale used a coupon, and whom it goes to has none like it."""

    def __init__(self, *, coupon: Coupon) -> None:
        super().__init__(coupon.number)
        self.coupon = coupon


def move_offers(*, move: SaleMove) -> None:
    """Let the other member have used what ``move.sale`` used; the one may use hers again.

    A used coupon is exchanged for one like it, so that neither has more or fewer than before.

    :raises CouponNotCovered: if there is none like it
    """
    giver, taker = move.from_member, move.to_member
    uses = move.sale.coupon_uses.filter(given_back_at=None, coupon__member=giver)
    for use in uses.select_related("coupon").order_by("pk"):
        _exchange(use.coupon, giver, taker, move)
    for perk_use in move.sale.perk_uses.filter(undone_at=None, member=giver).order_by("pk"):
        _count_for(perk_use, taker, move)


def take_rewards(*, move: SaleMove, account: PointsAccount) -> None:
    """Take back what the sale brought besides points: the next coupon, the referral."""
    sale, at = move.sale, move.moved_at
    note = f"{MOVED}{move.pk}"
    withdraw_spend_rebate(member=account.member, sale=sale, note=note, at=at)
    undo_referral(sale=sale, back=sale, kept=ZERO, at=at)
    Referral.objects.filter(sale=sale).delete()


def give_rewards(*, move: SaleMove, account: PointsAccount, earning: Earning) -> None:
    """Give what the sale brings besides points; a coupon a move withdrew is valid again."""
    sale, at = move.sale, move.moved_at
    if not points_of_return(sale=sale, coming={}).kept:
        return
    reward_purchase(sale=sale, account=account, earning=earning, rules=programme(), at=at)
    Coupon.objects.filter(
        member=account.member,
        source=CouponSource.SPENDING,
        reference=f"sale:{sale.pk}",
        note__startswith=MOVED,
    ).update(withdrawn_at=None, note="")


def referrers_of(*, sale: Sale, taker: Member | None) -> list[Member]:
    """Return who may win or lose the reward of a referral when ``sale`` goes to ``taker``."""
    counted = Referral.objects.filter(sale=sale, undone_at=None).select_related("referrer")
    lose = [referral.referrer for referral in counted]
    return [*lose, taker.referrer] if taker and taker.referrer else lose


def _exchange(coupon: Coupon, giver: Member | None, taker: Member | None, move: SaleMove) -> None:
    on = timezone.localdate(move.moved_at)
    alike = Coupon.objects.usable(on=on).filter(
        member=taker, kind=coupon.kind_id, amount=coupon.amount
    )
    other = alike.soonest_first().select_for_update().first() if taker else None
    if other is None or giver is None or taker is None:
        raise CouponNotCovered(coupon=coupon)
    for one, member in ((coupon, taker), (other, giver)):
        one.member = member
        one.reference = f"move:{move.pk}:{one.number}"
        one.save(update_fields=["member", "reference"])


def _count_for(use: PerkUse, taker: Member | None, move: SaleMove) -> None:
    """Count the perk for ``taker``, also above her quota; nobody's counts no longer."""
    if taker is None:
        use.undone_at, use.undone_by = move.moved_at, move.by
        use.save(update_fields=["undone_at", "undone_by"])
        return
    same = {"perk": use.perk_id, "period_starts_on": use.period_starts_on}
    last = taker.perk_uses.filter(**same).aggregate(last=Max("place"))["last"] or 0
    use.member, use.place = taker, last + 1
    use.save(update_fields=["member", "place"])
