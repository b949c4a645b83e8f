"""A seller has the member of the pool whom she serves."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from guides.domain.clock import NoOwnershipRule
from guides.domain.draw_rules import draw_rule_for
from guides.domain.ownership import AlreadyOwned, HeldBefore, NotAGuideHere, own_member
from guides.enums import OwnershipReason
from guides.models import Ownership
from membership.enums import MemberStatus
from sales.models import Sale
from stores.models import Staff


class NothingToClaim(Exception):
    """The sale gives the seller no member: the pool keeps her."""


@transaction.atomic
def claim_member(*, sale: Sale, guide: Staff, at: dt.datetime) -> Ownership:
    """Put the member of ``sale`` into the hand of ``guide``, who sold to her.

    The caller holds the member's account lock and knows that nobody holds her.

    :raises NothingToClaim: without a purchase, if the rule forbids it, if ``guide`` is no guide
        of the store or held the member before, or if somebody has her by now
    """
    member, store = sale.member, sale.store
    if member is None or sale.net <= 0 or member.status != MemberStatus.ACTIVE:
        raise NothingToClaim
    if not draw_rule_for(store=store, on=sale.business_day).may_claim:
        raise NothingToClaim
    try:
        return own_member(
            member=member, guide=guide, store=store, reason=OwnershipReason.CLAIM, by=None, at=at
        )
    except (AlreadyOwned, HeldBefore, NotAGuideHere, NoOwnershipRule) as refusal:
        raise NothingToClaim from refusal
