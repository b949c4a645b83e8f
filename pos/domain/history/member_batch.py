"""One batch of members moves in, with card, tier, balance and guide, or nobody does.

The same facts as ``pos.domain.registration`` leaves, without consents: a file proves none.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Case, When
from django.utils import timezone

from common.bulk import insert_rows, next_ids
from common.history import remember_creation
from common.periods import add_months
from guides.domain.clock import wind
from guides.enums import OwnershipReason
from guides.models import Ownership
from loyalty.domain.opening import OPENING, opening_expiry
from loyalty.enums import EntryKind, TierReason
from loyalty.models import PointsAccount, PointsEntry, PointsLot, TierAssignment
from loyalty.programme import programme
from membership.enums import CardStatus
from membership.models import Card, CardKind, Member
from pos.domain.history.channels import Channels, tags_of
from pos.domain.history.house import House
from pos.domain.history.member_file import StagedMember
from pos.domain.history.member_records import Newcomer, write_records
from pos.domain.history.numbering import Numbers
from stores.models import Store

_CARD_COLUMNS = (
    "id",
    "number",
    "kind_id",
    "member_id",
    "status",
    "issued_at",
    "issued_in_id",
    "expires_on",
)
_ENTRY_COLUMNS = (
    "id",
    "account_id",
    "kind",
    "points",
    "qualifying",
    "reference",
    "store_id",
    "occurred_at",
    "recorded_at",
    "note",
)
_OPENED = EntryKind.OPENING.value
_KIND = "member"  # the kind of card that members of an earlier system hold


@transaction.atomic
def write_members(
    rows: Sequence[StagedMember],
    *,
    stage: sqlite3.Connection,
    house: House,
    channels: Channels,
    at: dt.datetime,
) -> None:
    """Write the members in ``rows``, in the order in which their numbers are drawn.

    :raises django.db.IntegrityError: if somebody took a number, phone or card meanwhile
    """
    newcomers = _newcomers(rows, stage=stage, house=house)
    write_records(newcomers, channels=channels, at=at)
    _hang_tags(newcomers)
    _give_cards(newcomers, at=at)
    _open_accounts(newcomers, at=at)
    _give_tiers(newcomers)
    _give_to_guides(newcomers, house=house, at=at)


def _newcomers(
    rows: Sequence[StagedMember], *, stage: sqlite3.Connection, house: House
) -> list[Newcomer]:
    stores = [house.store(row.store) for row in rows]
    numbers = Numbers(stage, stores)
    keys = next_ids(connection, Member._meta.db_table, len(rows))
    accounts = next_ids(connection, PointsAccount._meta.db_table, len(rows))
    newcomers = [
        Newcomer(
            row,
            key,
            account,
            row.number or numbers.draw(store),
            store,
            dt.date.fromisoformat(row.joined_on),
            _start_of(row.joined_on, store),
        )
        for row, key, account, store in zip(rows, keys, accounts, stores, strict=True)
    ]
    numbers.save()
    return newcomers


def _start_of(joined_on: str, store: Store) -> dt.datetime:
    """Return the first moment of the business day, so that every sale of it comes after."""
    day = dt.date.fromisoformat(joined_on)
    return dt.datetime.combine(day, store.day_ends_at, timezone.get_default_timezone())


def _hang_tags(newcomers: Sequence[Newcomer]) -> None:
    hung = [
        (one.key, word) for one in newcomers if one.row.tags for word in one.row.tags.split(";")
    ]
    tags = tags_of(word for _member, word in hung)
    insert_rows(
        connection,
        Member.tags.through._meta.db_table,
        ("member_id", "tag_id"),
        ((member, tags[word]) for member, word in hung),
    )


def _give_cards(newcomers: Sequence[Newcomer], *, at: dt.datetime) -> None:
    holders = [one for one in newcomers if one.row.card]
    kind = CardKind.objects.order_by(Case(When(code=_KIND, then=0), default=1), "pk").first()
    if not holders or kind is None:
        return
    keys = next_ids(connection, Card._meta.db_table, len(holders))
    cards = (
        (
            key,
            one.row.card,
            kind.pk,
            one.key,
            CardStatus.ISSUED.value,
            one.joined_at,
            one.store.pk,
            add_months(one.joined_on, kind.term_months) if kind.term_months else None,
        )
        for key, one in zip(keys, holders, strict=True)
    )
    insert_rows(connection, Card._meta.db_table, _CARD_COLUMNS, cards)
    remember_creation(Card, keys, at=at)


def _open_accounts(newcomers: Sequence[Newcomer], *, at: dt.datetime) -> None:
    """Open everybody's account; a balance brought along is as ``open_balance`` posts it."""
    insert_rows(
        connection,
        PointsAccount._meta.db_table,
        ("id", "member_id", "balance", "debt"),
        ((one.account, one.key, one.row.points, 0) for one in newcomers),
    )
    owners = [one for one in newcomers if one.row.points]
    keys = next_ids(connection, PointsEntry._meta.db_table, len(owners))
    opened = list(zip(keys, owners, strict=True))
    insert_rows(
        connection,
        PointsEntry._meta.db_table,
        _ENTRY_COLUMNS,
        (
            (key, one.account, _OPENED, one.row.points, 0, OPENING, one.store.pk, at, at, "")
            for key, one in opened
        ),
    )
    expires_on = opening_expiry(programme(), on=timezone.localdate(at))
    insert_rows(
        connection,
        PointsLot._meta.db_table,
        ("account_id", "entry_id", "points", "remaining", "expires_on"),
        ((one.account, key, one.row.points, one.row.points, expires_on) for key, one in opened),
    )


def _give_tiers(newcomers: Sequence[Newcomer]) -> None:
    insert_rows(
        connection,
        TierAssignment._meta.db_table,
        ("member_id", "tier_id", "starts_at", "reason"),
        (
            (one.key, one.row.tier, one.joined_at, TierReason.IMPORT.value)
            for one in newcomers
            if one.row.tier
        ),
    )


def _give_to_guides(newcomers: Sequence[Newcomer], *, house: House, at: dt.datetime) -> None:
    """Put members into their guides' hands; the clock runs from the day they joined."""
    today = timezone.localdate(at)
    ownerships = []
    for one in newcomers:
        tier = house.ladder.tier(one.row.tier) if one.row.tier else None
        rule = house.ownership_rule(one.store, tier, on=today)
        if one.row.guide is None or rule is None:
            continue
        ownership = Ownership(
            member_id=one.key,
            guide_id=one.row.guide,
            store=one.store,
            reason=OwnershipReason.IMPORT,
            rule=rule,
            starts_at=one.joined_at,
        )
        wind(ownership, began_on=one.joined_on, last_visit=None)
        ownerships.append(ownership)
    Ownership.objects.bulk_create(ownerships)
