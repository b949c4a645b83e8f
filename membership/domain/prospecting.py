"""Prospects: written down with their agreement, looked after, joined, let go or forgotten."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from common.periods import add_months, midnight
from membership.enums import ProspectState
from membership.models import JoiningChannel, Member, Prospect
from stores.models import Staff, Store

NOBODY = "—"  # the name of who was forgotten
FORGOTTEN = "forgotten"


class NameMissing(Exception):
    """A prospect without a name."""


class NotAgreed(Exception):
    """A phone is written down only of who agreed to be called."""


class ReasonMissing(Exception):
    """A prospect is let go for a reason."""


class IsMember(Exception):
    """The phone belongs to a member."""

    def __init__(self, *, member: Member) -> None:
        super().__init__(f"the phone belongs to {member.number}")
        self.member = member


class NotedAlready(Exception):
    """Somebody wrote this phone down before."""

    def __init__(self, *, prospect: Prospect) -> None:
        super().__init__(f"the phone belongs to prospect {prospect.pk}")
        self.prospect = prospect


class NotOpen(Exception):
    """She joined or was let go meanwhile."""


def note_prospect(
    *,
    name: str,
    phone: str | None,
    agreed: bool,
    channel: JoiningChannel | None,
    store: Store,
    interest: str = "",
    next_on: dt.date | None = None,
    by: Staff,
    at: dt.datetime,
) -> Prospect:
    """Write down somebody who may become a member; ``by`` looks after her. ``phone`` is E.164.

    :raises NameMissing: without a name
    :raises NotAgreed: for a phone of who did not agree to be called
    :raises IsMember: if a member has the phone
    :raises NotedAlready: if an open prospect has it
    """
    if not name.strip():
        raise NameMissing
    if phone:
        if not agreed:
            raise NotAgreed
        _refuse_known(phone)
    try:
        with transaction.atomic():
            return Prospect.objects.create(
                name=name.strip(),
                phone=phone,
                agreed_at=at if phone else None,
                channel=channel,
                store=store,
                guide=by,
                interest=interest.strip(),
                next_on=next_on,
                noted_at=at,
                touched_at=at,
            )
    except IntegrityError:
        _refuse_known(phone)
        raise


@transaction.atomic
def follow_up(
    *, prospect: Prospect, interest: str, next_on: dt.date | None, at: dt.datetime
) -> Prospect:
    """Write down what she is interested in now, and when to speak to her again.

    :raises NotOpen: if she joined or was let go meanwhile
    """
    found = _locked(prospect)
    found.interest, found.next_on, found.touched_at = interest.strip(), next_on, at
    found.save(update_fields=["interest", "next_on", "touched_at"])
    return found


@transaction.atomic
def drop_prospect(*, prospect: Prospect, reason: str, at: dt.datetime) -> Prospect:
    """Let a prospect go, and forget her phone.

    :raises ReasonMissing: without a reason
    :raises NotOpen: if she joined or was let go meanwhile
    """
    if not reason.strip():
        raise ReasonMissing
    found = _locked(prospect)
    found.state, found.reason = ProspectState.DROPPED, reason.strip()
    found.phone, found.agreed_at, found.next_on = None, None, None
    found.closed_at = found.touched_at = at
    found.save()
    return found


def prospect_joined(*, member: Member, at: dt.datetime) -> Prospect | None:
    """Close the open prospect who has the phone of ``member``: she joined, by whichever way."""
    waiting = Prospect.objects.open().select_for_update()
    found = waiting.filter(phone=member.phone).first() if member.phone else None
    if found:
        found.state, found.member = ProspectState.JOINED, member
        found.closed_at = found.touched_at = at
        found.save(update_fields=["state", "member", "closed_at", "touched_at"])
    return found


def forget_prospects(*, months: int, on: dt.date, at: dt.datetime) -> int:
    """Let go who was not touched for ``months``, without name, phone and interest; how many."""
    untouched = Prospect.objects.open().filter(touched_at__lt=midnight(add_months(on, -months)))
    return untouched.update(
        name=NOBODY,
        phone=None,
        agreed_at=None,
        interest="",
        next_on=None,
        state=ProspectState.DROPPED,
        reason=FORGOTTEN,
        closed_at=at,
    )


def _refuse_known(phone: str | None) -> None:
    if member := Member.objects.filter(phone=phone).first():
        raise IsMember(member=member)
    if prospect := Prospect.objects.open().filter(phone=phone).first():
        raise NotedAlready(prospect=prospect)


def _locked(prospect: Prospect) -> Prospect:
    found = Prospect.objects.open().select_for_update().filter(pk=prospect.pk).first()
    if found is None:
        raise NotOpen
    return found
