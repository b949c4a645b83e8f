"""Using what a tier gives besides points, as often as it gives it."""

from __future__ import annotations

import datetime as dt
from itertools import count
from uuid import UUID

from django.db import transaction

from common.periods import business_day
from loyalty.domain.allowances import allowance, birthday_allowance
from loyalty.domain.birthday_windows import in_birthday_window
from loyalty.domain.coupons import issue_coupon, withdraw_coupon
from loyalty.domain.ledger import lock_account
from loyalty.domain.partner_ledger import owe_partner, take_back_from_partner
from loyalty.domain.tier_holding import held_tier
from loyalty.enums import CouponSource, PerkKind
from loyalty.models import Coupon, Perk, PerkUse, TierPerk
from loyalty.programme import perks_of, programme
from membership.models import Member
from sales.models import Sale
from stores.models import Staff, Store


class PerkNotHers(Exception):
    """Her tier does not have this perk, or the shop no longer offers it."""


class BirthdayNotOpen(Exception):
    """The perk is for her birthday, and today is not within its days."""


class PerkUseReused(Exception):
    """The key belongs to another use."""


class QuotaUsed(Exception):
    """The perk was used as often as it may be; ``starts_anew_on`` is None if that was all."""

    def __init__(self, *, starts_anew_on: dt.date | None) -> None:
        super().__init__(f"used up until {starts_anew_on}")
        self.starts_anew_on = starts_anew_on


@transaction.atomic
def use_perk(
    *,
    key: UUID,
    member: Member,
    perk: Perk,
    store: Store,
    by: Staff,
    at: dt.datetime,
    sale: Sale | None = None,
) -> PerkUse:
    """Count one use of ``perk`` down; with the same ``key`` again, return the first.

    Of a gift that is a coupon she receives the coupon. A partner who gives it is owed for it; a
    use on a ``sale`` is a discount of our own.

    :raises PerkNotHers: if her tier does not have it, or it is not offered
    :raises BirthdayNotOpen: if it is for a birthday, and hers is not near enough
    :raises QuotaUsed: if she has used it as often as she may in this period
    :raises CouponNotIssued: if it is a coupon she cannot get
    :raises PerkUseReused: if ``key`` stands for a use by another member, or of another perk
    """
    lock_account(member=member)
    if earlier := PerkUse.objects.filter(key=key).first():
        if (earlier.member_id, earlier.perk_id) != (member.pk, perk.pk):
            raise PerkUseReused
        return earlier
    on = business_day(at, day_ends_at=store.day_ends_at)
    cell = _cell(member, perk, on=on)
    if perk.birthday and not _in_window(member, perk, on=on):
        raise BirthdayNotOpen
    may = allowance(cell=cell, perk=perk, days=_days_used(member, perk), on=on)
    if may.left == 0:
        raise QuotaUsed(starts_anew_on=may.starts_anew_on)
    use = PerkUse.objects.create(
        key=key,
        perk=perk,
        member=member,
        period_starts_on=may.starts_on,
        place=_free_place(member, perk, may.starts_on),
        used_at=at,
        store=store,
        by=by,
        sale=sale,
    )
    _give_coupon(use)
    if sale is None:
        owe_partner(cause=use, by=by, at=at)
    return use


@transaction.atomic
def undo_perk(*, use: PerkUse, by: Staff, at: dt.datetime) -> PerkUse:
    """Take ``use`` back, so that it counts no longer; one undone before stays as it was.

    :raises CouponWasUsed: if she received a coupon and used it
    """
    lock_account(member=use.member)
    use.refresh_from_db()
    if use.undone_at is None:
        for coupon in Coupon.objects.filter(member=use.member, reference=_reference(use)):
            withdraw_coupon(coupon=coupon, at=at)
        use.undone_at, use.undone_by = at, by
        use.save(update_fields=["undone_at", "undone_by"])
        if use.sale_id is None:
            take_back_from_partner(cause=use, by=by, at=at)
    return use


def birthday_open(*, member: Member, perk: Perk, on: dt.date) -> bool:
    """Tell whether ``member`` may have the birthday ``perk`` on ``on``.

    Once in a calendar year, and not again within six months over the new year, whatever became
    of the birthday in her record. Asks the database only within the window.
    """
    if not _in_window(member, perk, on=on):
        return False
    return birthday_allowance(_days_used(member, perk), on=on).left != 0


def _in_window(member: Member, perk: Perk, *, on: dt.date) -> bool:
    return in_birthday_window(
        member.birthday, window=perk.birthday, on=on, days_around=perk.days_around
    )


def _cell(member: Member, perk: Perk, *, on: dt.date) -> TierPerk:
    """Return the cell of the matrix that gives her the perk."""
    rules = programme()
    cells = perks_of(held_tier(member=member, on=on, programme=rules).tier)
    cell = next((cell for cell, offered in cells if offered == perk), None)
    if cell is None:
        raise PerkNotHers
    return cell


def _days_used(member: Member, perk: Perk) -> list[dt.date]:
    uses = PerkUse.objects.filter(member=member, perk=perk, undone_at=None)
    return [
        business_day(used_at, day_ends_at=ends_at)
        for used_at, ends_at in uses.values_list("used_at", "store__day_ends_at")
    ]


def _free_place(member: Member, perk: Perk, starts_on: dt.date) -> int:
    """Return the first place of the period nobody holds: the database lets in one per place."""
    taken = set(
        PerkUse.objects.filter(
            member=member, perk=perk, period_starts_on=starts_on, undone_at=None
        ).values_list("place", flat=True)
    )
    return next(place for place in count(1) if place not in taken)


def _give_coupon(use: PerkUse) -> None:
    perk = use.perk
    if perk.kind != PerkKind.GIFT or perk.coupon_kind is None:
        return
    issue_coupon(
        member=use.member,
        kind=perk.coupon_kind,
        source=CouponSource.BIRTHDAY if perk.birthday else CouponSource.OCCASION,
        reference=_reference(use),
        at=use.used_at,
        by=use.by,
    )


def _reference(use: PerkUse) -> str:
    return f"perk:{use.key}"
