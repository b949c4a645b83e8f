"""A tier for a time: afterwards the former one returns.

The stack is in the rows: a trial names the assignment it covers (``before``). Whoever asks for
a tier looks below trials whose day has come; the nightly run writes it down.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from common.periods import midnight
from loyalty.domain.ledger import lock_account
from loyalty.domain.tier_holding import held_tier, in_force
from loyalty.domain.tiers import AlreadyInTier
from loyalty.enums import TierReason
from loyalty.models import Tier, TierAssignment
from loyalty.models.tier import TierAssignmentQuerySet
from loyalty.programme import programme
from membership.models import Member
from stores.models import Staff


class NoTimeForATrial(Exception):
    """The trial would be over before it began."""


@transaction.atomic
def start_trial(
    *, member: Member, tier: Tier, until: dt.date, by: Staff, at: dt.datetime, note: str = ""
) -> TierAssignment:
    """Let ``member`` have ``tier`` before ``until``, the first day it is over.

    :raises NoTimeForATrial: unless that is after the day of ``at``
    :raises AlreadyInTier: if she has the tier
    """
    on = timezone.localdate(at)
    if until <= on:
        raise NoTimeForATrial
    lock_account(member=member)
    _end_trial_of(member, on=on)
    held = held_tier(member=member, on=on, programme=programme())
    if held.tier == tier:
        raise AlreadyInTier
    member.tier_assignments.open().update(ends_at=at)
    return TierAssignment.objects.create(
        member=member,
        tier=tier,
        starts_at=at,
        review_on=until,
        before=held.assignment,
        reason=TierReason.TRIAL,
        by=by,
        note=note,
    )


def end_due_trials(*, at: dt.datetime) -> int:
    """Write down the end of every trial whose day has come; return how many there were.

    Each member is a transaction of her own: a run that was killed is finished by the next.
    """
    on = timezone.localdate(at)
    due = _due(on=on).order_by("pk").values_list("member", flat=True)
    return sum(_end_trial(member, on=on) for member in list(due))


@transaction.atomic
def _end_trial(key: int, *, on: dt.date) -> bool:
    member = Member.objects.get(pk=key)
    lock_account(member=member)
    return _end_trial_of(member, on=on)


def _end_trial_of(member: Member, *, on: dt.date) -> bool:
    """End the trial of ``member`` if its day has come: at midnight, whenever that is noticed."""
    trial = _due(on=on).filter(member=member).first()
    if trial is None or trial.review_on is None:
        return False
    over_at = midnight(trial.review_on)
    trial.ends_at = over_at
    trial.save(update_fields=["ends_at"])
    former = in_force(trial.before, on=on)
    if former:
        TierAssignment.objects.create(
            member=member,
            tier_id=former.tier_id,
            starts_at=over_at,
            review_on=former.review_on,
            before=former.before if former.is_trial else None,
            reason=TierReason.TRIAL if former.is_trial else TierReason.RETURNED,
        )
    return True


def _due(*, on: dt.date) -> TierAssignmentQuerySet:
    return TierAssignment.objects.open().filter(reason=TierReason.TRIAL, review_on__lte=on)
