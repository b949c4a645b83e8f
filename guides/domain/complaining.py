"""Taking complaints, answering them in time, settling them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from guides.models import CareRule, Complaint, Contact
from membership.models import Member
from stores.models import Staff, Store


class NothingToTell(Exception):
    """A complaint, an answer or a settlement without a word."""


class AlreadyAnswered(Exception):
    """Somebody answered the complaint."""


class NotAnswered(Exception):
    """A complaint is settled after it was answered."""


class AlreadySettled(Exception):
    """The complaint is over."""


class NoCareRule(Exception):
    """No care rule has begun by this day."""


def care_rule(*, on: dt.date) -> CareRule:
    """Return the care rule in force on ``on``.

    :raises NoCareRule: if none has begun
    """
    rule = CareRule.objects.in_force(on=on).first()
    if rule is None:
        raise NoCareRule
    return rule


def open_complaint(
    *,
    member: Member,
    about: str,
    by: Staff,
    at: dt.datetime,
    store: Store | None = None,
    contact: Contact | None = None,
) -> Complaint:
    """Write down what ``member`` complains of; it is to be answered within the rule's hours.

    It is answered by ``store``, or by her home store if none is named.

    :raises NothingToTell: without a word
    """
    if not about.strip():
        raise NothingToTell
    hours = care_rule(on=timezone.localdate(at)).complaint_hours
    return Complaint.objects.create(
        member=member,
        store=store or member.home_store,
        contact=contact,
        about=about.strip(),
        opened_at=at,
        opened_by=by,
        due_at=at + dt.timedelta(hours=hours),
    )


@transaction.atomic
def answer_complaint(*, complaint: Complaint, answer: str, by: Staff, at: dt.datetime) -> Complaint:
    """Write down what the member was told.

    :raises NothingToTell: without a word
    :raises AlreadyAnswered: if somebody told her before
    """
    if not answer.strip():
        raise NothingToTell
    complaint = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if complaint.answered_at:
        raise AlreadyAnswered
    complaint.answer, complaint.answered_by, complaint.answered_at = answer.strip(), by, at
    complaint.save(update_fields=["answer", "answered_by", "answered_at"])
    return complaint


@transaction.atomic
def settle_complaint(
    *, complaint: Complaint, settlement: str, by: Staff, at: dt.datetime
) -> Complaint:
    """Write down how it ended.

    :raises NothingToTell: without a word
    :raises NotAnswered: while nobody has answered it
    :raises AlreadySettled: if it is over
    """
    if not settlement.strip():
        raise NothingToTell
    complaint = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if not complaint.answered_at:
        raise NotAnswered
    if complaint.settled_at:
        raise AlreadySettled
    complaint.settlement, complaint.settled_by, complaint.settled_at = settlement.strip(), by, at
    complaint.save(update_fields=["settlement", "settled_by", "settled_at"])
    return complaint
