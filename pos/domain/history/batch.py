"""One batch of receipts becomes sales, visits, points, tiers and wound clocks, or nothing does.

The same facts as ``pos.domain.checkout`` and ``pos.domain.returns`` leave, without tender,
shift and printed receipt, which history does not have. Locks are taken in the house's order.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.db import connection, transaction

from common.bulk import next_ids
from loyalty.models import Tier
from membership.models import Member
from pos.domain.history.accounts import Earned
from pos.domain.history.clocks import Owners
from pos.domain.history.days import Days
from pos.domain.history.documents import Document, Part
from pos.domain.history.doings import Doings
from pos.domain.history.earnings import Earnings
from pos.domain.history.goods import products_of
from pos.domain.history.house import House
from pos.domain.history.origins import Origin, Origins
from pos.domain.history.papers import SALES, Credits, Papers
from pos.domain.history.points import Books
from pos.domain.history.tiers import Climbs


@transaction.atomic
def write_batch(
    documents: Sequence[Document],
    *,
    stage: sqlite3.Connection,
    house: House,
    earn: bool,
    at: dt.datetime,
) -> None:
    """Write ``documents``, each member's in time order, all of them or none.

    :raises ChangedMeanwhile: if somebody took back what these returns take back
    :raises django.db.IntegrityError: if somebody wrote one of these receipts meanwhile
    """
    batch = _Batch(documents, stage=stage, house=house, earn=earn, at=at)
    for document in documents:
        if document.is_return:
            batch.take_back(document)
        else:
            batch.sell(document)
    batch.save()


class _Batch:
    """The facts the batch touches: read and locked once, changed in memory, saved once."""

    def __init__(
        self,
        documents: Sequence[Document],
        *,
        stage: sqlite3.Connection,
        house: House,
        earn: bool,
        at: dt.datetime,
    ) -> None:
        self._house, self._earn = house, earn
        _place(documents, house)
        members = {document.member for document in documents if document.member}
        self._members = _facts(members)
        self._origins = Origins(stage, documents)
        self._climbs = Climbs(members, ladder=house.ladder)
        since = self._climbs.counts_from(documents) if earn else None
        self._books = _books(documents, members, earn=earn, since=since, at=at)
        self._books.read_expired(self._origins.earned)
        self._owners = Owners(members, house=house)
        days = {document.day for document in documents} | self._origins.days
        counted = {since.date()} if since and house.ladder.counts_visits else set()
        self._days = Days(members, first=min(days | counted), last=max(days))
        self._doings = Doings(members, ladder=house.ladder, days=self._days, since=since)
        products = products_of(stage, documents, at=at)
        self._papers = Papers(documents, products=products, at=at)
        self._earnings = Earnings(members, products=products, house=house)

    def sell(self, sale: Document) -> None:
        """Book one sale."""
        owner, enroller, tier = None, None, None
        if sale.member:
            owner = self._owners.owner(sale.member, at=sale.sold_at)
            tier = self._climbs.tier(sale.member, at=sale.sold_at)
            enroller = self._members[sale.member].enroller
            self._owners.saw(sale, tier=tier)
            key = (sale.member, sale.store, sale.day)
            self._days.add(key, tickets=1, units=sale.quantity, net=sale.amount)
        credited = Credits(sale.seller, owner, enroller)
        lines = self._papers.sell(sale, credited)
        earned = self._reward(sale, tier, [key for _no, key in lines])
        self._origins.add(sale, credited, lines=lines, earned=earned)
        self._doings.add(sale)
        self._climb(sale)

    def take_back(self, back: Document) -> None:
        """Book one return: what it undoes, sale by sale."""
        found = [(part, *self._origins.of(part)) for part in back.parts]
        undone: dict[int, list[tuple[Part, int]]] = {}
        for part, origin, line in found:
            undone.setdefault(origin.sale, []).append((part, line))
        first = found[0][1]
        self._papers.take_back(
            back,
            Credits(back.seller or first.credits.seller, *first.credits[1:]),
            original=first.sale if len(undone) == 1 else None,
            parts=[(part, line) for part, _origin, line in found],
        )
        tickets = sum(
            self._undo(back, self._origins.sale(key), parts, alone=len(undone) == 1)
            for key, parts in undone.items()
        )
        if back.member:
            key = (back.member, back.store, back.day)
            self._days.add(key, tickets=-tickets, units=back.quantity, net=back.amount)
        amounts = {key: sum(part.amount for part, _ in parts) for key, parts in undone.items()}
        self._doings.add(back, amounts)
        self._climb(back)

    def save(self) -> None:
        """Write everything in the order of its keys, the clocks last: they read the visits."""
        self._papers.save()
        self._days.save()
        self._books.save()
        self._climbs.save()
        self._owners.save()

    def _reward(self, sale: Document, tier: Tier | None, lines: Sequence[int]) -> Earned | None:
        """Give the points of ``sale`` by the rule and tier of its time, and perhaps a new tier."""
        member = self._members.get(sale.member or 0)
        if not self._earn or member is None or sale.day < member.joined_on:
            return None
        earning = self._earnings.of(sale, tier=tier)
        if earning.points == 0:
            return None
        return self._books.earn(sale, earning, lines=lines)

    def _climb(self, document: Document) -> None:
        """Let the member rise with a sale, or fall back with a return."""
        member = self._members.get(document.member or 0)
        if not self._earn or member is None or document.day < member.joined_on:
            return
        key = document.member or 0
        move = self._climbs.undo if document.is_return else self._climbs.review
        facts = self._doings.of(key, self._books.account(key))
        move(document, facts=facts, joined_on=member.joined_on)

    def _undo(
        self, back: Document, origin: Origin, parts: Sequence[tuple[Part, int]], *, alone: bool
    ) -> int:
        """Take ``parts`` off one sale; return 1 if that undid a ticket of the same day."""
        amount = sum(part.amount for part, _line in parts)
        origin.take_back(parts)
        if origin.earned and (points := origin.points_back):
            self._books.take_back(
                back,
                points,
                of=origin.earned,
                part="" if alone else f":{origin.sale}",
                policy=self._house.debt_policy(on=back.day),
            )
        if origin.day == back.day:
            return int(origin.is_undone)
        if back.member:
            key = (back.member, origin.store, origin.day)
            self._days.remember_later_return(key, net=amount)
        return 0


def _place(documents: Sequence[Document], house: House) -> None:
    """Give each document its store, its business day and the key of its sale."""
    keys = next_ids(connection, SALES, len(documents))
    for document, key in zip(documents, keys, strict=True):
        document.store = house.store(document.store).pk
        document.day = house.business_day(document.sold_at, store=document.store)
        document.sale = key


class _Facts(NamedTuple):
    enroller: int | None
    joined_on: dt.date


def _facts(members: Collection[int]) -> dict[int, _Facts]:
    rows = Member.objects.filter(pk__in=members).values_list("pk", "enroller", "joined_on")
    return {key: _Facts(enroller, joined_on) for key, enroller, joined_on in rows}


def _books(
    documents: Sequence[Document],
    members: Collection[int],
    *,
    earn: bool,
    since: dt.datetime | None,
    at: dt.datetime,
) -> Books:
    """Lock the accounts and read what the batch needs of them."""
    books = Books(members, at=at)
    sales = [one for one in documents if one.member and not one.is_return]
    if since:
        books.read_moves(since=since)
    books.read_lots({one.member for one in documents if one.member and one.is_return})
    # Each part that comes back may take points away, some of which had expired, and the debt
    # that leaves be forgiven.
    parts = sum(len(one.parts) for one in documents)
    books.reserve(
        entries=earn * len(sales) + 3 * parts,
        lots=earn * len(sales) + parts,
    )
    return books
