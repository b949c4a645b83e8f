from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield ``items`` in lists of up to ``size``, as itertools does from Python 3.12 on."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some
