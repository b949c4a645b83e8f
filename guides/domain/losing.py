"""Writing down why a member left, and leaving her in peace where that is her wish."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from guides.models import Loss, LossReason
from membership.models import Member
from stores.models import Staff

ASKED = "asked"


class AlreadyLost(Exception):
    """The member's leaving is written down."""

    def __init__(self, *, loss: Loss) -> None:
        super().__init__(f"member {loss.member_id} is lost")
        self.loss = loss


@transaction.atomic
def lose_member(
    *, member: Member, reason: LossReason, by: Staff, at: dt.datetime, note: str = ""
) -> Loss:
    """Write down that ``member`` left and why; with some reasons she is left in peace.

    Whom we leave in peace we promise nothing any more: her open tasks are dropped.

    :raises AlreadyLost: if it is written down already
    """
    try:
        with transaction.atomic():
            loss = Loss.objects.create(
                member=member, reason=reason, note=note.strip(), at=at, by=by
            )
    except IntegrityError:
        earlier = member.losses.open().first()
        if earlier is None:
            raise
        raise AlreadyLost(loss=earlier) from None
    if reason.leaves_in_peace:
        member.care_tasks.open().update(closed_at=at)
    return loss


@transaction.atomic
def left_as_asked(*, member: Member, note: str, by: Staff, at: dt.datetime) -> Loss:
    """Leave ``member`` in peace because she asked for it, whatever was written down before."""
    reason, _ = LossReason.objects.get_or_create(
        code=ASKED,
        defaults={
            "name_zh": "要求不再联系",
            "name_en": "She asked not to be contacted",
            "leaves_in_peace": True,
        },
    )
    for loss in member.losses.open():
        if loss.reason.leaves_in_peace:
            return loss
        welcome_back(loss=loss, by=by, at=at)
    return lose_member(member=member, reason=reason, note=note[:300], by=by, at=at)


def welcome_back(*, loss: Loss, by: Staff, at: dt.datetime) -> Loss:
    """End ``loss``: the member is back, or wants to hear from us again."""
    if loss.ended_at is None:
        loss.ended_at, loss.ended_by = at, by
        loss.save(update_fields=["ended_at", "ended_by"])
    return loss
