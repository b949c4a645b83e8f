"""Doing something to many members by hand: each by herself, and saying who was refused and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from guides.domain.ownership import (
    AlreadyOwned,
    HeldBefore,
    LeftInPeace,
    NotAGuideHere,
    reassign_member,
)
from guides.domain.setting_aside import InPeaceAlready, InThePool, NoReason, NotAside
from membership.models import Member
from stores.models import Staff

REFUSALS = (
    AlreadyOwned,
    HeldBefore,
    InPeaceAlready,
    InThePool,
    LeftInPeace,
    NotAGuideHere,
    NotAside,
)


@dataclass(frozen=True)
class Refused:
    """A member who was left where she is, and why."""

    member: Member
    refusal: Exception


@dataclass
class Outcome:
    """Who was acted on, and who was refused."""

    done: list[Member] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def do_to_each(*, members: Iterable[Member], verb: Callable[[Member], object]) -> Outcome:
    """Do ``verb`` to each of ``members``; what is refused for one does not undo the others."""
    outcome = Outcome()
    for member in members:
        try:
            verb(member)
        except REFUSALS as refusal:
            outcome.refused.append(Refused(member, refusal))
        else:
            outcome.done.append(member)
    return outcome


def assign_members(
    *,
    members: Iterable[Member],
    guide: Staff,
    note: str,
    override: bool,
    by: Staff,
    at: dt.datetime,
) -> Outcome:
    """Put each of ``members`` into the hand of ``guide``, in the member's home store.

    ``override`` lets the guide have those she lost before; who passes it has asked whether
    ``by`` may.

    :raises NoReason: without a note
    """
    if not note.strip():
        raise NoReason

    def give(member: Member) -> object:
        return reassign_member(
            member=member,
            guide=guide,
            store=member.home_store,
            by=by,
            at=at,
            note=note.strip(),
            override=override,
        )

    return do_to_each(members=members, verb=give)
