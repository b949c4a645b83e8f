"""A member's cards as her page shows them: where each stands, and what can be done to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from membership.domain.cards import REPLACEABLE
from membership.enums import CardStatus
from membership.models import Card, Member

TONES = {CardStatus.ISSUED: "good", CardStatus.LOST: "bad", CardStatus.FROZEN: "warn"}


@dataclass(frozen=True)
class HeldCard:
    """One card on the day ``on``."""

    card: Card
    on: dt.date

    @property
    def is_past(self) -> bool:
        """Whether it would serve but for its term."""
        return self.card.status == CardStatus.ISSUED and self.card.is_past(on=self.on)

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return "warn" if self.is_past else TONES.get(CardStatus(self.card.status), "")

    @property
    def steps(self) -> set[str]:
        """What can be done to it: lose, freeze, unfreeze, replace."""
        steps = set()
        if self.card.status in {CardStatus.ISSUED, CardStatus.FROZEN}:
            steps.add("lose")
        if self.card.status == CardStatus.ISSUED:
            steps.add("freeze")
        if self.card.status in {CardStatus.LOST, CardStatus.FROZEN}:
            steps.add("unfreeze")
        if self.card.status in REPLACEABLE and not self.card.is_past(on=self.on):
            steps.add("replace")
        return steps


def cards(member: Member, *, on: dt.date) -> list[HeldCard]:
    """Return the member's cards, latest first, as they stand on ``on``."""
    found = member.cards.newest_first().select_related("kind", "replaces", "issued_in")
    return [HeldCard(card, on) for card in found]
