"""Points in a member's account, without a till: by the verbs of the ledger."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from loyalty.domain.adjusting import ask_adjustment
from loyalty.domain.ledger import Cause, bring_in, lock_account, take_out
from loyalty.enums import EntryKind
from loyalty.models import ALWAYS, NEVER, PointsAdjustment, PointsEntry, PointsLot
from membership.models import Member
from stores.models import Staff
from tests.factories import NOON, StaffFactory


@transaction.atomic
def credit(
    member: Member,
    points: int,
    reference: str = "test:1",
    *,
    kind: EntryKind = EntryKind.AWARD,
    at: dt.datetime = NOON,
    expires_on: dt.date = NEVER,
    spendable_from: dt.date = ALWAYS,
) -> PointsLot:
    """Bring ``points`` in and return their lot."""
    entry = bring_in(
        lock_account(member=member),
        kind,
        points,
        Cause(reference=reference, at=at),
        qualifying=points,
        expires_on=expires_on,
        spendable_from=spendable_from,
    )
    return entry.lot


@transaction.atomic
def spend(
    member: Member, points: int, reference: str = "test:1", *, at: dt.datetime = NOON
) -> PointsEntry:
    """Take ``points`` out, soonest expiry first; what is missing becomes debt."""
    account = lock_account(member=member)
    lots = account.lots.spendable(on=timezone.localdate(at)).oldest_first()
    return take_out(account, EntryKind.REDEEM, points, Cause(reference=reference, at=at), lots=lots)


@transaction.atomic
def adjust(
    member: Member, points: int, *, by: Staff | None = None, at: dt.datetime = NOON
) -> PointsAdjustment:
    """Move up to 500 ``points`` by hand."""
    return ask_adjustment(
        key=uuid.uuid4(),
        member=member,
        points=points,
        reason="补录",
        by=by or StaffFactory(),
        at=at,
    )


def left(member: Member) -> list[int]:
    """Return what is left in the member's lots, as they were brought in."""
    lots = PointsLot.objects.filter(account__member=member).order_by("pk")
    return list(lots.values_list("remaining", flat=True))
