"""Giving a member back to the guide who lost her because of a mistake."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from guides.domain.ownership import is_guide, refresh_clock
from guides.enums import EndReason, Outcome, Standing
from guides.models import Ownership
from guides.queries.standing import standing_of
from loyalty.domain.ledger import lock_account
from loyalty.domain.tiers import current_tier
from membership.models import Member
from stores.models import Staff


class NothingToRestore(Exception):
    """No guide lost the member by mistake, or it is too late: somebody has her since."""


def lost_by_mistake(*, member: Member, on: dt.date) -> Ownership | None:
    """Return what ended when ``member`` was left in peace by mistake, if it can go on ``on`` a day.

    A mistake is the peace of a contact that was put right since, and one taken back on the day
    it was given. It can go on while nobody had her since and her guide works there.
    """
    ended = member.ownerships.select_related("guide", "store", "rule").order_by("-starts_at", "-pk")
    last = ended.first()
    if last is None or last.end_reason != EndReason.PEACE or standing_of(member) != Standing.POOL:
        return None
    if not _was_mistaken(member, last) or not is_guide(staff=last.guide, store=last.store, on=on):
        return None
    return last


@transaction.atomic
def restore_guide(*, member: Member, by: Staff, at: dt.datetime) -> Ownership:
    """Let the guide who lost ``member`` by mistake go on as if she never had.

    Her clock runs on from the visits there are; who restored it, and when, is kept.

    :raises NothingToRestore: if nobody lost her so, or somebody had her since
    """
    lock_account(member=member)
    on = timezone.localdate(at)
    ownership = lost_by_mistake(member=member, on=on)
    if ownership is None:
        raise NothingToRestore
    ownership.ends_at, ownership.end_reason, ownership.end_note = None, "", ""
    ownership.restored_at, ownership.restored_by = at, by
    ownership.save(
        update_fields=["ends_at", "end_reason", "end_note", "restored_at", "restored_by"]
    )
    refresh_clock(ownership=ownership, tier=current_tier(member=member, on=on), on=on)
    return ownership


def _was_mistaken(member: Member, ownership: Ownership) -> bool:
    since = ownership.ends_at
    peace = since and member.set_aside.in_peace().filter(starts_at=since).first()
    if not peace or peace.ends_at is None:
        return False
    if timezone.localdate(peace.starts_at) == timezone.localdate(peace.ends_at):
        return True
    put_right = member.contacts.filter(outcome=Outcome.REFUSED, corrections__isnull=False)
    return any(contact.written_at == peace.starts_at for contact in put_right)
