"""A card is lost, frozen, found again, or given back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from membership.domain.card_refusals import CardNotThere
from membership.enums import CardStatus, PrintedStatus
from membership.models import Card, PrintedCard
from stores.models import Staff


@transaction.atomic
def report_lost(*, card: Card, by: Staff, at: dt.datetime) -> Card:
    """Block ``card``, which its holder cannot find; points and member stay as they are.

    :raises CardNotThere: unless it is in use or frozen
    """
    return _move(card, {CardStatus.ISSUED, CardStatus.FROZEN}, CardStatus.LOST, by=by, at=at)


@transaction.atomic
def freeze_card(*, card: Card, reason: str, by: Staff, at: dt.datetime) -> Card:
    """Block ``card`` for ``reason``, until it is unfrozen.

    :raises CardNotThere: unless it is in use
    """
    return _move(card, {CardStatus.ISSUED}, CardStatus.FROZEN, by=by, at=at, reason=reason)


@transaction.atomic
def unfreeze_card(*, card: Card, by: Staff, at: dt.datetime) -> Card:
    """Let ``card``, frozen or lost and found again, serve as before.

    :raises CardNotThere: unless it is frozen or lost
    """
    return _move(card, {CardStatus.FROZEN, CardStatus.LOST}, CardStatus.ISSUED, by=by, at=at)


@transaction.atomic
def take_back_card(*, card: Card, by: Staff, at: dt.datetime) -> Card:
    """Take ``card``, or the one that replaced it, back for good; its number serves no more.

    :raises CardNotThere: if it was given back before
    """
    latest = card
    while following := Card.objects.filter(replaces=latest).first():
        latest = following
    anything = {CardStatus.ISSUED, CardStatus.LOST, CardStatus.FROZEN}
    taken = _move(latest, anything, CardStatus.RETURNED, by=by, at=at)
    PrintedCard.objects.filter(number=taken.number).update(status=PrintedStatus.VOID)
    return taken


def _move(
    card: Card,
    since: set[CardStatus],
    to: CardStatus,
    *,
    by: Staff,
    at: dt.datetime,
    reason: str = "",
) -> Card:
    held = Card.objects.select_for_update().get(pk=card.pk)
    if held.status not in since:
        raise CardNotThere(card=held)
    # How simple_history is told who, when and why.
    vars(held).update(status=to, _history_user=by, _history_date=at, _change_reason=reason or None)
    held.save(update_fields=["status"])
    return held
