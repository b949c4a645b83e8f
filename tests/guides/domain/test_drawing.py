"""The draw: as many as possible, as even as can be, and otherwise by lot."""

import hashlib
import random
from collections import Counter
from itertools import product

import pytest

from guides.domain.draw_papers import read_inputs, read_result, write_inputs, write_result
from guides.domain.drawing import Group, Inputs, place

SEED = hashlib.sha256(b"a seed").hexdigest()
PINNED = "1a534db162d85d32505e92cc935ce0acab2595829c2168c92589e02ac51e7236"


def seed(n):
    return hashlib.sha256(str(n).encode()).hexdigest()


def inputs(guides, *groups):
    """Groups are (stratum, held by, how many)."""
    made, key = [], 1
    for stratum, held_by, n in groups:
        made.append(Group(stratum, held_by, tuple(range(key, key + n))))
        key += n
    return Inputs(tuple((f"G{n}", "1") for n in range(guides)), tuple(made))


def loads(outcome):
    return [len(hand) for hand in outcome.placed]


def spread(numbers):
    return max(numbers) - min(numbers)


def test_two_hundred_members_among_ten_guides_are_twenty_each():
    assert loads(place(inputs(10, (0, (), 200)), seed=SEED)) == [20] * 10


def test_the_odd_ones_go_to_some_guides_one_each():
    assert sorted(loads(place(inputs(10, (0, (), 203)), seed=SEED))) == [20] * 7 + [21] * 3


def test_everybody_is_placed_once():
    outcome = place(inputs(3, (0, (), 50), (0, (1,), 50), (1, (0, 2), 7)), seed=SEED)

    assert sorted(key for hand in outcome.placed for key in hand) == list(range(1, 108))


def test_nobody_returns_to_a_former_guide():
    drawn = inputs(4, (0, (0,), 30), (0, (1, 2), 30), (0, (0, 1, 2), 5))

    outcome = place(drawn, seed=SEED)

    for group in drawn.groups:
        for guide in group.held_by:
            assert not set(group.members) & set(outcome.placed[guide])


def test_whom_every_guide_held_is_not_placed():
    outcome = place(inputs(2, (0, (0, 1), 3), (0, (), 2)), seed=SEED)

    assert (outcome.unplaced, loads(outcome), outcome.barred) == ((1, 2, 3), [1, 1], (3, 3))


def test_without_guides_nobody_is_placed():
    assert place(inputs(0, (0, (), 3)), seed=SEED).unplaced == (1, 2, 3)


def test_exclusions_are_evened_out_along_chains():
    """Only 0 and 1 may have the many, only 1 and 2 the others: 1 passes hers on."""
    outcome = place(inputs(3, (0, (2,), 20), (0, (0,), 10)), seed=SEED)

    assert loads(outcome) == [10, 10, 10]


def test_each_stratum_is_even_and_so_is_the_whole():
    outcome = place(inputs(4, (0, (), 6), (1, (), 5), (2, (), 7)), seed=SEED)

    assert [spread(stratum) for stratum in outcome.strata] == [1, 1, 1]
    assert sorted(loads(outcome)) == [4, 4, 5, 5]


def test_the_same_seed_draws_the_same_in_every_version():
    """The digest was taken once and must never change: past draws are verified with it."""
    drawn = inputs(5, (0, (), 40), (0, (1,), 9), (0, (0, 2), 8), (1, (4,), 30))

    text = write_result(place(drawn, seed=SEED))

    assert hashlib.sha256(text.encode()).hexdigest() == PINNED


def test_papers_say_what_they_were_written_from():
    drawn = inputs(3, (0, (), 4), (1, (0, 2), 3))
    outcome = place(drawn, seed=SEED)

    assert read_inputs(write_inputs(drawn)) == drawn
    assert read_result(write_result(outcome)) == outcome


def best(guides, free):
    """Return, by trying everything, the most even numbers a placing can have."""
    choices = [guide for guide in free if guide]
    everything = {
        tuple(sorted(Counter(way).get(g, 0) for g in range(guides))) for way in product(*choices)
    }
    return min(everything, key=lambda numbers: [*reversed(numbers)])


@pytest.mark.parametrize("block", range(10))
def test_no_other_way_is_more_even(block):
    """Three thousand small draws against trying every way of handing out."""
    dice = random.Random(block)
    for n in range(300):
        guides = dice.randint(1, 4)
        held = [
            tuple(g for g in range(guides) if dice.random() < dice.choice([0.2, 0.5, 0.8]))
            for _ in range(dice.randint(1, 6))
        ]
        groups = Counter(held)
        drawn = inputs(guides, *((0, held_by, groups[held_by]) for held_by in sorted(groups)))

        outcome = place(drawn, seed=seed(f"{block} {n}"))

        free = [[g for g in range(guides) if g not in held_by] for held_by in held]
        assert len(outcome.unplaced) == sum(not guide for guide in free)
        assert tuple(sorted(loads(outcome))) == best(guides, free)


@pytest.mark.parametrize("block", range(3))
def test_each_stratum_is_as_even_as_can_be(block):
    dice = random.Random(block)
    for n in range(100):
        guides = dice.randint(1, 4)
        held = [
            [
                tuple(g for g in range(guides) if dice.random() < 0.3)
                for _ in range(dice.randint(1, 4))
            ]
            for _ in range(2)
        ]
        groups = Counter((s, held_by) for s, some in enumerate(held) for held_by in some)
        drawn = inputs(guides, *((*of, groups[of]) for of in sorted(groups)))

        outcome = place(drawn, seed=seed(f"strata {block} {n}"))

        free = [[[g for g in range(guides) if g not in one] for one in some] for some in held]
        for stratum, some in zip(outcome.strata, free, strict=True):
            assert tuple(sorted(stratum)) == best(guides, some)


def test_the_odd_ones_of_a_stratum_go_to_who_has_fewest():
    dice = random.Random(0)
    for n in range(500):
        guides, strata = dice.randint(1, 9), dice.randint(1, 5)
        drawn = inputs(guides, *((s, (), dice.randint(1, 20)) for s in range(strata)))

        outcome = place(drawn, seed=seed(f"odd {n}"))

        assert spread(loads(outcome)) <= 1
        assert max(map(spread, outcome.strata)) <= 1


def chi_squared(seen, expected):
    return sum((n - expected) ** 2 / expected for n in seen)


def test_every_pairing_is_equally_likely():
    """4 members, 2 guides: six ways, each a sixth. 20.5 is passed once in a thousand tries."""
    ways = Counter(place(inputs(2, (0, (), 4)), seed=seed(n)).placed for n in range(6000))

    assert len(ways) == 6
    assert chi_squared(ways.values(), 1000) < 20.5


def test_the_odd_ones_favour_nobody():
    """One odd member among five guides. 18.5 is passed once in a thousand tries."""
    odd = Counter(loads(place(inputs(5, (0, (), 11)), seed=seed(n))).index(3) for n in range(5000))

    assert chi_squared([odd[guide] for guide in range(5)], 1000) < 18.5


def test_each_member_comes_to_each_guide_equally_often():
    """Also with strata, whose odd ones follow each other."""
    drawn = inputs(3, (0, (), 4), (1, (), 4))
    pairs = Counter(
        (guide, member)
        for n in range(3000)
        for guide, hand in enumerate(place(drawn, seed=seed(n)).placed)
        for member in hand
    )

    assert len(pairs) == 24
    assert max(abs(n - 1000) for n in pairs.values()) < 100
