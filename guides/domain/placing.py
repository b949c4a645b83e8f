"""Handing drawn members over, hundreds of thousands at once, each looked at again first.

The result of the draw goes into a table of this transaction alone. The members' accounts are
locked, so that no sale of theirs comes between; then one statement says who is skipped and why,
and one opens all ownerships.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from common.bulk import insert_rows
from common.periods import business_day
from guides.domain.clock import due_on, rule_for
from guides.domain.drawing import Inputs, Outcome
from guides.domain.ownership import is_guide
from guides.enums import AsideReason, DrawScope, OwnershipState, Skip, WhenExhausted
from guides.models import Draw
from loyalty.programme import programme
from stores.models import Staff, Store

MAKE = (
    (
        "CREATE TEMPORARY TABLE guides_drawn"
        " (member_id bigint PRIMARY KEY, guide_id bigint, store_id bigint, skip varchar(10))"
    ),
    (
        "CREATE TEMPORARY TABLE guides_terms"
        " (store_id bigint, tier_id bigint, rule_id bigint, clock_from date, due_on date)"
    ),
)
DROP = ("DROP TABLE guides_drawn", "DROP TABLE guides_terms")

LOCK = """
SELECT count(*) FROM (
    SELECT id FROM loyalty_pointsaccount
    WHERE member_id IN (SELECT member_id FROM guides_drawn)
    ORDER BY id
    FOR UPDATE
) AS locked
"""

LOOK_AGAIN = """
UPDATE guides_drawn SET skip = CASE
    WHEN NOT EXISTS (
        SELECT 1 FROM membership_member
        WHERE membership_member.id = guides_drawn.member_id AND status = 'active'
    ) THEN 'gone'
    WHEN EXISTS (
        SELECT 1 FROM guides_ownership
        WHERE guides_ownership.member_id = guides_drawn.member_id AND ends_at IS NULL
    ) THEN 'held'
    WHEN EXISTS (
        SELECT 1 FROM guides_setaside
        WHERE guides_setaside.member_id = guides_drawn.member_id
            AND ends_at IS NULL AND kind = 'peace'
    ) THEN 'aside'
    WHEN EXISTS (
        SELECT 1 FROM sales_visit
        WHERE sales_visit.member_id = guides_drawn.member_id
            AND business_day >= %s AND net > returned_later
    ) THEN 'bought'
    END
WHERE skip IS NULL
"""

OPEN = """
INSERT INTO guides_ownership (
    member_id, guide_id, store_id, state, reason, rule_id, starts_at, clock_from, due_on,
    end_reason, by_id, note, end_note, overrides, draw_id
)
SELECT
    guides_drawn.member_id, guides_drawn.guide_id, guides_drawn.store_id, 'trial', 'draw',
    guides_terms.rule_id, %s, guides_terms.clock_from, guides_terms.due_on,
    '', %s, '', '', false, %s
FROM guides_drawn
LEFT JOIN loyalty_tierassignment ON loyalty_tierassignment.member_id = guides_drawn.member_id
    AND loyalty_tierassignment.ends_at IS NULL
JOIN guides_terms ON guides_terms.store_id = guides_drawn.store_id
    AND guides_terms.tier_id = COALESCE(loyalty_tierassignment.tier_id, 0)
