"""A membership is taken away for a reason; the member may appeal, and somebody decides.

Neither a fee nor points are touched: she has no use of them while disqualified, and finds them
as they were when her appeal is granted.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from membership.enums import AppealState, MemberStatus
from membership.models import Disqualification, Member
from stores.models import Staff


class WordsMissing(Exception):
    """Neither a disqualification, nor an appeal, nor an answer goes without words."""


class NotDisqualifiable(Exception):
    """Her membership does not stand: it was taken before, merged or erased."""


class AppealStands(Exception):
    """She has appealed already."""


class NoOpenAppeal(Exception):
    """There is no appeal to decide."""


@transaction.atomic
def disqualify(*, member: Member, reason: str, by: Staff, at: dt.datetime) -> Disqualification:
    """Take ``member``'s membership away for ``reason``.

    :raises WordsMissing: without a reason
    :raises NotDisqualifiable: unless her membership stands
    """
    if not reason.strip():
        raise WordsMissing
    record = Member.objects.select_for_update().get(pk=member.pk)
    if record.status != MemberStatus.ACTIVE:
        raise NotDisqualifiable
    _set_status(record, MemberStatus.DISQUALIFIED, by=by, at=at)
    return Disqualification.objects.create(member=record, reason=reason.strip(), at=at, by=by)


@transaction.atomic
def appeal(*, disqualification: Disqualification, text: str, at: dt.datetime) -> Disqualification:
    """Write down what the member says against her ``disqualification``; she may do so once.

    :raises WordsMissing: without a word
    :raises AppealStands: if she appealed before, decided or not
    """
    if not text.strip():
        raise WordsMissing
    held = Disqualification.objects.select_for_update().get(pk=disqualification.pk)
    if held.appeal != AppealState.NONE:
        raise AppealStands
    held.appeal = AppealState.OPEN
    held.appeal_text = text.strip()
    held.appealed_at = at
    held.save(update_fields=["appeal", "appeal_text", "appealed_at"])
    return held


@transaction.atomic
def decide(
    *,
    disqualification: Disqualification,
    granted: bool,
    answer: str,
    by: Staff,
    at: dt.datetime,
) -> Disqualification:
    """Grant the appeal, and she is a member as before; or reject it for good.

    :raises WordsMissing: without an answer
    :raises NoOpenAppeal: if there is none, or it was decided
    """
    if not answer.strip():
        raise WordsMissing
    member = Member.objects.select_for_update().get(pk=disqualification.member_id)
    held = Disqualification.objects.select_for_update().get(pk=disqualification.pk)
    if held.appeal != AppealState.OPEN:
        raise NoOpenAppeal
    held.appeal = AppealState.GRANTED if granted else AppealState.REJECTED
    held.answer = answer.strip()
    held.decided_at = at
    held.decided_by = by
    held.save(update_fields=["appeal", "answer", "decided_at", "decided_by"])
    if granted and member.status == MemberStatus.DISQUALIFIED:
        _set_status(member, MemberStatus.ACTIVE, by=by, at=at)
    return held


def _set_status(record: Member, status: MemberStatus, *, by: Staff, at: dt.datetime) -> None:
    # How simple_history is told who and when.
    vars(record).update(status=status, _history_user=by, _history_date=at)
    record.save(update_fields=["status"])
