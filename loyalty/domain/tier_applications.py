"""Asking for a tier for a member, and deciding that."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from loyalty.domain.ledger import lock_account
from loyalty.domain.tier_holding import assign, give_gift, held_tier
from loyalty.domain.tiers import climb
from loyalty.enums import CriterionUse, Decision, Match, Measure, TierReason
from loyalty.models import Tier, TierApplication
from loyalty.programme import programme
from membership.models import Member
from stores.models import Staff


class NotAStepUp(Exception):
    """The member has this tier, or a higher one."""


class AlreadyAsked(Exception):
    """An application for this tier waits."""


class AlreadyDecided(Exception):
    """Somebody was faster."""

    def __init__(self, *, application: TierApplication) -> None:
        super().__init__(application.state)
        self.application = application


class OwnApplication(Exception):
    """Who asked for it cannot decide it."""


@transaction.atomic
def ask_for_tier(
    *, member: Member, tier: Tier, reason: str, by: Staff, at: dt.datetime
) -> TierApplication:
    """Write down that ``member`` should have ``tier``, for somebody else to decide.

    :raises NotAStepUp: unless the tier is above hers
    :raises AlreadyAsked: if an application for it waits
    """
    lock_account(member=member)
    _require_a_step_up(member, tier, at=at)
    waiting = TierApplication.objects.filter(member=member, tier=tier, state=Decision.WAITING)
    if waiting.exists():
        raise AlreadyAsked
    return TierApplication.objects.create(
        member=member, tier=tier, reason=reason, asked_at=at, asked_by=by
    )


@transaction.atomic
def approve_application(
    *, application: TierApplication, by: Staff, at: dt.datetime, answer: str = ""
) -> TierApplication:
    """Let the member have the tier at once.

    Where the tier asks for an approval and for more, she has it when all is met.

    :raises AlreadyDecided: if it was decided
    :raises OwnApplication: if ``by`` asked for it
    :raises NotAStepUp: if she reached the tier, or a higher one, meanwhile
    """
    member = application.member
    account = lock_account(member=member)
    tier = _require_a_step_up(member, application.tier, at=at)
    decided = _decide(application, Decision.APPROVED, by=by, at=at, answer=answer)
    if _asks_for_more(tier):
        climb(account=account, at=at)
        return decided
    give_gift(member, tier, at=at)
    assign(member, tier, TierReason.APPROVED, at=at, by=by)
    return decided


@transaction.atomic
def refuse_application(
    *, application: TierApplication, by: Staff, at: dt.datetime, answer: str
) -> TierApplication:
    """Say no, and why.

    :raises AlreadyDecided: if it was decided
    :raises OwnApplication: if ``by`` asked for it
    """
    lock_account(member=application.member)
    return _decide(application, Decision.REFUSED, by=by, at=at, answer=answer)


def _decide(
    application: TierApplication, state: Decision, *, by: Staff, at: dt.datetime, answer: str
) -> TierApplication:
    application.refresh_from_db()
    if application.state != Decision.WAITING:
        raise AlreadyDecided(application=application)
    if application.asked_by_id == by.pk:
        raise OwnApplication
    application.state, application.answer = state, answer
    application.decided_by, application.decided_at = by, at
    application.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    return application


def _require_a_step_up(member: Member, tier: Tier, *, at: dt.datetime) -> Tier:
    """Return ``tier`` as the programme has it."""
    rules = programme()
    held = held_tier(member=member, on=timezone.localdate(at), programme=rules)
    asked = rules.by_key[tier.pk]
    if held.base and held.base.rank >= asked.rank:
        raise NotAStepUp
    return asked


def _asks_for_more(tier: Tier) -> bool:
    asked = tier.asks(CriterionUse.ENTRY)
    measures = {criterion.measure for criterion in asked.criteria}
    return asked.match == Match.ALL and Measure.APPROVAL in measures and len(measures) > 1
