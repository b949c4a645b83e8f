"""Chance, with one seed: the same day builds the same chain."""

from random import Random


class Dice(Random):
    """Random choices, said as a shop would say them."""

    def happens(self, percent: float) -> bool:
        """Tell whether something happens that does in ``percent`` of a hundred cases."""
        return self.random() * 100 < percent
