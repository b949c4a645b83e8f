"""Membership fees: a line that buys a card, and the card that comes back with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from membership.domain.card_refusals import MainCardMissing
from membership.domain.card_states import take_back_card
from membership.domain.cards import issue_card
from membership.enums import CardStatus, IssueWay
from membership.models import Card, Member
from pos.domain.baskets import NoSuchLine, OneCardALine, lock_basket
from pos.models import Basket
from pos.models.basket import BasketLine
from sales.domain.recording import Line
from sales.models import Product, Sale, SaleLine
from stores.models import Staff

GONE = {CardStatus.RETURNED, CardStatus.REPLACED}


class FeeNeedsMember(Exception):
    """A card is sold to a member, and the basket is nobody's."""


class CardNeedsMember(Exception):
    """The sale sold a card, which cannot be nobody's."""


class CardNumberMissing(Exception):
    """The number of the card that is sold was not entered."""

    def __init__(self, *, product: Product) -> None:
        super().__init__(product.sku)
        self.product = product


@transaction.atomic
def name_card(*, key: UUID, line: str, number: str) -> Basket:
    """Say which card the fee on ``line`` buys; an empty ``number`` takes it back.

    :raises NoSuchLine: if the line was taken out, or is no fee
    :raises BasketGone: if the basket is not open
    """
    basket = lock_basket(key=key)
    found = basket.line(line)
    if found is None or "card" not in found:
        raise NoSuchLine
    found["card"] = number
    basket.save(update_fields=["lines"])
    return basket


def issue_sold_cards(
    *, basket: Basket, by_line: Sequence[Sequence[Line]], by: Staff, at: dt.datetime
) -> list[Line]:
    """Issue the cards that the fees on ``basket`` buy; return its lines, each with its card.

    Part of the sale's transaction. Where there is no fee nothing is asked or written.

    :raises FeeNeedsMember: if the basket is nobody's
    :raises CardNumberMissing: if a printed card has no number yet
    :raises OneCardALine: if a line buys several
    :raises CardRefused: as ``issue_card`` does, if the card cannot be sold to her
    """
    return [
        _with_card(basket, kept, line, by=by, at=at) if line.product.card_kind_id else line
        for kept, lines in zip(basket.lines, by_line, strict=True)
        for line in lines
    ]


def take_back_cards(*, lines: Sequence[SaleLine], by: Staff, at: dt.datetime) -> list[Card]:
    """Take back the cards that the returned ``lines`` had sold, or those that replaced them.

    One that was given back otherwise meanwhile stays so.
    """
    sold = [line.card for line in lines if line.card_id]
    return [
        take_back_card(card=card, by=by, at=at)
        for card in sold
        if card and card.status != CardStatus.RETURNED
    ]


def move_sold_cards(
    *, sale: Sale, giver: Member, taker: Member | None, by: Staff, at: dt.datetime
) -> None:
    """Let the cards ``sale`` sold be ``taker``'s, whom the sale comes to, as they are.

    Whoever stood at the till has the card in her hand: it moves in whatever state it is, used,
    frozen, lost or given back, and so do those that have replaced it. Its number stays, also one
    made after the member's. An organisation that a card had made ``giver`` a member of keeps her.

    :raises CardNeedsMember: if a card is not given back and the sale goes to nobody
    :raises MainCardMissing: if a supplementary card of ``giver`` would be left without a main one
    """
    cards = [card for card in _sold_cards(sale) if card.member_id == giver.pk]
    if taker is None:
        if any(card.status not in GONE for card in cards):
            raise CardNeedsMember
        return
    for card in cards:
        card.member = taker
        vars(card).update(_history_user=by, _history_date=at)
        card.save(update_fields=["member"])
    in_use = giver.cards.exclude(status__in=GONE)
    if cards and in_use.exists() and not in_use.filter(is_supplementary=False).exists():
        raise MainCardMissing


def _sold_cards(sale: Sale) -> list[Card]:
    """Return the cards of the lines of ``sale``, and those that have replaced them, locked."""
    found: list[Card] = []
    sold = sale.lines.exclude(card=None).values("card")
    latest = Card.objects.select_for_update().filter(pk__in=sold).order_by("pk")
    while cards := list(latest):
        found += cards
        latest = Card.objects.select_for_update().filter(replaces__in=cards).order_by("pk")
    return found


def _with_card(basket: Basket, kept: BasketLine, line: Line, *, by: Staff, at: dt.datetime) -> Line:
    product, number = line.product, kept.get("card", "")
    kind = product.card_kind
    if basket.member is None or kind is None:
        raise FeeNeedsMember
    if line.quantity != Decimal(1):
        raise OneCardALine
    if not number and kind.is_physical:
        raise CardNumberMissing(product=product)
    card = issue_card(
        member=basket.member,
        number=number,
        kind=kind,
        store=basket.till.store,
        way=IssueWay.SOLD,
        by=by,
        at=at,
    )
    return replace(line, card=card)
