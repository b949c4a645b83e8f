"""Two records of one person become one; and two again, if it was a mistake.

Everything goes to the record that is kept, each kind in its own step; ``MemberMerge.moved``
names what each step moved, so that undoing gives exactly that back.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from campaigns.domain import merging_rows, merging_standing
from loyalty.domain.handing_over import (
    HandedOver,
    PointsUsedSince,
    hand_back,
    hand_over,
    lock_accounts,
)
from loyalty.domain.ledger import Cause
from membership.domain.joining import search_columns
from membership.enums import MemberStatus
from membership.models import Member, MemberMerge
from sales.models import Sale
from stores.models import Staff


class ReasonMissing(Exception):
    """Members are not merged without saying why."""


class NotCurrent(Exception):
    """Only members whose membership stands can be merged."""

    def __init__(self, *, member: Member) -> None:
        super().__init__(f"{member.number} is {member.status}")
        self.member = member


class SameMember(Exception):
    """A member cannot be merged into herself."""


class MergeKeyReused(Exception):
    """The key merged other members before."""

    def __init__(self, *, merge: MemberMerge) -> None:
        super().__init__(f"the key made merge {merge.pk}")
        self.merge = merge


class UsedSince(Exception):
    """Something that moved was used since, so the merge cannot be undone to the point.

    ``what`` is "points", "sales", "coupons", "phone" or "record".
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@transaction.atomic
def merge_members(
    *, key: UUID, kept: Member, merged: Member, reason: str, by: Staff, at: dt.datetime
) -> MemberMerge:
    """Let everything of ``merged`` go to ``kept``, the record the person has from now on.

    Asking again with the same key returns the same merge.

    :raises ReasonMissing: without a reason
    :raises SameMember: if both are one record
    :raises MergeKeyReused: if the key merged others
    :raises NotCurrent: if one of them was merged, erased or disqualified
    """
    if not reason.strip():
        raise ReasonMissing
    if kept.pk == merged.pk:
        raise SameMember
    _lock_sales(member=merged.pk)
    giver, taker = lock_accounts(merged, kept)
    if earlier := MemberMerge.objects.filter(key=key).first():
        if (earlier.kept_id, earlier.merged_id) != (kept.pk, merged.pk):
            raise MergeKeyReused(merge=earlier)
        return earlier
    records = Member.objects.select_for_update().in_bulk([kept.pk, merged.pk])
    for record in records.values():
        if record.status != MemberStatus.ACTIVE:
            raise NotCurrent(member=record)
    kept, merged = records[kept.pk], records[merged.pk]
    merge = MemberMerge.objects.create(
        key=key, kept=kept, merged=merged, reason=reason.strip(), merged_at=at, merged_by=by
    )
    cause = Cause(reference=f"merge:{merge.pk}", at=at, store=kept.home_store, by=by, note=reason)
    giver.closed_at = at
    merge.moved = {
        "points": hand_over(giver=giver, taker=taker, cause=cause).as_json(),
        **_close_record(merge),
        **merging_rows.move(merge),
        **merging_standing.move(merge),
    }
    merge.save(update_fields=["moved"])
    return merge


@transaction.atomic
def unmerge_members(*, merge: MemberMerge, by: Staff, at: dt.datetime) -> MemberMerge:
    """Give everything that ``merge`` moved back to the merged record, which is open again.

    What came after the merge stays with the kept record. Undoing twice is undoing once.

    :raises UsedSince: if something that moved was used since, or the kept record was merged
    """
    _lock_sales(pk__in=merge.moved["sales"])
    giver, taker = lock_accounts(merge.merged, merge.kept)
    merge = MemberMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        return merge
    merge.undone_at, merge.undone_by = at, by
    if merge.kept.status != MemberStatus.ACTIVE:
        raise UsedSince("record")
    cause = Cause(
        reference=f"unmerge:{merge.pk}",
        at=at,
        store=merge.kept.home_store,
        by=by,
        note=merge.reason,
    )
    giver.closed_at = None
    if what := merging_rows.used_since(merge):
        raise UsedSince(what)
    try:
        handed = HandedOver(**merge.moved["points"])
        hand_back(handed=handed, giver=giver, taker=taker, cause=cause)
    except PointsUsedSince:
        raise UsedSince("points") from None
    _open_record(merge)
    merging_rows.give_back(merge)
    merging_standing.give_back(merge)
    merge.save(update_fields=["undone_at", "undone_by"])
    return merge


def _lock_sales(**which: object) -> None:
    """Lock the sales that change hands before the accounts, as a return does."""
    list(Sale.objects.select_for_update().filter(**which).order_by("pk").values_list("pk"))


def _close_record(merge: MemberMerge) -> dict[str, object]:
    """Close the merged record and free its phone, which goes over where there was none."""
    kept, merged = merge.kept, merge.merged
    phone = str(merged.phone) if merged.phone else None
    merged.status, merged.phone = MemberStatus.MERGED, None
    _save(merged, merge, "status", "phone")
    given = bool(phone and not kept.phone)
    if given:
        _take_phone(kept, phone, merge)
    return {"phone": phone, "phone_given": given}


def _open_record(merge: MemberMerge) -> None:
    kept, merged, phone = merge.kept, merge.merged, merge.moved["phone"]
    if merge.moved["phone_given"] and str(kept.phone) == phone:
        _take_phone(kept, None, merge)
    if phone and Member.objects.filter(phone=phone).exists():
        raise UsedSince("phone")
    merged.status, merged.phone = MemberStatus.ACTIVE, phone
    _save(merged, merge, "status", "phone")


def _take_phone(member: Member, phone: str | None, merge: MemberMerge) -> None:
    member.phone = phone
    member.phone_last4 = search_columns(name=member.name, phone=phone)["phone_last4"]
    _save(member, merge, "phone", "phone_last4")


def _save(member: Member, merge: MemberMerge, *columns: str) -> None:
    """Save ``columns``; simple_history is told who did it and when."""
    by, at = (
        (merge.undone_by, merge.undone_at)
        if merge.undone_at
        else (
            merge.merged_by,
            merge.merged_at,
        )
    )
    vars(member).update(_history_user=by, _history_date=at)
    member.save(update_fields=columns)
