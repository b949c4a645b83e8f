"""The code by which a member brings friends."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction

from membership.models import Member, ReferralCode

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 signs nobody takes for another, said or written."""

LETTERS = SIGNS[8:]
LENGTH = 6


def referral_code(*, member: Member) -> ReferralCode:
    """Return the member's own code, such as ``K7XM4Q``; made when first asked for.

    It begins with a letter, so it is never taken for a phone or a card.
    """
    while True:
        kept = ReferralCode.objects.filter(member=member).first()
        if kept:
            return kept
        try:
            with transaction.atomic():
                return ReferralCode.objects.create(member=member, code=_new_code())
        except IntegrityError:
            continue  # somebody else drew the same code, or the member's, a moment ago


def _new_code() -> str:
    rest = (secrets.choice(SIGNS) for _sign in range(LENGTH - 1))
    return secrets.choice(LETTERS) + "".join(rest)
