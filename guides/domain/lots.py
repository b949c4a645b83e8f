"""Drawing lots that anybody can draw again: the same seed gives the same lots, for ever.

Python's own generator may change between versions. This one is SHA-256 of the seed and a
counter, and nothing else.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")

_WORDS = struct.Struct(">4Q")
_RANGE = 2**64


class Lots:
    """Numbers and orders that follow from ``seed``, each as likely as every other."""

    def __init__(self, seed: str) -> None:
        self._words = _words(bytes.fromhex(seed))

    def below(self, n: int) -> int:
        """Return a number from 0 up to, not including, ``n``."""
        fair = _RANGE - _RANGE % n
        for word in self._words:
            if word < fair:
                return word % n
        raise AssertionError

    def shuffled(self, things: Iterable[Thing]) -> list[Thing]:
        """Return ``things`` in an order in which every order is equally likely."""
        order = list(things)
        for last in range(len(order) - 1, 0, -1):
            chosen = self.below(last + 1)
            order[last], order[chosen] = order[chosen], order[last]
        return order


def _words(seed: bytes) -> Iterator[int]:
    counter = 0
    while True:
        yield from _WORDS.unpack(hashlib.sha256(seed + counter.to_bytes(8, "big")).digest())
        counter += 1
