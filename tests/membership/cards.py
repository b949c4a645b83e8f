"""Cards, in one line each."""

import datetime as dt

from membership.domain.card_stock import receive_cards
from membership.domain.cards import issue_card
from membership.models import Card, CardBatch, CardKind, Member
from stores.models import Store
from tests.factories import NOON, StaffFactory


def kind(code: str = "member", **traits: object) -> CardKind:
    """Return a kind of the house, with other traits if some are named."""
    found = CardKind.objects.get(code=code)
    vars(found).update(traits)
    found.save()
    return found


def card_of(
    member: Member, number: str = "80000001", *, at: dt.datetime = NOON, **more: object
) -> Card:
    """Put a card into ``member``'s hand, in her store."""
    facts = {"kind": kind(), "store": member.home_store, "by": StaffFactory(), **more}
    return issue_card(member=member, number=number, at=at, **facts)


def stock(
    store: Store, first: str, last: str, *, of: CardKind | None = None, **more: object
) -> CardBatch:
    """Receive a range of printed cards in ``store``."""
    facts = {"kind": of or kind(), "by": StaffFactory(), "at": NOON, **more}
    return receive_cards(store=store, first=first, last=last, **facts)
