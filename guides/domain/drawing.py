"""The draw itself: from inputs and a seed, and nothing else, to who gets whom.

As many members as possible are placed: everybody whom at least one guide has never held. Then
the numbers are as even as can be; then the lot decides. Without earlier holders every way of
handing out is equally likely, and the odd ones favour nobody. With strata the first stratum is
handed out first, each as evenly as can be, its odd ones to those who have fewest so far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guides.domain.balancing import Balance
from guides.domain.lots import Lots


@dataclass(frozen=True)
class Group:
    """Members (their keys, rising) of one stratum who were held by the same guides before."""

    stratum: int
    held_by: tuple[int, ...]  # places in the list of guides, rising
    members: tuple[int, ...]


@dataclass(frozen=True)
class Inputs:
    """Who is drawn among whom: guides by staff number, each with her store, and groups."""

    guides: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Outcome:
    """Whom each guide gets (keys, rising), how many of each stratum, and who nobody gets.

    ``barred`` says how many of the drawn members each guide held before.
    """

    placed: tuple[tuple[int, ...], ...]
    strata: tuple[tuple[int, ...], ...]
    barred: tuple[int, ...]
    unplaced: tuple[int, ...]


def place(inputs: Inputs, *, seed: str) -> Outcome:
    """Return the outcome that follows from ``inputs`` and ``seed``."""
    lots = Lots(seed)
    hands: list[list[int]] = [[] for _ in inputs.guides]
    totals = [0] * len(inputs.guides)
    strata = []
    for stratum in sorted({group.stratum for group in inputs.groups}):
        groups = [group for group in inputs.groups if group.stratum == stratum]
        loads = _deal(groups, hands, totals, lots)
        totals = [sum(pair) for pair in zip(totals, loads, strict=True)]
        strata.append(tuple(loads))
    nobody = [group for group in inputs.groups if len(group.held_by) == len(inputs.guides)]
    return Outcome(
        placed=tuple(tuple(sorted(hand)) for hand in hands),
        strata=tuple(strata),
        barred=_barred(inputs),
        unplaced=tuple(sorted(member for group in nobody for member in group.members)),
    )


def _deal(
    groups: Sequence[Group], hands: list[list[int]], before: Sequence[int], lots: Lots
) -> list[int]:
    """Deal the members of one stratum into ``hands``; return how many each got."""
    groups = lots.shuffled(groups)
    everybody = (1 << len(hands)) - 1
    balance = Balance(
        free=[everybody & ~sum(1 << guide for guide in group.held_by) for group in groups],
        sizes=[len(group.members) for group in groups],
        before=before,
        ranks=lots.shuffled(range(len(hands))),
    )
    for group, share in zip(groups, balance.shares, strict=True):
        members = iter(lots.shuffled(group.members))
        for guide in sorted(share):
            hands[guide].extend(next(members) for _ in range(share[guide]))
    return balance.loads


def _barred(inputs: Inputs) -> tuple[int, ...]:
    barred = [0] * len(inputs.guides)
    for group in inputs.groups:
        for guide in group.held_by:
            barred[guide] += len(group.members)
    return tuple(barred)
