"""Putting right what a member's record says of her."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.birthdays import Birthday
from membership.domain.joining import PhoneTaken, birthday_columns, search_columns
from membership.enums import Calendar
from membership.models import Member, Tag
from stores.models import Staff

NO_BIRTHDAY = {
    "birth_calendar": Calendar.SOLAR,
    "birth_year": None,
    "birth_month": None,
    "birth_day": None,
    "birth_leap_month": False,
    "next_birthday_on": None,
}


@transaction.atomic
def correct_member(
    *,
    member: Member,
    name: str,
    phone: str | None,
    birthday: Birthday | None,
    birthday_declined: bool,
    gender: str,
    tags: Iterable[Tag],
    by: Staff,
    at: dt.datetime,
) -> Member:
    """Make the record say what is given here, and keep who changed what.

    ``phone`` is E.164, or None for none. What she is found by (pinyin, last four digits, next
    birthday) follows. A correction that corrects nothing leaves no trace in the history.

    :raises PhoneTaken: if another member has this phone, also one registered a moment ago
    """
    record = Member.objects.select_for_update().get(pk=member.pk)
    facts: dict[str, object] = {
        "name": name,
        "phone": phone,
        "gender": gender,
        "birthday_declined": birthday_declined,
        **NO_BIRTHDAY,
        **birthday_columns(birthday=birthday, on=timezone.localdate(at)),
        **search_columns(name=name, phone=phone),
    }
    if changed := [column for column, value in facts.items() if getattr(record, column) != value]:
        for column in changed:
            setattr(record, column, facts[column])
        _save(record, changed, by=by, at=at)
    record.tags.set(tags)
    return record


def _save(record: Member, columns: list[str], *, by: Staff, at: dt.datetime) -> None:
    """Write ``columns``; a phone somebody else has is a refusal, whoever was first."""
    _refuse_taken_phone(record)
    # How simple_history is told who and when.
    vars(record).update(_history_user=by, _history_date=at)
    try:
        with transaction.atomic():
            record.save(update_fields=columns)
    except IntegrityError:
        _refuse_taken_phone(record)
        raise


def _refuse_taken_phone(record: Member) -> None:
    if record.phone is None:
        return
    if other := Member.objects.filter(phone=record.phone).exclude(pk=record.pk).first():
        raise PhoneTaken(member=other)
