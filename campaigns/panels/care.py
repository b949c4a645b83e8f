"""What a member was promised, what she complained of, and whether she left."""

from __future__ import annotations

from dataclasses import dataclass

from guides.models import CareTask, Complaint, Loss
from membership.models import Member

COMPLAINTS = 5  # the latest


@dataclass(frozen=True)
class Care:
    """How a member is being looked after."""

    tasks: list[CareTask]
    complaints: list[Complaint]
    loss: Loss | None


def care(member: Member) -> Care:
    """Return the open promises, the latest complaints and the open loss of ``member``."""
    complaints = member.complaints.select_related("store").order_by("-opened_at", "-pk")
    return Care(
        tasks=list(member.care_tasks.open().soonest_first()),
        complaints=list(complaints[:COMPLAINTS]),
        loss=member.losses.open().select_related("reason", "by").first(),
    )
