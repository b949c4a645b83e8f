"""Getting to know a member: her tastes, the days that matter to her, notes, checks."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from common.birthdays import Birthday, next_on
from membership.models import Anniversary, Member, MemberNote, RecordCheck, SoftProfile
from stores.models import Staff

TASTES = ("sizes", "colours", "why_she_buys", "how_she_buys")
DEEPER = ("family", "service", "avoid")  # of the highest tier


class NothingNoted(Exception):
    """A note without a word, or a day without a name."""


@transaction.atomic
def describe_member(
    *, member: Member, tastes: dict[str, str], by: Staff, at: dt.datetime
) -> SoftProfile:
    """Make the soft profile say ``tastes``; what is not named there stays. Changes are kept."""
    known = SoftProfile.objects.select_for_update().filter(member=member).first()
    profile = known or SoftProfile(member=member)
    for name, text in tastes.items():
        setattr(profile, name, text.strip())
    # How simple_history is told who and when.
    vars(profile).update(_history_user=by, _history_date=at)
    profile.save()
    return profile


@transaction.atomic
def keep_anniversary(*, member: Member, name: str, day: Birthday, on: dt.date) -> Anniversary:
    """Remember a day of every year under ``name``; the same name is the same day, put right.

    :raises NothingNoted: without a name
    """
    if not name.strip():
        raise NothingNoted
    anniversary, _ = Anniversary.objects.update_or_create(
        member=member,
        name=name.strip(),
        defaults={
            "lunar": day.lunar,
            "leap": day.leap,
            "year": day.year,
            "month": day.month,
            "day": day.day,
            "next_on": next_on(day, on=on),
        },
    )
    return anniversary


def roll_anniversaries(*, on: dt.date) -> int:
    """Move every anniversary that has passed by ``on`` to its next date; return how many."""
    passed = list(Anniversary.objects.filter(next_on__lt=on))
    for anniversary in passed:
        anniversary.next_on = next_on(anniversary.kept_as, on=on)
    Anniversary.objects.bulk_update(passed, ["next_on"], batch_size=1_000)
    return len(passed)


def note_about(*, member: Member, text: str, by: Staff, at: dt.datetime) -> MemberNote:
    """Keep a private note of the member's store.

    :raises NothingNoted: without a word
    """
    if not text.strip():
        raise NothingNoted
    return MemberNote.objects.create(
        member=member, store=member.home_store, text=text.strip(), by=by, at=at
    )


def check_record(*, member: Member, by: Staff, at: dt.datetime) -> RecordCheck:
    """Note that ``by`` asked the member and her record is right; once a day is enough."""
    check, _ = RecordCheck.objects.get_or_create(
        member=member,
        on=timezone.localdate(at),
        defaults={"store": member.home_store, "by": by, "at": at},
    )
    return check
