"""Handing out members in numbers: how many of each group go to each guide, as evenly as can be.

A group is members whom the same guides may have. First each member goes to the guide who has
fewest and may have her; then, as long as there is a chain of guides along which members can be
passed on so that one who has many has fewer and one who has few has more, they are. When no
such chain is left, no other way of handing out is more even: the largest number cannot be
smaller, nor the smallest larger (semi-matchings, Harvey et al. 2006).
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Sequence

Key = tuple[int, int, int]
Edge = tuple[int, int, int]  # group, from guide, to guide


class Balance:
    """The numbers of one stratum.

    :param free: for each group, the guides who may have its members, as the bits of a number
    :param sizes: how many members each group has
    :param before: what each guide got from the strata before; who has fewer gets the odd ones
    :param ranks: the lot of each guide, deciding where all else is equal
    """

    def __init__(
        self,
        *,
        free: Sequence[int],
        sizes: Sequence[int],
        before: Sequence[int],
        ranks: Sequence[int],
    ) -> None:
        self._free, self._before, self._ranks = free, before, ranks
        self.loads = [0] * len(before)
        self.shares: list[dict[int, int]] = [{} for _ in free]
        self._groups: list[dict[int, None]] = [{} for _ in before]  # ordered sets
        self._fill(sizes)
        while any(self._relieve(guide) for guide in range(len(before))):
            pass

    def _has(self, guide: int) -> Key:
        """How much ``guide`` has; who has more gives."""
        load = self.loads[guide]
        return load, self._before[guide] + load, self._ranks[guide]

    def _would_have(self, guide: int) -> Key:
        """How much ``guide`` would have with one more; who would have least takes."""
        load, total, rank = self._has(guide)
        return load + 1, total + 1, rank

    def _fill(self, sizes: Sequence[int]) -> None:
        """Give each member to the guide who would have least, the choosy groups first."""
        line = [(self._would_have(guide), guide) for guide in range(len(self.loads))]
        heapq.heapify(line)
        for group in sorted(range(len(sizes)), key=lambda one: self._free[one].bit_count()):
            free = self._free[group]
            if not free:
                continue
            passed = []
            for _ in range(sizes[group]):
                while not free >> line[0][1] & 1:
                    passed.append(heapq.heappop(line))
                guide = line[0][1]
                self._add(group, guide, 1)
                heapq.heapreplace(line, (self._would_have(guide), guide))
            for one in passed:
                heapq.heappush(line, one)

    def _relieve(self, giver: int) -> bool:
        """Pass members on from ``giver`` while that makes it more even; tell whether any were."""
        passed_on = False
        while chain := self._chain(giver):
            taker = chain[-1][2]
            most = max((self.loads[giver] - self.loads[taker]) // 2, 1)
            n = min(most, *(self.shares[group][guide] for group, guide, _to in chain))
            for group, guide, to in chain:
                self._add(group, guide, -n)
                self._add(group, to, n)
            passed_on = True
        return passed_on

    def _chain(self, giver: int) -> list[Edge]:
        """Return the shortest way from ``giver`` to a guide who would have less, or nothing."""
        limit = self._has(giver)
        everybody = range(len(self.loads))
        takers = sum(1 << guide for guide in everybody if self._would_have(guide) < limit)
        if not takers:
            return []
        came: dict[int, Edge] = {}
        seen, line = 1 << giver, deque([giver])
        while line:
            guide = line.popleft()
            for group in self._groups[guide]:
                new = self._free[group] & ~seen
                seen |= new
                for to in _guides(new):
                    came[to] = (group, guide, to)
                    if takers >> to & 1:
                        return _way(came, giver, to)
                    line.append(to)
        return []

    def _add(self, group: int, guide: int, n: int) -> None:
        share = self.shares[group]
        share[guide] = share.get(guide, 0) + n
        self.loads[guide] += n
        if share[guide]:
            self._groups[guide][group] = None
        else:
            del share[guide], self._groups[guide][group]


def _guides(bits: int) -> list[int]:
    return [guide for guide in range(bits.bit_length()) if bits >> guide & 1]


def _way(came: dict[int, Edge], giver: int, taker: int) -> list[Edge]:
    way = []
    while taker != giver:
        way.append(came[taker])
        taker = came[taker][1]
    return way[::-1]
