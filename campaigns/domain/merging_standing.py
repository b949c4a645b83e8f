"""Of what there can only be one: the tier, the guide who looks after her, what she agreed to."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from guides.domain.ownership import is_guide, lock_open_ownership, refresh_clock
from guides.enums import EndReason, Standing
from guides.models import Ownership, SetAside
from guides.queries.standing import standing_of
from loyalty.domain.tier_holding import assign, held_tier
from loyalty.domain.tiers import current_tier
from loyalty.enums import TierReason
from loyalty.models import TierAssignment
from loyalty.programme import programme
from membership.models import Consent, Member, MemberMerge

Moved = dict[str, Any]


def move(merge: MemberMerge) -> Moved:
    """Let the higher tier, one guide and the stricter word stand; return what changed."""
    return {
        "tier": _keep_higher_tier(merge),
        "owners": _keep_one_owner(merge),
        "peace": _keep_peace(merge),
        "consents_withdrawn": _keep_stricter_word(merge),
    }


def give_back(merge: MemberMerge) -> None:
    """Undo what ``move`` changed, where nothing has changed it since."""
    _give_back_tier(merge)
    SetAside.objects.filter(pk__in=merge.moved.get("peace", [])).update(member=merge.merged)
    _give_back_owner(merge)
    Consent.objects.filter(
        pk__in=merge.moved["consents_withdrawn"], withdrawn_at=merge.merged_at
    ).update(withdrawn_at=None, withdrawn_by=None, withdrawn_channel="")


def _keep_higher_tier(merge: MemberMerge) -> Moved:
    on, rules = timezone.localdate(merge.merged_at), programme()
    hers = held_tier(member=merge.kept, on=on, programme=rules)
    others = held_tier(member=merge.merged, on=on, programme=rules)
    if others.assignment is None or others.base is None:
        return {}
    _end(others.assignment, merge.merged_at)
    ranks = [tier.rank for tier in (hers.base, hers.tier) if tier]
    if max(ranks, default=-1) >= others.base.rank:
        return {"ended": others.assignment.pk}
    made = assign(
        merge.kept, others.base, TierReason.MERGED, at=merge.merged_at, by=merge.merged_by
    )
    replaced = hers.assignment.pk if hers.assignment else None
    return {"ended": others.assignment.pk, "replaced": replaced, "made": made.pk}


def _give_back_tier(merge: MemberMerge) -> None:
    """The merged record's tier goes on; so does what the kept one had, if it has not changed."""
    kept_as = merge.moved["tier"]
    if not kept_as:
        return
    TierAssignment.objects.filter(pk=kept_as["ended"]).update(ends_at=None)
    made = TierAssignment.objects.open().filter(pk=kept_as.get("made")).first()
    if made is None:
        return
    _end(made, merge.undone_at)
    former = TierAssignment.objects.filter(pk=kept_as["replaced"]).first()
    if former and merge.undone_at:
        former.pk, former.starts_at, former.ends_at = None, merge.undone_at, None
        former.save(force_insert=True)


def _end(assignment: TierAssignment, at: dt.datetime | None) -> None:
    assignment.ends_at = at
    assignment.save(update_fields=["ends_at"])


def _keep_one_owner(merge: MemberMerge) -> Moved:
    """Her own guide stays; without one, the other record's, unless she lost her before.

    No guide has who is left in peace on either record.
    """
    stays, comes = lock_open_ownership(member=merge.kept), lock_open_ownership(member=merge.merged)
    in_peace = SetAside.objects.open().in_peace().filter(member__in=[merge.kept, merge.merged])
    wants_nobody = in_peace.exists()
    moved: Moved = {"ended": None, "moved": []}
    if stays and wants_nobody:
        Ownership.objects.filter(pk=stays.pk).update(
            ends_at=merge.merged_at, end_reason=EndReason.PEACE
        )
        moved["left"] = stays.pk
    if comes and (stays or wants_nobody or _held_before(merge.kept, comes)):
        Ownership.objects.filter(pk=comes.pk).update(
            ends_at=merge.merged_at, end_reason=EndReason.MERGED
        )
        moved["ended"] = comes.pk
    moved["moved"] = list(merge.merged.ownerships.order_by("pk").values_list("pk", flat=True))
    merge.merged.ownerships.update(member=merge.kept)
    _rewind(merge.kept, at=merge.merged_at)
    return moved


def _keep_peace(merge: MemberMerge) -> list[int]:
    """Leave her in peace as she asked on either record; return the rows that go over."""
    hers, others = merge.kept.set_aside.open(), merge.merged.set_aside.open().in_peace()
    if hers.in_peace().exists():
        return []
    keys = list(others.values_list("pk", flat=True))
    if keys or merge.kept.ownerships.open().exists():
        hers.update(ends_at=merge.merged_at, ended_by=merge.merged_by)
    others.update(member=merge.kept)
    return keys


def _give_back_owner(merge: MemberMerge) -> None:
    owners = merge.moved["owners"]
    Ownership.objects.filter(pk__in=owners["moved"]).update(member=merge.merged)
    on = timezone.localdate(merge.undone_at)
    for key in (owners["ended"], owners.get("left")):
        ended = Ownership.objects.filter(pk=key).select_related("guide", "store").first()
        if ended is None or standing_of(ended.member) != Standing.POOL:
            continue
        if is_guide(staff=ended.guide, store=ended.store, on=on):
            Ownership.objects.filter(pk=ended.pk).update(ends_at=None, end_reason="")
    for member in (merge.kept, merge.merged):
        _rewind(member, at=merge.undone_at)


def _held_before(member: Member, ownership: Ownership) -> bool:
    return member.ownerships.filter(guide=ownership.guide_id, ends_at__isnull=False).exists()


def _rewind(member: Member, *, at: dt.datetime | None) -> None:
    """Wind the clock of whoever holds ``member`` from the visits she has now."""
    if (ownership := lock_open_ownership(member=member)) and at:
        on = timezone.localdate(at)
        refresh_clock(ownership=ownership, tier=current_tier(member=member, on=on), on=on)


def _keep_stricter_word(merge: MemberMerge) -> list[int]:
    """Withdraw what she took back on the other record, whoever wrote it down there."""
    last = {
        consent.purpose: consent for consent in merge.merged.consents.order_by("given_at", "pk")
    }
    withdrawn = []
    for consent in merge.kept.consents.standing():
        word = last.get(consent.purpose)
        if word is None or word.withdrawn_at is None:
            continue
        consent.withdrawn_at, consent.withdrawn_by = merge.merged_at, merge.merged_by
        consent.withdrawn_channel = word.withdrawn_channel
        consent.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_channel"])
        withdrawn.append(consent.pk)
    return withdrawn
