"""What is known of a member besides her facts, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loyalty.programme import programme
from membership.completeness import Completeness, completeness
from membership.domain.knowing import DEEPER, TASTES
from membership.models import Anniversary, MemberNote, RecordCheck, SoftProfile

if TYPE_CHECKING:
    from guides.queries.members import ListedMember

NOTES = 5  # the latest


@dataclass(frozen=True)
class Known:
    """The soft profile of a member, as her page shows it."""

    tastes: list[tuple[str, str]]
    anniversaries: list[Anniversary]
    notes: list[MemberNote]
    checked: RecordCheck | None
    completeness: Completeness


def fields_of(member: ListedMember) -> tuple[str, ...]:
    """Return what is asked of ``member``: more of who has reached the highest tier."""
    tiers = programme().tiers
    held = getattr(member, "tier_now", None)
    is_top = held is not None and bool(tiers) and held.tier_id == tiers[-1].pk
    return TASTES + DEEPER if is_top else TASTES


def known_of(member: ListedMember) -> Known:
    """Return what is known of ``member`` besides her facts."""
    profile = SoftProfile.objects.filter(member=member).first() or SoftProfile(member=member)
    member.soft_profile = profile
    anniversaries = list(member.anniversaries.order_by("next_on", "pk"))
    labels = {field.name: str(field.verbose_name) for field in SoftProfile._meta.fields}
    return Known(
        tastes=[(labels[name], getattr(profile, name)) for name in fields_of(member)],
        anniversaries=anniversaries,
        notes=list(member.notes.select_related("by").order_by("-at", "-pk")[:NOTES]),
        checked=member.record_checks.select_related("by").order_by("-on").first(),
        completeness=completeness(
            member, tags=len(member.tags.all()), anniversaries=len(anniversaries)
        ),
    )
