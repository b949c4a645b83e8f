"""Coupons are given to members and taken back unused; each cause gives once."""

from __future__ import annotations

import datetime as dt
import secrets
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from loyalty.domain.ledger import lock_account
from loyalty.enums import CouponEffect, CouponSource
from loyalty.models import Coupon, CouponKind, CouponUse
from membership.models import Member
from stores.models import Staff

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 signs nobody takes for another; 31 is prime, so that the check sign sees every swap."""

_SIGNS = 11
_GROUP = 4


class CouponNotIssued(Exception):
    """The member gets no coupon of the kind."""

    def __init__(self, *, kind: CouponKind) -> None:
        super().__init__(kind.code)
        self.kind = kind


class KindNotGivenOut(CouponNotIssued):
    """The kind is not given out any more."""


class KindIsOver(CouponNotIssued):
    """No day is left on which such a coupon could be used."""


class MemberHasEnough(CouponNotIssued):
    """She was given as many of the kind as one member may have."""


class AmountNotOfThisKind(CouponNotIssued):
    """Only coupons that take yuan off can be of another amount than their kind."""


class CouponGivenOtherwise(Exception):
    """The same cause gave a coupon of another amount before."""

    def __init__(self, *, coupon: Coupon) -> None:
        super().__init__(f"{coupon.number} was given for {coupon.amount}")
        self.coupon = coupon


class CouponWasUsed(Exception):
    """What was used cannot be withdrawn."""

    def __init__(self, *, coupon: Coupon) -> None:
        super().__init__(coupon.number)
        self.coupon = coupon


class NotACouponNumber(ValueError):
    """The text is no number of a coupon, or one was mistyped."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@transaction.atomic
def issue_coupon(
    *,
    member: Member,
    kind: CouponKind,
    source: CouponSource,
    reference: str,
    at: dt.datetime,
    by: Staff | None = None,
    amount: Decimal | None = None,
) -> Coupon:
    """Give ``member`` a coupon of ``kind``; the same ``reference`` gives it once.

    It can be used from the day of ``at``, or the first of the kind, for the life of the kind.
    ``amount`` (yuan, more than 0) replaces the kind's. Takes the member's account lock.

    :raises CouponNotIssued: as ``KindNotGivenOut``, ``KindIsOver``, ``MemberHasEnough`` or
        ``AmountNotOfThisKind``
    :raises CouponGivenOtherwise: if the reference gave one of another amount
    """
    lock_account(member=member)
    given = Coupon.objects.filter(member=member, kind=kind)
    if earlier := given.filter(reference=reference).first():
        if earlier.amount != amount:
            raise CouponGivenOtherwise(coupon=earlier)
        return earlier
    _check_kind(kind, amount=amount, had=given.filter(withdrawn_at=None))
    usable_from, expires_on = coupon_days(kind=kind, on=timezone.localdate(at))
    return Coupon.objects.create(
        member=member,
        kind=kind,
        number=new_coupon_number(),
        source=source,
        reference=reference,
        amount=amount,
        usable_from=usable_from,
        expires_on=expires_on,
        issued_at=at,
        issued_by=by,
    )


@transaction.atomic
def withdraw_coupon(*, coupon: Coupon, at: dt.datetime, note: str = "") -> Coupon:
    """Make ``coupon`` unusable, ``note`` saying why; one withdrawn before stays as it is.

    Takes the member's account lock.

    :raises CouponWasUsed: if it was used and not given back
    """
    lock_account(member=coupon.member)
    coupon.refresh_from_db()
    if coupon.withdrawn_at:
        return coupon
    if CouponUse.objects.filter(coupon=coupon, given_back_at=None).exists():
        raise CouponWasUsed(coupon=coupon)
    coupon.withdrawn_at, coupon.note = at, note
    coupon.save(update_fields=["withdrawn_at", "note"])
    return coupon


def coupon_days(*, kind: CouponKind, on: dt.date) -> tuple[dt.date, dt.date | None]:
    """Return the first day a coupon given on ``on`` can be used, and the first it cannot.

    :raises KindIsOver: if that leaves no day
    """
    first = max(on, kind.usable_from or on)
    ends = [kind.usable_until] if kind.usable_until else []
    if kind.life_days is not None:
        ends.append(first + dt.timedelta(days=kind.life_days))
    last = min(ends, default=None)
    if last is not None and last <= first:
        raise KindIsOver(kind=kind)
    return first, last


def new_coupon_number() -> str:
    """Return a number nobody guesses, such as ``7KXM-4MQ2-9TRW``; its last sign checks it."""
    body = "".join(secrets.choice(ALPHABET) for _sign in range(_SIGNS))
    return _grouped(body + _check_sign(body))


def read_coupon_number(text: str) -> str:
    """Return the number typed or scanned as ``text``, as it is kept.

    :raises NotACouponNumber: if a sign is missing, wrong, or two were swapped
    """
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    wrong = len(signs) != _SIGNS + 1 or any(sign not in ALPHABET for sign in signs)
    if wrong or _check_sign(signs[:-1]) != signs[-1]:
        raise NotACouponNumber(text)
    return _grouped(signs)


def _check_kind(kind: CouponKind, *, amount: Decimal | None, had: QuerySet[Coupon]) -> None:
    if not kind.is_active:
        raise KindNotGivenOut(kind=kind)
    if amount is not None and kind.effect != CouponEffect.AMOUNT:
        raise AmountNotOfThisKind(kind=kind)
    if kind.per_member is not None and had.count() >= kind.per_member:
        raise MemberHasEnough(kind=kind)


def _check_sign(body: str) -> str:
    weighted = (weight * ALPHABET.index(sign) for weight, sign in enumerate(body, start=2))
    return ALPHABET[sum(weighted) % len(ALPHABET)]


def _grouped(signs: str) -> str:
    return "-".join(signs[place : place + _GROUP] for place in range(0, len(signs), _GROUP))
