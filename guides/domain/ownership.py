"""Giving members to guides, and renewing the time they have."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from common.periods import business_day
from guides.domain.clock import last_visit_day, rule_for, wind
from guides.enums import EndReason, OwnershipReason
from guides.models import Ownership
from loyalty.domain.ledger import lock_account
from loyalty.domain.tiers import current_tier
from loyalty.models import Tier
from membership.models import Member
from stores.models import Staff, Store


class AlreadyOwned(Exception):
    """The member is in somebody's hand."""

    def __init__(self, *, ownership: Ownership) -> None:
        super().__init__(f"member {ownership.member_id} has an owner")
        self.ownership = ownership


class HeldBefore(Exception):
    """A member never returns to a guide who lost her."""

    def __init__(self, *, guide: Staff) -> None:
        super().__init__(f"{guide.number} held the member before")
        self.guide = guide


class NotAGuideHere(Exception):
    """Only a guide of the store can hold its members."""


class LeftInPeace(Exception):
    """The member is to be left in peace; end that first."""


@transaction.atomic
def own_member(
    *,
    member: Member,
    guide: Staff,
    store: Store,
    reason: OwnershipReason,
    by: Staff | None,
    at: dt.datetime,
    note: str = "",
    override: bool = False,
) -> Ownership:
    """Put ``member`` into ``guide``'s hand in ``store``, from ``at`` on.

    ``override`` gives her also to a guide who held her before, and writes that down. Who was
    exhausted is so no longer; who buys from her new guide no longer wants to be left in peace,
    and is back if that was why she had left.

    :raises NotAGuideHere: unless she is posted as guide there that day
    :raises HeldBefore: if she ever held the member
    :raises AlreadyOwned: if anybody holds the member now
    :raises LeftInPeace: if the member does not want a guide, and did not come by herself
    """
    began_on = business_day(at, day_ends_at=store.day_ends_at)
    if not is_guide(staff=guide, store=store, on=began_on):
        raise NotAGuideHere
    held_before = member.ownerships.filter(guide=guide).exclude(ends_at=None).exists()
    if held_before and not override:
        raise HeldBefore(guide=guide)
    aside = member.set_aside.open()
    if reason != OwnershipReason.CLAIM and aside.in_peace().exists():
        raise LeftInPeace
    tier = current_tier(member=member, on=began_on)
    ownership = Ownership(
        member=member,
        guide=guide,
        store=store,
        reason=reason,
        rule=rule_for(store=store, tier=tier, on=began_on),
        starts_at=at,
        by=by,
        note=note,
        overrides=held_before,
    )
    last_visit = last_visit_day(member=member, rule=ownership.rule, store_id=store.pk)
    wind(ownership, began_on=began_on, last_visit=last_visit)
    try:
        with transaction.atomic():
            ownership.save(force_insert=True)
    except IntegrityError:
        earlier = member.ownerships.open().first()
        if earlier is None:
            raise
        raise AlreadyOwned(ownership=earlier) from None
    if aside.update(ends_at=at, ended_by=by):
        member.losses.left_in_peace().update(ended_at=at, ended_by=by or guide)
    return ownership


@transaction.atomic
def reassign_member(
    *,
    member: Member,
    guide: Staff,
    store: Store,
    by: Staff,
    at: dt.datetime,
    note: str = "",
    override: bool = False,
) -> Ownership:
    """Take ``member`` from whoever holds her and put her into ``guide``'s hand.

    :raises NotAGuideHere: unless ``guide`` is posted as guide in ``store``
    :raises HeldBefore: if ``guide`` held the member before and lost her, unless ``override``
    :raises AlreadyOwned: if ``guide`` holds her already
    :raises LeftInPeace: if the member does not want a guide
    """
    lock_account(member=member)
    present = lock_open_ownership(member=member)
    if present and present.guide_id == guide.pk:
        raise AlreadyOwned(ownership=present)
    if present:
        present.ends_at = at
        present.end_reason = EndReason.REASSIGNED
        present.ended_by = by
        present.save(update_fields=["ends_at", "end_reason", "ended_by"])
    return own_member(
        member=member,
        guide=guide,
        store=store,
        reason=OwnershipReason.MANUAL,
        by=by,
        at=at,
        note=note,
        override=override,
    )


def is_guide(*, staff: Staff, store: Store, on: dt.date) -> bool:
    """Tell whether ``staff`` is posted as guide in ``store`` on ``on``."""
    return staff.is_active and staff.postings.current(on=on).guides().filter(store=store).exists()


def lock_open_ownership(*, member: Member) -> Ownership | None:
    """Return the member's open ownership, locked, or None when she is in the pool."""
    return (
        member.ownerships.open()
        .select_for_update(of=("self",))
        .select_related("guide", "rule", "store")
        .first()
    )


def refresh_clock(*, ownership: Ownership, tier: Tier | None, on: dt.date) -> None:
    """Wind the clock of a locked, open ``ownership`` anew from the facts, by the rule of ``on``.

    Called after every sale and return. A new rule applies from the next renewal on; one that
    gives less time never shortens a clock that is running.
    """
    began_on = business_day(ownership.starts_at, day_ends_at=ownership.store.day_ends_at)
    last_visit = _last_visit(ownership)
    if last_visit and last_visit > ownership.clock_from:
        ownership.rule = rule_for(store=ownership.store, tier=tier, on=on)
    wind(ownership, began_on=began_on, last_visit=last_visit)
    ownership.save(update_fields=["rule", "state", "clock_from", "due_on"])


def _last_visit(ownership: Ownership) -> dt.date | None:
    return last_visit_day(member=ownership.member, rule=ownership.rule, store_id=ownership.store_id)
