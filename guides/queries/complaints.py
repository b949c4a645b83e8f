"""Which complaints the visitor sees, and how they are listed."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from guides.enums import ComplaintState
from guides.models import Complaint
from guides.queries.members import in_the_hands
from stores.access import NOWHERE, Access, Act

LISTED_AT_MOST = 200


def complaints_within(access: Access) -> QuerySet[Complaint]:
    """Return the complaints the visitor may settle: of those in her hands, or her stores'."""
    reaches_own = access.reaches_own(Act.SETTLE_COMPLAINT)
    own = Q(member__in=in_the_hands(access)) if reaches_own else NOWHERE
    return access.narrow(
        Complaint.objects.select_related("member", "store", "opened_by", "answered_by"),
        Act.SETTLE_COMPLAINT,
        store="store",
        own=own,
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
