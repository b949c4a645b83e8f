"""Giving many members to a guide by hand, each by herself, and saying who was refused and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from guides.domain.ownership import (
    AlreadyOwned,
    HeldBefore,
    LeftInPeace,
    NotAGuideHere,
    reassign_member,
)
from guides.domain.setting_aside import NoReason
from guides.models import Ownership
from membership.models import Member
from stores.models import Staff

REFUSALS = (AlreadyOwned, HeldBefore, LeftInPeace, NotAGuideHere)
Refusal = AlreadyOwned | HeldBefore | LeftInPeace | NotAGuideHere


@dataclass(frozen=True)
class Refused:
    """A member who was left where she is, and why."""

    member: Member
    refusal: Refusal


@dataclass
class Assigned:
    """What came of it: the new ownerships, and who was refused."""

    given: list[Ownership] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def assign_members(
    *,
    members: Iterable[Member],
    guide: Staff,
    note: str,
    override: bool,
    by: Staff,
    at: dt.datetime,
) -> Assigned:
    """Put each of ``members`` into the hand of ``guide``, in the member's home store.

    Each is a transaction of its own: one refusal does not undo the others. ``override`` lets
    the guide have those she lost before; who passes it has asked whether ``by`` may.

    :raises NoReason: without a note
    """
    if not note.strip():
        raise NoReason
    assigned = Assigned()
    for member in members:
        try:
            ownership = reassign_member(
                member=member,
                guide=guide,
                store=member.home_store,
                by=by,
                at=at,
                note=note.strip(),
                override=override,
            )
        except REFUSALS as refusal:
            assigned.refused.append(Refused(member, refusal))
        else:
            assigned.given.append(ownership)
    return assigned
