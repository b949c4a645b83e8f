"""Why a card is not issued, blocked or replaced."""

from __future__ import annotations

import datetime as dt

from membership.models import Card, CardKind, Member
from stores.models import Store


class CardRefused(Exception):
    """Something about a card is not done; each kind of refusal says what."""


class OfKind(CardRefused):
    """A refusal that lies in the kind of the card."""

    def __init__(self, *, kind: CardKind) -> None:
        super().__init__(kind.code)
        self.kind = kind


class NotGiftable(OfKind):
    """Cards of this kind are not given away."""


class NotSellable(OfKind):
    """Cards of this kind are not sold."""


class NotFree(OfKind):
    """Cards of this kind cost something."""


class AnotherKind(OfKind):
    """The number was printed for a card of this other ``kind``."""


class QuotaUsed(CardRefused):
    """The store has issued as many of this kind as it may in the year."""

    def __init__(self, *, kind: CardKind, store: Store, year: int) -> None:
        super().__init__(f"{kind.code} in {store.code}, {year}")
        self.kind = kind
        self.store = store
        self.year = year
        self.quota = kind.store_quota


class NumberMissing(CardRefused):
    """A printed card has a number, and it was not given."""


class NumberTaken(CardRefused):
    """The number is on a card already."""

    def __init__(self, *, card: Card) -> None:
        super().__init__(f"the card is {card.number}")
        self.card = card


class NotInStock(CardRefused):
    """The number is not among the printed cards this store has left."""

    def __init__(self, *, number: str) -> None:
        super().__init__(number)
        self.number = number


class BatchExpired(CardRefused):
    """The printed card's day is over before it was issued."""

    def __init__(self, *, expired_on: dt.date) -> None:
        super().__init__(str(expired_on))
        self.expired_on = expired_on


class NotAMember(CardRefused):
    """Her membership does not stand."""

    def __init__(self, *, member: Member) -> None:
        super().__init__(member.number)
        self.member = member


class MainCardMissing(CardRefused):
    """A supplementary card stands beside a main card, and she has none in use."""


class CardNotThere(CardRefused):
    """The card is not in a state in which this could be done to it."""

    def __init__(self, *, card: Card) -> None:
        super().__init__(f"{card.number}: {card.status}")
        self.card = card


class CardExpired(CardNotThere):
    """The card's term is over."""
