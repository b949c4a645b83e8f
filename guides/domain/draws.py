"""A draw in three steps, each its own transaction: inputs frozen, seed drawn, members placed.

The seed is made only after the inputs are written down and can no longer be changed, so nobody
can know it before or choose it. A draw that was interrupted goes on from where it was.
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import IntegrityError, transaction

from guides.domain.candidates import gather
from guides.domain.draw_papers import digest, read_inputs, write_inputs, write_result
from guides.domain.draw_rules import Place, participants
from guides.domain.drawing import place
from guides.domain.placing import hand_over
from guides.enums import DrawState
from guides.models import Draw
from stores.models import Staff

_SEED_BYTES = 32


class NothingToDraw(Exception):
    """The pool is empty."""


class DrawUnderWay(Exception):
    """The place has a draw that is not finished."""


class InputsChanged(Exception):
    """The inputs are not those that were frozen."""

    def __init__(self, *, draw: Draw) -> None:
        super().__init__(f"the inputs of draw {draw.pk} were changed")
        self.draw = draw


@transaction.atomic
def freeze_draw(*, place: Place, on: dt.date, at: dt.datetime, by: Staff | None) -> Draw:
    """Write down who is drawn among whom on ``on``; nobody knows the seed yet.

    :raises NothingToDraw: if nobody is in the pool
    :raises DrawUnderWay: if an earlier draw of ``place`` is not finished
    """
    inputs = gather(place=place, seats=participants(place=place, on=on), on=on)
    members = sum(len(group.members) for group in inputs.groups)
    if not members:
        raise NothingToDraw
    text = write_inputs(inputs)
    try:
        with transaction.atomic():
            return Draw.objects.create(
                scope=place.scope,
                store=place.store,
                region=place.region,
                day=on,
                rule=place.rule,
                by=by,
                inputs=text,
                inputs_hash=digest(text),
                frozen_at=at,
                members=members,
            )
    except IntegrityError:
        raise DrawUnderWay from None


def finish_draw(*, draw: Draw, at: dt.datetime) -> Draw:
    """Take ``draw`` from the step it has reached to its end, and return it as it is then.

    :raises InputsChanged: if its inputs are not those that were frozen
    """
    seed_draw(draw=draw, at=at)
    return place_draw(draw=draw, at=at)


@transaction.atomic
def seed_draw(*, draw: Draw, at: dt.datetime) -> Draw:
    """Draw the seed of ``draw``, once."""
    locked = _locked(draw)
    if locked.state == DrawState.FROZEN:
        locked.seed, locked.seeded_at = secrets.token_hex(_SEED_BYTES), at
        locked.state = DrawState.SEEDED
        locked.save(update_fields=["seed", "seeded_at", "state"])
    return locked


@transaction.atomic
def place_draw(*, draw: Draw, at: dt.datetime) -> Draw:
    """Hand the members of a seeded ``draw`` over, once; all of them or, when it fails, none.

    :raises InputsChanged: if its inputs are not those that were frozen
    """
    locked = _locked(draw)
    if locked.state != DrawState.SEEDED:
        return locked
    if digest(locked.inputs) != locked.inputs_hash:
        raise InputsChanged(draw=locked)
    inputs = read_inputs(locked.inputs)
    outcome = place(inputs, seed=locked.seed)
    handed = hand_over(draw=locked, inputs=inputs, outcome=outcome, at=at)
    locked.result = write_result(outcome)
    locked.placed, locked.skipped = handed.placed, handed.skipped
    locked.unplaced = len(outcome.unplaced)
    locked.state, locked.placed_at = DrawState.PLACED, at
    locked.save(update_fields=["result", "placed", "skipped", "unplaced", "state", "placed_at"])
    return locked


def redraw(draw: Draw) -> str:
    """Return the result of ``draw``, drawn again from its inputs and its seed.

    :raises InputsChanged: if its inputs are not those that were frozen
    """
    if digest(draw.inputs) != draw.inputs_hash:
        raise InputsChanged(draw=draw)
    return write_result(place(read_inputs(draw.inputs), seed=draw.seed))


def _locked(draw: Draw) -> Draw:
    return (
        Draw.objects.select_for_update(of=("self",))
        .select_related("rule", "store", "region")
        .get(pk=draw.pk)
    )
