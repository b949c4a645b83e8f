"""What a draw was drawn from and what came of it, as text that is the same byte for byte."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from guides.domain.drawing import Group, Inputs, Outcome

VERSION = 1  # of the form below and of the way of drawing; a new way is a new number


def write_inputs(inputs: Inputs) -> str:
    """Return ``inputs`` as text."""
    return _text(
        {
            "version": VERSION,
            "guides": inputs.guides,
            "groups": [
                {"stratum": one.stratum, "held_by": one.held_by, "members": one.members}
                for one in inputs.groups
            ],
        }
    )


def read_inputs(text: str) -> Inputs:
    """Return the inputs that ``text`` says."""
    said = json.loads(text)
    return Inputs(
        guides=tuple((number, store) for number, store in said["guides"]),
        groups=tuple(
            Group(one["stratum"], tuple(one["held_by"]), tuple(one["members"]))
            for one in said["groups"]
        ),
    )


def write_result(outcome: Outcome) -> str:
    """Return ``outcome`` as text."""
    return _text(
        {
            "version": VERSION,
            "placed": outcome.placed,
            "strata": outcome.strata,
            "barred": outcome.barred,
            "unplaced": outcome.unplaced,
        }
    )


def read_result(text: str) -> Outcome:
    """Return the outcome that ``text`` says."""
    said = json.loads(text)
    return Outcome(
        placed=tuple(map(tuple, said["placed"])),
        strata=tuple(map(tuple, said["strata"])),
        barred=tuple(said["barred"]),
        unplaced=tuple(said["unplaced"]),
    )


def digest(text: str) -> str:
    """Return the SHA-256 of ``text``."""
    return hashlib.sha256(text.encode()).hexdigest()


def _text(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
