"""Whose receipts they are: members by number, card or phone, as history wrote them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from django.db.models import CharField, QuerySet, Value
from django.utils.translation import gettext as _

from common.phones import phone_candidates
from membership.enums import MemberStatus
from membership.models import Card, Member
from membership.queries import clean_query

_TEXT = CharField()
_GONE = [MemberStatus.MERGED, MemberStatus.ERASED]


def resolve_people(db: sqlite3.Connection) -> None:
    """Find the member behind every staged name for one; a name nobody has refuses its lines."""
    db.execute("insert into person select distinct who, null from line where who <> ''")
    last = ""
    while some := db.execute(
        "select who from person where who > ? order by who limit 500", [last]
    ).fetchall():
        (last,) = some[-1]
        found = _members(who for (who,) in some)
        db.executemany(
            "update person set member = ? where who = ?",
            ((member, who) for who, member in found.items()),
        )
    db.execute(
        """
        insert or ignore into refusal
        select no, 'member', ?
        from line join person using (who) where member is null
        """,
        [_("No member has this number, card or phone.")],
    )


def plain(phones: Iterable[str]) -> list[Value]:
    """Return E.164 numbers as they stand: the field would parse each of them again."""
    return [Value(phone, _TEXT) for phone in phones]


def _members(names: Iterable[str]) -> dict[str, int]:
    """Return the members found, by name: the number counts before the card, it before the phone."""
    typed = {name: clean_query(name) for name in names}
    found: dict[str, int] = {}
    for lookup in (_by_number, _by_card, _by_phone):
        left = {name: text for name, text in typed.items() if name not in found}
        if left:
            found |= lookup(left)
    return found


def _by_number(typed: dict[str, str]) -> dict[str, int]:
    wanted = {*typed.values(), *(text.upper() for text in typed.values())}
    members = dict(_present().filter(number__in=wanted).values_list("number", "pk"))
    readings = {
        name: members.get(text) or members.get(text.upper()) for name, text in typed.items()
    }
    return {name: member for name, member in readings.items() if member}


def _by_card(typed: dict[str, str]) -> dict[str, int]:
    """A card that was lost or replaced since was good at the time."""
    cards = dict(
        Card.objects.filter(number__in=set(typed.values()))
        .exclude(member__status__in=_GONE)
        .values_list("number", "member")
    )
    return {name: cards[text] for name, text in typed.items() if text in cards}


def _by_phone(typed: dict[str, str]) -> dict[str, int]:
    candidates = {name: phone_candidates(text) for name, text in typed.items()}
    wanted = plain({phone for phones in candidates.values() for phone in phones})
    members = {
        str(phone): pk
        for phone, pk in _present().filter(phone__in=wanted).values_list("phone", "pk")
    }
    readings = {
        name: next((members[phone] for phone in phones if phone in members), None)
        for name, phones in candidates.items()
    }
    return {name: member for name, member in readings.items() if member}


def _present() -> QuerySet[Member]:
    return Member.objects.exclude(status__in=_GONE)
