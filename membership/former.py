"""What leads to a member by way of a record that was merged into hers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT

from common.phones import last_four, phone_candidates
from common.written_once import written_once
from membership.enums import MemberStatus
from membership.models import Member, MemberMerge


@dataclass(frozen=True)
class FormerRecord:
    """A record that went up in another, and the member who has everything of it now."""

    merged: Member
    member: Member


def former_record(typed: str) -> FormerRecord | None:
    """Return the merged record that had the number or phone ``typed``, the latest first.

    Its cards went over and need no such detour.
    """
    phones = phone_candidates(typed)
    merge = _merges_of.first(
        numbers=[typed, typed.upper()], phones=phones, tails=[last_four(one) for one in phones]
    )
    if merge is None:
        return None
    merged = merge.merged
    while merge.kept.status == MemberStatus.MERGED:
        merge = _merges().get(merged=merge.kept)
    return FormerRecord(merged, merge.kept)


def merged_record_of(typed: str, member: Member) -> Member | None:
    """Return the merged record by which ``typed`` led to ``member``, or None if it is her own."""
    if typed.upper() == member.number.upper() or str(member.phone) in phone_candidates(typed):
        return None
    former = former_record(typed)
    return former.merged if former and former.member == member else None


def kept_record(member: Member) -> Member:
    """Return ``member``, or who has everything of hers if she was merged."""
    while member.status == MemberStatus.MERGED:
        member = _merges().get(merged=member).kept
    return member


@written_once
def _merges_of(*, numbers: list[str], phones: list[str], tails: list[str]) -> QuerySet[MemberMerge]:
    had = Q(merged__number__in=numbers)
    if phones:
        had |= Q(merged__phone_last4__in=tails, phone_then__in=phones)
    merges = _merges().annotate(phone_then=KT("moved__phone"))
    return merges.filter(had, merged__status=MemberStatus.MERGED).order_by("-pk")


def _merges() -> QuerySet[MemberMerge]:
    return MemberMerge.objects.filter(undone_at=None).select_related("merged", "kept")
