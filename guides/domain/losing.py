"""Writing down why a member left, and leaving her in peace where that is her wish.

``Loss`` is the record of the reason; that she is left in peace is a ``SetAside``.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from guides.domain.setting_aside import leave_in_peace
from guides.models import Loss, LossReason, SetAside
from loyalty.domain.ledger import lock_account
from membership.models import Member
from stores.models import Staff

ASKED = "asked"
_NOTE = 200  # as long as the peace can say why


class AlreadyLost(Exception):
    """The member's leaving is written down."""

    def __init__(self, *, loss: Loss) -> None:
        super().__init__(f"member {loss.member_id} is lost")
        self.loss = loss


class StillHere(Exception):
    """The member did not leave, and is not left in peace."""


@transaction.atomic
def lose_member(
    *, member: Member, reason: LossReason, by: Staff, at: dt.datetime, note: str = ""
) -> Loss:
    """Write down that ``member`` left and why; with some reasons she is left in peace.

    :raises AlreadyLost: if it is written down already
    """
    lock_account(member=member)
    if earlier := member.losses.open().first():
        raise AlreadyLost(loss=earlier)
    loss = Loss.objects.create(member=member, reason=reason, note=note.strip(), at=at, by=by)
    if reason.leaves_in_peace and not member.set_aside.open().in_peace().exists():
        why = (loss.note or reason.label)[:_NOTE]
        leave_in_peace(member=member, note=why, by=by, at=at)
    return loss


@transaction.atomic
def left_as_asked(*, member: Member, note: str, by: Staff, at: dt.datetime) -> SetAside:
    """Leave ``member`` in peace because she asked for it, whatever was written down before.

    Who asks again has the peace she has.
    """
    lock_account(member=member)
    peace = member.set_aside.open().in_peace()
    if given := peace.first():
        return given
    reason, _ = LossReason.objects.get_or_create(
        code=ASKED,
        defaults={
            "name_zh": "要求不再联系",
            "name_en": "She asked not to be contacted",
            "leaves_in_peace": True,
        },
    )
    member.losses.open().update(ended_at=at, ended_by=by)
    lose_member(member=member, reason=reason, note=note[:300], by=by, at=at)
    return peace.get()


@transaction.atomic
def welcome_back(*, member: Member, by: Staff, at: dt.datetime) -> Member:
    """End that ``member`` left, and the peace: she is back, or wants to hear from us again.

    :raises StillHere: if neither was written down
    """
    lock_account(member=member)
    lost = member.losses.open().update(ended_at=at, ended_by=by)
    in_peace = member.set_aside.open().in_peace().update(ends_at=at, ended_by=by)
    if not lost and not in_peace:
        raise StillHere
    return member
