"""Leaving a member in peace, letting her back, and putting members back into the pool by hand."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from guides.domain.ownership import lock_open_ownership
from guides.enums import AsideKind, AsideReason, EndReason
from guides.models import Ownership, SetAside
from loyalty.domain.ledger import lock_account
from membership.models import Member
from stores.models import Staff


class NoReason(Exception):
    """What is done by hand says why."""


class InPeaceAlready(Exception):
    """The member is left in peace already."""


class NotAside(Exception):
    """The member is not set aside."""


class InThePool(Exception):
    """No guide holds the member."""


@transaction.atomic
def leave_in_peace(*, member: Member, note: str, by: Staff, at: dt.datetime) -> SetAside:
    """Stop draws and contacts: her guide loses her, and nobody is given her by lot.

    What she was promised is dropped. If she left because of it, ``Loss`` says so beside it.

    :raises NoReason: without a note
    :raises InPeaceAlready: if she is left in peace
    """
    if not note.strip():
        raise NoReason
    lock_account(member=member)
    if member.set_aside.open().in_peace().exists():
        raise InPeaceAlready
    if ownership := lock_open_ownership(member=member):
        _end(ownership, EndReason.PEACE, at=at)
    member.set_aside.open().update(ends_at=at, ended_by=by)
    member.care_tasks.open().update(closed_at=at)
    return SetAside.objects.create(
        member=member,
        kind=AsideKind.PEACE,
        reason=AsideReason.BY_HAND,
        note=note.strip(),
        starts_at=at,
        by=by,
    )


@transaction.atomic
def let_back(*, member: Member, by: Staff, at: dt.datetime) -> SetAside:
    """End that ``member`` is set aside: the next draw looks at her again.

    So ends the leaving that brought her peace.

    :raises NotAside: if she is not
    """
    lock_account(member=member)
    aside = member.set_aside.open().select_for_update(of=("self",)).first()
    if aside is None:
        raise NotAside
    aside.ends_at, aside.ended_by = at, by
    aside.save(update_fields=["ends_at", "ended_by"])
    member.losses.left_in_peace().update(ended_at=at, ended_by=by)
    return aside


@transaction.atomic
def put_back(*, member: Member, note: str, by: Staff, at: dt.datetime) -> Ownership:
    """Take ``member`` from her guide and put her into the pool.

    :raises NoReason: without a note
    :raises InThePool: if nobody holds her
    """
    if not note.strip():
        raise NoReason
    lock_account(member=member)
    ownership = lock_open_ownership(member=member)
    if ownership is None:
        raise InThePool
    _end(ownership, EndReason.PUT_BACK, at=at, note=note.strip(), by=by)
    return ownership


def _end(
    ownership: Ownership,
    reason: EndReason,
    *,
    at: dt.datetime,
    note: str = "",
    by: Staff | None = None,
) -> None:
    ownership.ends_at, ownership.end_reason = at, reason
    ownership.end_note, ownership.ended_by = note, by
    ownership.save(update_fields=["ends_at", "end_reason", "end_note", "ended_by"])
