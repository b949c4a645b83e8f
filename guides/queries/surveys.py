"""Which surveys members may be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from guides.models import SetAside, Survey, SurveyReply
from membership.models import Member
from stores.models import Store


def surveys_for(member: Member, *, store: Store, on: dt.date) -> list[Survey]:
    """Return what ``member`` may be asked in ``store`` on ``on``, the next to end first.

    Who answered or declined is not asked again, and who is left in peace is asked nothing.
    """
    surveys = Survey.objects.in_force(on=on).asked_in(store).soonest_over_first()
    asked = SurveyReply.objects.filter(member=member).values("survey")
    open_to_her = list(surveys.exclude(pk__in=asked))
    if open_to_her and SetAside.objects.open().in_peace().filter(member=member).exists():
        return []
    return open_to_her


def surveys_along(members: Sequence[Member], *, on: dt.date) -> dict[int, Survey]:
    """Return by member the survey she could be asked when she is contacted for another reason.

    Nobody of ``members`` is left in peace. With several surveys it is the next to end.
    """
    surveys = list(Survey.objects.in_force(on=on).soonest_over_first())
    if not surveys or not members:
        return {}
    asked = set(
        SurveyReply.objects.filter(member__in=members, survey__in=surveys).values_list(
            "member", "survey"
        )
    )
    return {
        member.pk: survey
        for survey in reversed(surveys)
        for member in members
        if survey.store_id in {None, member.home_store_id} and (member.pk, survey.pk) not in asked
    }
