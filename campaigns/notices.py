"""The lists an annual rebate leaves the house with: who would receive, whom to tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice

from loyalty.domain.rebates import issued_coupons
from loyalty.models import AnnualRebate, Coupon
from loyalty.receivers import Receiver, rebate_receivers
from membership.enums import Purpose
from membership.models import Consent, Member, PhoneReveal
from stores.models import Staff

AT_ONCE = 1_000
PAGE = "programme:rebate_notices"

RECEIVERS = ("member", "name", "points", "band", "yuan")
NOTICES = ("member", "name", "phone", "sms", "store", "yuan", "coupon", "usable_from", "expires_on")


def receiver_rows(rebate: AnnualRebate) -> Iterator[tuple[object, ...]]:
    """Yield who would receive how much, by account; nothing is written."""
    amounts = dict(rebate.bands.values_list("points_from", "amount"))
    receivers = rebate_receivers(rebate=rebate)
    while some := list(islice(receivers, AT_ONCE)):
        for one, member in with_members(some):
            yield (
                member.number,
                member.name,
                one.points,
                one.points_from,
                amounts[one.points_from],
            )


def with_members(receivers: list[Receiver]) -> list[tuple[Receiver, Member]]:
    """Return ``receivers`` with their records; one statement."""
    members = Member.objects.in_bulk([one.member_id for one in receivers])
    return [(one, members[one.member_id]) for one in receivers]


def notice_rows(
    rebate: AnnualRebate, *, revealed_to: Staff | None, at: dt.datetime
) -> Iterator[tuple[object, ...]]:
    """Yield whom to tell of her coupon, phones masked.

    ``revealed_to`` sees the phones of those who agreed to SMS, and each is logged.
    """
    coupons = issued_coupons(rebate).select_related("member__home_store").order_by("pk")
    listed = coupons.iterator(chunk_size=AT_ONCE)
    while some := list(islice(listed, AT_ONCE)):
        agreed = _agreed_to_sms(some)
        if revealed_to:
            PhoneReveal.objects.bulk_create(
                PhoneReveal(member=coupon.member, staff=revealed_to, page=PAGE, at=at)
                for coupon in some
                if coupon.member_id in agreed and coupon.member.phone
            )
        for coupon in some:
            agrees = coupon.member_id in agreed
            yield _notice(coupon, agrees=agrees, whole=agrees and revealed_to is not None)


def _agreed_to_sms(coupons: list[Coupon]) -> set[int]:
    members = [coupon.member_id for coupon in coupons]
    consents = Consent.objects.standing().filter(purpose=Purpose.SMS, member__in=members)
    return set(consents.values_list("member", flat=True))


def _notice(coupon: Coupon, *, agrees: bool, whole: bool) -> tuple[object, ...]:
    member = coupon.member
    return (
        member.number,
        member.name,
        str(member.phone or "") if whole else member.masked_phone,
        int(agrees),
        member.home_store.code,
        coupon.amount,
        coupon.number,
        coupon.usable_from,
        coupon.expires_on or "",
    )
