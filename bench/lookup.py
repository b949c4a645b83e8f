"""Looking a member up: at the till by what identifies her, in a list by name and pinyin.

A store has as many members in the small chain as in the large one, so a manager finds as many
of hers; head office finds up to twelve in the large chain where the small one has fewer.
Both chains are asked in turns, so that a busy moment of the machine hits both.
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
RARE = ["oyf", "ouyang", "ycq", "xq", "shanj", "qqq"]
NOBODY = ["龙龙龙", "欧阳明月", "诸葛亮", "李白露", "王麻子"]
SAMPLE = 2_000  # members that are asked for
SLOWEST = 20  # milliseconds
# The connection is new after each switch, production's are not: PostgreSQL plans a statement five
# times before it keeps a plan.
UNMEASURED = 6
NOISE = 1.1  # two runs of the same differ by as much

Lookup = Callable[[], float]


def measure(*, sizes: tuple[int, int], quick: bool) -> list[Bar]:
    """Look members up in chains of both ``sizes``; return the bars of the larger."""
    each = 5 if quick else 30
    kinds = {size: _kinds(size) for size in sizes}
    seconds: dict[tuple[str, int], list[float]] = defaultdict(list)
    for turn in range(ROUNDS + 1):
        for size in sizes:
            databases.enter(members=size)
            for kind, lookups in kinds[size].items():
                took = [next(lookups)() for _ in range(UNMEASURED + each)]
                if turn:  # the first warms caches
                    seconds[kind, size] += took[UNMEASURED:]
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
    slowest = [
        Bar(f"look-up by {kind}, p95", p95(seconds[kind, large]), SLOWEST, "ms")
        for kind in kinds[large]
    ]
    no_slower = [
        Bar(
            f"look-up by {kind}, median with {large:,} members by that with {small:,}",
            p50(seconds[kind, large]) / p50(seconds[kind, small]),
            NOISE,
        )
        for kind in kinds[large]
        if "head office" not in kind
    ]
    return slowest + no_slower


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
    by_manager, by_officer = (
        _asking(Visitor(number), reverse("guides:find_members"), "text")
        for number in ("M1", "OFFICER")
    )
    someone, hers = _members(rng, range(1, size + 1)), _members(rng, range(1, 5_001))
    return {
        "phone": _each(at_till, (str(one.phone)[3:] for one in someone)),
        "card": _each(at_till, (card_of(one.pk) for one in someone if has_card(one.pk))),
        "member number": _each(at_till, (one.number for one in someone)),
        "a phone nobody has": _each(at_till, _unknown_phones(rng, size)),
        "last four digits": _each(by_manager, (one.phone_last4 for one in hers)),
        "initials": _each(by_manager, (one.name_initials for one in hers)),
        "common initials": _each(by_manager, _cycle(rng, COMMON)),
        "pinyin": _each(by_manager, (one.name_pinyin for one in hers)),
        "name": _each(by_manager, (one.name for one in hers)),
        "initials, head office": _each(by_officer, (one.name_initials for one in someone)),
        "rare initials, head office": _each(by_officer, _cycle(rng, RARE)),
        "pinyin, head office": _each(by_officer, (one.name_pinyin for one in someone)),
        "part of the pinyin, head office": _each(
            by_officer, (one.name_pinyin[:5] for one in someone)
        ),
        "name, head office": _each(by_officer, (one.name for one in someone)),
        "a name nobody has, head office": _each(by_officer, _cycle(rng, NOBODY)),
    }


def _asking(visitor: Visitor, path: str, field: str) -> Callable[[str], Lookup]:
    return lambda text: lambda: visitor.post(path, **{field: text}).seconds


def _each(asking: Callable[[str], Lookup], texts: Iterator[str]) -> Iterator[Lookup]:
    return (asking(text) for text in texts)


def _members(rng: random.Random, keys: range) -> Iterator[Member]:
    """Yield members of ``keys`` at random, for ever: the many share the common names."""
    pool = list(Member.objects.in_bulk(rng.sample(keys, SAMPLE)).values())
    while True:
        yield rng.choice(pool)


def _unknown_phones(rng: random.Random, size: int) -> Iterator[str]:
    while True:
        yield phone_of(size + rng.randrange(1, size))[3:]


def _cycle(rng: random.Random, texts: list[str]) -> Iterator[str]:
    while True:
        yield rng.choice(texts)
