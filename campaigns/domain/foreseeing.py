"""What a merge would do, found out by doing it and taking it back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction

from campaigns.domain.merging import merge_members
from guides.models import Ownership
from loyalty.queries import Standing, standing
from membership.enums import Purpose
from membership.models import Consent, Member, MemberMerge
from stores.models import Staff


@dataclass(frozen=True)
class Foreseen:
    """How much of each thing goes over, and where the member stands then.

    ``uncounted`` coupons stay behind, withdrawn: she has one for the same cause already.
    ``withdrawn`` are the agreements she took back on the other record.
    """

    sales: int
    visits: int
    points: int
    debt: int
    cards: int
    coupons: int
    uncounted: int
    redemptions: int
    perk_uses: int
    contacts: int
    phone_goes_over: bool
    withdrawn: list[str]
    standing: Standing
    owner: str


def foresee_merge(*, kept: Member, merged: Member, by: Staff, at: dt.datetime) -> Foreseen:
    """Return what merging ``merged`` into ``kept`` does, leaving everything as it is.

    :raises: whatever ``merge_members`` refuses with
    """
    with transaction.atomic():
        merge = merge_members(key=uuid4(), kept=kept, merged=merged, reason="—", by=by, at=at)
        foreseen = _counted(merge, at=at)
        transaction.set_rollback(True)
    return foreseen


def _counted(merge: MemberMerge, *, at: dt.datetime) -> Foreseen:
    moved = merge.moved
    withdrawn = Consent.objects.filter(pk__in=moved["consents_withdrawn"]).order_by("pk")
    owner = Ownership.objects.open().filter(member=merge.kept).select_related("guide").first()
    return Foreseen(
        sales=len(moved["sales"]),
        visits=len(moved["visits"]),
        points=sum(held for _lot, held, _left in moved["points"]["lots"]),
        debt=moved["points"]["debt"],
        cards=len(moved["cards"]),
        coupons=len(moved["coupons"]),
        uncounted=len(moved["coupons_withdrawn"]),
        redemptions=len(moved["redemptions"]),
        perk_uses=len(moved["perk_uses"]),
        contacts=len(moved["contacts"]),
        phone_goes_over=moved["phone_given"],
        withdrawn=[str(Purpose(consent.purpose).label) for consent in withdrawn],
        standing=standing(member=merge.kept, at=at),
        owner=str(owner.guide) if owner else "",
    )
