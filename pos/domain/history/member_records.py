"""The records of members who move in, many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from common.birthdays import Birthday
from common.bulk import insert_rows
from common.history import remember_creation
from membership.domain.joining import birthday_columns, search_columns
from membership.enums import Calendar, MemberStatus
from membership.models import Member
from pos.domain.history.channels import Channels
from pos.domain.history.member_file import StagedMember
from stores.models import Store

# What a row of the table needs; what is not here is empty.
_MEMBER_COLUMNS = (
    "id",
    "number",
    "name",
    "name_initials",
    "name_pinyin",
    "phone",
    "phone_last4",
    "gender",
    "birth_calendar",
    "birth_year",
    "birth_month",
    "birth_day",
    "birth_leap_month",
    "next_birthday_on",
    "birthday_declined",
    "status",
    "joined_on",
    "joined_at",
    "home_store_id",
    "channel_id",
)


_NO_BIRTHDAY = {
    "birth_calendar": Calendar.SOLAR.value,
    "birth_year": None,
    "birth_month": None,
    "birth_day": None,
    "birth_leap_month": False,
    "next_birthday_on": None,
}


class Newcomer(NamedTuple):
    """A row with what it becomes."""

    row: StagedMember
    key: int
    account: int
    number: str
    store: Store
    joined_on: dt.date
    joined_at: dt.datetime


def write_records(newcomers: Sequence[Newcomer], *, channels: Channels, at: dt.datetime) -> None:
    """Write the newcomers' own rows, found by name and phone like everybody's.

    A source nobody knows becomes a joining channel.
    """
    today = timezone.localdate(at)
    rows = [_record(one, channel=channels.key(one.row.source), today=today) for one in newcomers]
    insert_rows(connection, Member._meta.db_table, _MEMBER_COLUMNS, rows)
    remember_creation(Member, [one.key for one in newcomers], at=at)


def _record(one: Newcomer, *, channel: int | None, today: dt.date) -> list[object]:
    row = one.row
    facts = {
        **_NO_BIRTHDAY,
        **birthday_columns(birthday=_birthday(row), on=today),
        **search_columns(name=row.name, phone=row.phone),
        "id": one.key,
        "number": one.number,
        "name": row.name,
        "phone": row.phone or None,
        "gender": row.gender,
        "birthday_declined": False,
        "status": MemberStatus.ACTIVE.value,
        "joined_on": one.joined_on,
        "joined_at": one.joined_at,
        "home_store_id": one.store.pk,
        "channel_id": channel,
    }
    return [facts[column] for column in _MEMBER_COLUMNS]


def _birthday(row: StagedMember) -> Birthday | None:
    if row.birth_month is None or row.birth_day is None:
        return None
    return Birthday(
        month=row.birth_month,
        day=row.birth_day,
        year=row.birth_year,
        lunar=bool(row.birth_lunar),
        leap=bool(row.birth_leap),
    )
