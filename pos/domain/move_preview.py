"""What moving a sale would do, found out by doing it and taking it back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction

from guides.models import Ownership
from loyalty.queries import Standing, standing
from membership.models import Member
from pos.domain.moving import move_sale
from sales.models import Sale
from stores.models import Staff


@dataclass(frozen=True)
class Where:
    """Where a member stands: her points and tier, and the last day of who looks after her."""

    standing: Standing
    due_on: dt.date | None


@dataclass(frozen=True)
class Side:
    """A member ``before`` and ``after`` a sale changed hands."""

    member: Member
    before: Where
    after: Where

    @property
    def gains(self) -> int:
        """The points the move brings her; negative where it takes some."""
        return self.after.standing.balance - self.before.standing.balance


@dataclass(frozen=True)
class MovePreview:
    """What a move does to whom the sale leaves and to whom it comes; None is nobody."""

    giver: Side | None
    taker: Side | None


def preview_move(
    *, sale: Sale, to_member: Member | None, by: Staff, at: dt.datetime
) -> MovePreview:
    """Return what moving ``sale`` to ``to_member`` does, leaving everything as it is.

    :raises: whatever ``move_sale`` refuses with
    """
    sides = [sale.member, to_member]
    before = [_where(member, at) for member in sides]
    with transaction.atomic():
        move_sale(key=uuid4(), sale=sale, to_member=to_member, reason="—", by=by, at=at)
        after = [_where(member, at) for member in sides]
        transaction.set_rollback(True)
    giver, taker = (
        Side(member, was, becomes) if member and was and becomes else None
        for member, was, becomes in zip(sides, before, after, strict=True)
    )
    return MovePreview(giver, taker)


def _where(member: Member | None, at: dt.datetime) -> Where | None:
    if member is None:
        return None
    held = Ownership.objects.open().filter(member=member).values_list("due_on", flat=True)
    return Where(standing(member=member, at=at), held.first())
