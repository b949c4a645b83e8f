"""Looking a member up: at the till by what identifies her, at head office by name and pinyin.

Both chains are asked in turns within one run, so that a busy moment of the machine hits both.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator

from django.urls import reverse

from bench import databases
from bench.figures import Bar, p50, p95, print_table
from bench.generate import SEED, card_of, has_card, phone_of
from bench.tills import lay_basket, open_till
from bench.visitor import Visitor
from membership.models import Member

ROUNDS = 10
COMMON = ["zw", "wj", "lx", "zy", "lxy", "zyh", "wx", "lj"]
RARE = ["ouyang", "ycq", "yc", "xq", "shanj", "qqq"]
SLOWEST = 20  # milliseconds

Lookup = Callable[[], float]


def measure(*, sizes: tuple[int, int], quick: bool) -> list[Bar]:
    """Look members up in chains of both ``sizes``; return the bars of the larger."""
    each = 10 if quick else 40
    kinds = {size: _kinds(size) for size in sizes}
    seconds: dict[tuple[str, int], list[float]] = defaultdict(list)
    for turn in range(ROUNDS + 1):
        for size in sizes:
            databases.enter(members=size)
            for kind, lookups in kinds[size].items():
                took = [next(lookups)() for _ in range(each)]
                if turn:  # the first warms connections and caches
                    seconds[kind, size] += took
    small, large = sizes
    rows = [
        [kind, *_pair(seconds[kind, small]), *_pair(seconds[kind, large]),
         p50(seconds[kind, large]) / p50(seconds[kind, small]),
         p95(seconds[kind, large]) / p95(seconds[kind, small])]
        for kind in kinds[large]
    ]  # fmt: skip
    print_table(
        f"Looking a member up ({ROUNDS * each} each; ms of server time)",
        ["by", f"p50 of {small:,}", "p95", f"p50 of {large:,}", "p95", "ratio p50", "ratio p95"],
        rows,
    )
    return [
        Bar(f"look-up by {kind}, p95", p95(seconds[kind, large]), SLOWEST, "ms")
        for kind in kinds[large]
    ] + [
        Bar(
            f"look-up by {kind}, {large:,} against {small:,} members, medians",
            p50(seconds[kind, large]) / p50(seconds[kind, small]),
            1.1,
        )
        for kind in kinds[large]
    ]


def _pair(seconds: list[float]) -> tuple[float, float]:
    return p50(seconds), p95(seconds)


def _kinds(size: int) -> dict[str, Iterator[Lookup]]:
    """Return, for each way to ask, look-ups without end."""
    databases.enter(members=size)
    rng = random.Random(SEED)
    shift = open_till(store="1", number=1)
    key = lay_basket(shift, member=1)
    cashier = Visitor("C1-1", till=shift.till_id)
    at_till = _asking(cashier, reverse("pos:member_find", args=[key]), "member")
    in_office = _asking(Visitor("OFFICER"), reverse("guides:find_members"), "text")
    someone = _members(rng, size)
    return {
        "phone": _each(at_till, (str(one.phone)[3:] for one in someone)),
        "card": _each(at_till, (card_of(one.pk) for one in someone if has_card(one.pk))),
        "member number": _each(at_till, (one.number for one in someone)),
        "a phone nobody has": _each(at_till, _unknown_phones(rng, size)),
        "last four digits": _each(in_office, (one.phone_last4 for one in someone)),
        "initials, as they come": _each(in_office, (one.name_initials for one in someone)),
        "initials, common": _each(in_office, _cycle(rng, COMMON)),
        "initials, rare or nobody's": _each(in_office, _cycle(rng, RARE)),
        "pinyin in full": _each(in_office, (one.name_pinyin for one in someone)),
        "beginning of the pinyin": _each(in_office, (one.name_pinyin[:5] for one in someone)),
        "name": _each(in_office, (one.name for one in someone)),
        "surname": _each(in_office, (one.name[0] for one in someone)),
    }


def _asking(visitor: Visitor, path: str, field: str) -> Callable[[str], Lookup]:
    return lambda text: lambda: visitor.post(path, **{field: text}).seconds


def _each(asking: Callable[[str], Lookup], texts: Iterator[str]) -> Iterator[Lookup]:
    return (asking(text) for text in texts)


def _members(rng: random.Random, size: int) -> Iterator[Member]:
    """Yield members at random, for ever: the many share the common names."""
    drawn = Member.objects.in_bulk([rng.randrange(1, size + 1) for _ in range(3_000)])
    pool = list(drawn.values())
    while True:
        yield rng.choice(pool)


def _unknown_phones(rng: random.Random, size: int) -> Iterator[str]:
    while True:
        yield phone_of(size + rng.randrange(1, size))[3:]


def _cycle(rng: random.Random, texts: list[str]) -> Iterator[str]:
    while True:
        yield rng.choice(texts)
