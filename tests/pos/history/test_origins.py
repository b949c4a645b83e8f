import pytest

from pos.domain.history.documents import Line, Part
from pos.domain.history.origins import ChangedMeanwhile, Origin
from pos.domain.history.papers import Credits
from tests.factories import DAY


def test_more_than_a_sale_had_does_not_come_back():
    """As when the till takes goods back between the reading of a file and its writing."""
    origin = Origin(
        sale=1, store=1, day=DAY, amount=1_000, quantity=2_000, credits=Credits(None, None, None)
    )

    origin.take_back([coming(amount=500, quantity=1_000)])
    assert (origin.amount_back, origin.is_undone) == (500, False)
    origin.take_back([coming(amount=500, quantity=1_000)])
    assert (origin.amount_back, origin.is_undone) == (1_000, True)
    with pytest.raises(ChangedMeanwhile):
        origin.take_back([coming(amount=0, quantity=1)])


def coming(*, amount, quantity):
    """Return a part of a return, of the sale's first line."""
    line = Line(1, "A", 1, quantity, amount, None, regular=True)
    return Part(line, origin=1, quantity=quantity, amount=amount), 1
