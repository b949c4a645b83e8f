"""What a member was promised, may be asked, complained of, and whether she left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from guides.models import CareTask, Complaint, Loss, Survey
from guides.queries.surveys import surveys_for
from membership.models import Member

COMPLAINTS = 5  # the latest


@dataclass(frozen=True)
class Care:
    """How a member is being looked after."""

    tasks: list[CareTask]
    complaints: list[Complaint]
    loss: Loss | None
    surveys: list[Survey]


def care(member: Member, *, on: dt.date) -> Care:
    """Return how ``member`` is being looked after on ``on``; the latest of her complaints."""
    complaints = member.complaints.select_related("store").order_by("-opened_at", "-pk")
    return Care(
        tasks=list(member.care_tasks.open().soonest_first()),
        complaints=list(complaints[:COMPLAINTS]),
        loss=member.losses.open().select_related("reason", "by").first(),
        surveys=surveys_for(member, store=member.home_store, on=on),
    )
