"""A customer becomes a member."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from common.birthdays import Birthday, next_on
from common.periods import business_day
from common.phones import last_four
from common.pinyin import search_key
from membership.domain.cards import issue_card
from membership.domain.numbers import draw_number
from membership.domain.prospecting import prospect_joined
from membership.enums import Calendar, ConsentChannel, Purpose
from membership.models import (
    CardKind,
    Consent,
    ConsentText,
    JoiningChannel,
    Member,
    Organisation,
)
from stores.models import Staff, Store


class PhoneTaken(Exception):
    """A member with this phone is already there."""

    def __init__(self, *, member: Member) -> None:
        super().__init__(f"the phone belongs to {member.number}")
        self.member = member


class ConsentMissing(Exception):
    """Nobody joins without agreeing to the membership terms."""


class BirthdayMissing(Exception):
    """Neither a birthday nor the wish not to give one."""


@transaction.atomic
def join_member(
    *,
    name: str,
    phone: str,
    birthday: Birthday | None,
    birthday_declined: bool = False,
    store: Store,
    consents: Iterable[Purpose],
    consent_channel: ConsentChannel,
    by: Staff,
    at: dt.datetime,
    enroller: Staff | None = None,
    gender: str = "",
    channel: JoiningChannel | None = None,
    referrer: Member | None = None,
    organisation: Organisation | None = None,
    card_number: str = "",
    card_kind: CardKind | None = None,
) -> Member:
    """Make a member of ``store`` with a number, her consents and, if given, her card.

    ``phone`` is E.164. ``enroller`` is credited with the joining; ``by`` typed it in. A card
    without a printed body needs its ``card_kind`` only.

    :raises PhoneTaken: if another member has this phone, also one registered a moment ago
    :raises CardRefused: as ``issue_card`` does, if the card cannot be hers
    :raises ConsentMissing: unless the membership terms are among ``consents``
    :raises BirthdayMissing: if there is neither a birthday nor ``birthday_declined``
    """
    purposes = set(consents)
    if Purpose.MEMBERSHIP not in purposes:
        raise ConsentMissing
    if birthday is None and not birthday_declined:
        raise BirthdayMissing

    joined_on = business_day(at, day_ends_at=store.day_ends_at)
    member = Member(
        name=name,
        phone=phone,
        gender=gender,
        birthday_declined=birthday_declined,
        joined_on=joined_on,
        joined_at=at,
        home_store=store,
        channel=channel,
        enroller=enroller,
        referrer=referrer,
        organisation=organisation,
        **birthday_columns(birthday=birthday, on=joined_on),
        **search_columns(name=name, phone=phone),
    )
    _insert(member, store)
    _record_consents(member, purposes, consent_channel, by=by, at=at)
    prospect_joined(member=member, at=at)
    if card_kind and (card_number or not card_kind.is_physical):
        issue_card(member=member, number=card_number, kind=card_kind, store=store, by=by, at=at)
    return member


def birthday_columns(*, birthday: Birthday | None, on: dt.date) -> dict[str, object]:
    """Return the member's columns for ``birthday``, with the next one on or after ``on``."""
    if birthday is None:
        return {}
    return {
        "birth_calendar": Calendar.LUNAR if birthday.lunar else Calendar.SOLAR,
        "birth_year": birthday.year,
        "birth_month": birthday.month,
        "birth_day": birthday.day,
        "birth_leap_month": birthday.leap,
        "next_birthday_on": next_on(birthday, on=on),
    }


def search_columns(*, name: str, phone: str | None) -> dict[str, str]:
    """Return the derived columns a member is found by: pinyin and the last four digits."""
    initials, _, pinyin = search_key(name).partition(" ")
    return {
        "name_initials": initials[:60],
        "name_pinyin": pinyin[:200],
        "phone_last4": last_four(phone) if phone else "",
    }


def _insert(member: Member, store: Store) -> None:
    """Draw a number and write the member; a phone taken meanwhile is a refusal."""
    _refuse_taken_phone(member)
    member.number = draw_number(store=store)
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError:
        _refuse_taken_phone(member)
        raise


def _refuse_taken_phone(member: Member) -> None:
    if earlier := Member.objects.filter(phone=member.phone).first():
        raise PhoneTaken(member=earlier)


def _record_consents(
    member: Member,
    purposes: set[Purpose],
    channel: ConsentChannel,
    *,
    by: Staff,
    at: dt.datetime,
) -> None:
    texts = texts_in_force(on=member.joined_on)
    Consent.objects.bulk_create(
        Consent(
            member=member,
            purpose=purpose,
            text=texts[purpose],
            channel=channel,
            given_at=at,
            given_by=by,
        )
        for purpose in Purpose
        if purpose in purposes
    )


def texts_in_force(*, on: dt.date) -> dict[str, ConsentText]:
    """Return the newest text of each purpose that is effective by ``on``."""
    texts = ConsentText.objects.filter(effective_from__lte=on).order_by("version")
    return {text.purpose: text for text in texts}
