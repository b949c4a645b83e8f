"""Writing down what was said to a member, and what follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from common.periods import business_day
from guides.domain.complaining import open_complaint
from guides.domain.losing import left_as_asked, welcome_back
from guides.enums import Outcome, TaskKind
from guides.models import CareTask, Contact, ContactWay
from loyalty.domain.ledger import lock_account
from membership.models import Member
from stores.models import Staff


class NothingSaid(Exception):
    """A contact without a word about it."""


class NextDayPast(Exception):
    """The next day lies before the contact."""


class NextDayMissing(Exception):
    """A next step without a day."""


class AlreadyCorrected(Exception):
    """The contact was corrected; the correction can be corrected in turn."""

    def __init__(self, *, by: Contact) -> None:
        super().__init__(f"contact {by.corrects_id} was corrected by {by.pk}")
        self.by = by


@dataclass(frozen=True)
class Said:
    """What a contact was: by which channel, why, what came of it and what comes next."""

    channel: str
    note: str
    outcome: str = Outcome.REACHED
    purpose: str = ""
    problem: str = ""
    need: str = ""
    next_step: str = ""
    next_on: dt.date | None = None
    way: ContactWay | None = None


UNHEARD = {Outcome.NO_ANSWER, Outcome.SENT}  # she said nothing, so no promise to her is kept


def log_contact(*, member: Member, said: Said, by: Staff, at: dt.datetime) -> Contact:
    """Record one contact of ``by`` with ``member``; it can be added to, not changed.

    Speaking to her keeps the promises of the day; a text sent, or no answer, does not. A next
    day is a new promise, which takes the place of those still open; it is the member's, whoever
    looks after her then. A complaint is opened, and who asks for it is left in peace: her guide
    has her no more.

    :raises NothingSaid: without a note
    :raises NextDayPast: if the next day lies before the day of the contact
    :raises NextDayMissing: for a next step without a day
    """
    return _write(member, said, by=by, at=at, on=_day_of(member, at))


@transaction.atomic
def correct_contact(*, contact: Contact, said: Said, by: Staff, at: dt.datetime) -> Contact:
    """Record what ``contact`` should have said, as a further contact that names it.

    It counts in the other's place, at the other's time. What followed from the other, and not
    from this one, is taken back.

    :raises AlreadyCorrected: if somebody did so before
    :raises NothingSaid: without a note
    :raises NextDayPast: if the next day lies before the day of the correction
    :raises NextDayMissing: for a next step without a day
    """
    lock_account(member=contact.member)
    _take_back(contact, unless=said, by=by, at=at)
    try:
        with transaction.atomic():
            return _write(
                contact.member,
                said,
                by=by,
                at=contact.at,
                on=_day_of(contact.member, at),
                corrects=contact,
                noted_at=at,
            )
    except IntegrityError:
        if earlier := contact.corrections.first():
            raise AlreadyCorrected(by=earlier) from None
        raise


@transaction.atomic
def _write(
    member: Member,
    said: Said,
    *,
    by: Staff,
    at: dt.datetime,
    on: dt.date,
    corrects: Contact | None = None,
    noted_at: dt.datetime | None = None,
) -> Contact:
    if not said.note.strip():
        raise NothingSaid
    if said.next_on and said.next_on < on:
        raise NextDayPast
    if said.next_step and not said.next_on:
        raise NextDayMissing
    if said.outcome == Outcome.REFUSED:
        lock_account(member=member)
    contact = Contact.objects.create(
        member=member,
        staff=by,
        store=member.home_store,
        at=at,
        corrects=corrects,
        noted_at=noted_at,
        **(vars(said) | {"note": said.note.strip()}),
    )
    _follow(contact, by=by, at=noted_at or at, on=on)
    return contact


def _follow(contact: Contact, *, by: Staff, at: dt.datetime, on: dt.date) -> None:
    """Do what follows from ``contact``: promises kept and made, a complaint, peace."""
    tasks = contact.member.care_tasks.open()
    if contact.outcome == Outcome.REFUSED:
        left_as_asked(member=contact.member, note=contact.note, by=by, at=at)
        tasks.update(closed_at=at)
        return
    if contact.next_on:
        tasks.update(closed_at=at, done_by=contact)
        _promise(contact, due_on=contact.next_on, at=at)
    elif contact.outcome not in UNHEARD:
        tasks.filter(due_on__lte=on).update(closed_at=at, done_by=contact)
    if contact.outcome == Outcome.COMPLAINT:
        origin = contact.corrects if contact.corrects_id else None
        if origin is None or not origin.complaints.exists():
            about = contact.problem or contact.note
            open_complaint(member=contact.member, about=about, contact=contact, by=by, at=at)


def _promise(contact: Contact, *, due_on: dt.date, at: dt.datetime) -> None:
    wants_to_come = contact.outcome == Outcome.WILL_COME
    CareTask.objects.create(
        member=contact.member,
        kind=TaskKind.APPOINTMENT if wants_to_come else TaskKind.CALL_BACK,
        what=contact.next_step,
        due_on=due_on,
        cause=f"contact:{contact.pk}",
        opened_at=at,
    )


def _take_back(contact: Contact, *, unless: Said, by: Staff, at: dt.datetime) -> None:
    """Open again what ``contact`` closed, drop what it promised, end the peace it brought.

    What was promised before the peace is promised again.
    """
    contact.tasks_done.update(closed_at=None, done_by=None)
    CareTask.objects.open().filter(cause=f"contact:{contact.pk}").update(closed_at=at)
    if contact.outcome == Outcome.REFUSED != unless.outcome:
        member, moments = contact.member, list(_moments(contact))
        if member.losses.left_in_peace().filter(at__in=moments).exists():
            welcome_back(member=member, by=by, at=at)
            dropped = member.care_tasks.filter(closed_at__in=moments, done_by=None)
            dropped.update(closed_at=None)


def _moments(contact: Contact | None) -> Iterator[dt.datetime]:
    """Yield when ``contact``, and what it corrects, were written down."""
    while contact:
        yield contact.written_at
        contact = contact.corrects


def _day_of(member: Member, at: dt.datetime) -> dt.date:
    return business_day(at, day_ends_at=member.home_store.day_ends_at)
