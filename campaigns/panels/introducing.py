"""Whom a member brought, and the code by which she does."""

from __future__ import annotations

from dataclasses import dataclass

from loyalty.models import Referral
from membership.models import Member, ReferralCode

AT_MOST = 20


@dataclass(frozen=True)
class Introduced:
    """A friend the member brought, and whether that was rewarded (None: not yet)."""

    friend: Member
    referral: Referral | None


@dataclass(frozen=True)
class Introductions:
    """The member's code, None until it is asked for, and the latest of her friends."""

    code: str | None
    friends: list[Introduced]
    more: bool


def introductions(member: Member) -> Introductions:
    """Return the friends ``member`` brought, the latest first."""
    friends = list(
        Member.objects.filter(referrer=member)
        .select_related("referral")
        .order_by("-joined_at", "-pk")[: AT_MOST + 1]
    )
    return Introductions(
        code=ReferralCode.objects.filter(member=member).values_list("code", flat=True).first(),
        friends=[Introduced(one, getattr(one, "referral", None)) for one in friends[:AT_MOST]],
        more=len(friends) > AT_MOST,
    )
