"""Which complaints the visitor sees, and how they are listed."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from guides.enums import ComplaintState
from guides.models import Complaint, Ownership
from stores.access import Access, Act

LISTED_AT_MOST = 200


def complaints_within(access: Access) -> QuerySet[Complaint]:
    """Return the complaints the visitor may settle: her members', or her stores'."""
    held = Ownership.objects.open().filter(guide=access.staff.pk).values("member")
    return access.narrow(
        Complaint.objects.select_related("member", "store", "opened_by", "answered_by"),
        Act.SETTLE_COMPLAINT,
        store="store",
        own=Q(member__in=held),
    )


def in_state(complaints: QuerySet[Complaint], state: str) -> QuerySet[Complaint]:
    """Return those of ``complaints`` that stand so; open ones by when they are due."""
    match state:
        case ComplaintState.SETTLED:
            return complaints.filter(settled_at__isnull=False).order_by("-settled_at", "-pk")
        case ComplaintState.ANSWERED:
            return complaints.filter(answered_at__isnull=False, settled_at=None).order_by(
                "answered_at", "pk"
            )
    return complaints.filter(answered_at=None).order_by("due_at", "pk")