WHERE guides_drawn.skip IS NULL AND guides_drawn.guide_id IS NOT NULL
"""

END_ASIDE = """
UPDATE guides_setaside SET ends_at = %s
WHERE ends_at IS NULL AND member_id IN (
    SELECT member_id FROM guides_drawn WHERE skip IS NULL AND guide_id IS NOT NULL
)
"""

SET_ASIDE = """
INSERT INTO guides_setaside (member_id, kind, reason, note, is_offered, starts_at)
SELECT member_id, 'exhausted', %s, '', %s, %s
FROM guides_drawn
WHERE skip IS NULL AND guide_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM guides_setaside AS standing
    WHERE standing.member_id = guides_drawn.member_id AND standing.ends_at IS NULL
)
"""


@dataclass(frozen=True)
class HandedOver:
    """How many were handed over, and who was skipped for which reason (keys, rising)."""

    placed: int
    skipped: dict[str, list[int]]


def hand_over(*, draw: Draw, inputs: Inputs, outcome: Outcome, at: dt.datetime) -> HandedOver:
    """Open the ownerships of ``outcome``, on trial; set aside whom nobody can have.

    Part of the caller's transaction. Who bought, was claimed, left in peace or left altogether
    since the inputs were frozen is skipped.
    """
    seats = _seats(inputs, at=at)
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        for statement in MAKE:
            cursor.execute(statement)
        insert_rows(
            connection,
            "guides_drawn",
            ("member_id", "guide_id", "store_id", "skip"),
            _rows(outcome, seats),
        )
        insert_rows(
            connection,
            "guides_terms",
            ("store_id", "tier_id", "rule_id", "clock_from", "due_on"),
            _terms({seat.store for seat in seats}, at=at),
        )
        if connection.features.has_select_for_update:
            cursor.execute(LOCK)
        cursor.execute(LOOK_AGAIN, [connection.ops.adapt_datefield_value(draw.day)])
        cursor.execute(OPEN, [moment, draw.by_id, draw.pk])
        placed = cursor.rowcount
        cursor.execute(END_ASIDE, [moment])
        cursor.execute(SET_ASIDE, [*_exhaustion(draw, seats), moment])
        cursor.execute(
            "SELECT skip, member_id FROM guides_drawn WHERE skip IS NOT NULL ORDER BY member_id"
        )
        skipped: dict[str, list[int]] = defaultdict(list)
        for why, member in cursor.fetchall():
            skipped[Skip(why).value].append(member)
        for statement in DROP:
            cursor.execute(statement)
    return HandedOver(placed, dict(skipped))


@dataclass(frozen=True)
class _Seat:
    """Where a guide of the draw receives members; not when she works there no more."""

    guide: int
    store: Store
    skip: str | None


def _seats(inputs: Inputs, *, at: dt.datetime) -> list[_Seat]:
    """Return a seat for each guide of the draw, in their order."""
    numbers, codes = zip(*inputs.guides, strict=True) if inputs.guides else ((), ())
    guides = {one.number: one for one in Staff.objects.filter(number__in=numbers)}
    stores = {one.code: one for one in Store.objects.filter(code__in=codes)}
    seats = []
    for number, code in inputs.guides:
        guide, store = guides[number], stores[code]
        on = business_day(at, day_ends_at=store.day_ends_at)
        works = is_guide(staff=guide, store=store, on=on)
        seats.append(_Seat(guide.pk, store, None if works else Skip.LEFT.value))
    return seats


def _rows(outcome: Outcome, seats: Sequence[_Seat]) -> Iterator[tuple[Any, ...]]:
    for seat, hand in zip(seats, outcome.placed, strict=True):
        for member in hand:
            yield member, seat.guide, seat.store.pk, seat.skip
    for member in outcome.unplaced:
        yield member, None, None, None


def _terms(stores: set[Store], *, at: dt.datetime) -> list[tuple[Any, ...]]:
    """Return for each store and tier the rule of a trial that begins ``at``, and its clock."""
    terms = []
    for store in stores:
        on = business_day(at, day_ends_at=store.day_ends_at)
        for tier in [None, *programme().by_key.values()]:
            rule = rule_for(store=store, tier=tier, on=on)
            last = due_on(clock_from=on, rule=rule, state=OwnershipState.TRIAL)
            terms.append((store.pk, tier.pk if tier else 0, rule.pk, on, last))
    return terms


def _exhaustion(draw: Draw, seats: Sequence[_Seat]) -> tuple[str, bool]:
    """Return why nobody can have some members, and whether other stores may."""
    reason = AsideReason.ALL_HELD if seats else AsideReason.NO_GUIDE
    offers = draw.rule.when_exhausted == WhenExhausted.OFFER and draw.scope == DrawScope.STORE
    return reason.value, offers
