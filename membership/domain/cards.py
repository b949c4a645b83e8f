"""Cards are issued and replaced."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.periods import add_months, business_day
from membership.domain.card_refusals import (
    AnotherKind,
    BatchExpired,
    CardExpired,
    CardNotThere,
    MainCardMissing,
    NotAMember,
    NotFree,
    NotGiftable,
    NotInStock,
    NotSellable,
    NumberMissing,
    NumberTaken,
    QuotaUsed,
)
from membership.enums import CardStatus, IssueWay, MemberStatus, PrintedStatus
from membership.models import Card, CardBatch, CardKind, Member, PrintedCard
from stores.models import Staff, Store

REPLACEABLE = {CardStatus.ISSUED, CardStatus.LOST, CardStatus.FROZEN}


@transaction.atomic
def issue_card(
    *,
    member: Member,
    number: str,
    kind: CardKind,
    store: Store,
    by: Staff | None,
    at: dt.datetime,
    way: IssueWay = IssueWay.FREE,
    holder: str = "",
) -> Card:
    """Put card ``number`` into ``member``'s hand; with a ``holder``, a supplementary into theirs.

    A card without a printed body may go without a ``number``: it gets one after the member's.
    A printed number leaves the store's stock; one of an organisation's batch makes the member
    theirs, if she was nobody's, and ends on the batch's day.

    :raises NotGiftable: if the kind is not given away
    :raises NotSellable: if it is not sold
    :raises NotFree: if it has a price
    :raises QuotaUsed: if the store has issued its number of them this year
    :raises NumberMissing: if a printed card has no number
    :raises NumberTaken: if the number was issued before, also a moment ago
    :raises NotInStock: if the kind is issued from stock and the store has no such number left
    :raises AnotherKind: if the number was printed for another kind
    :raises BatchExpired: if its batch is past its day
    :raises NotAMember: if her membership does not stand
    :raises MainCardMissing: if a supplementary card would be her only one
    """
    on = business_day(at, day_ends_at=store.day_ends_at)
    if member.status != MemberStatus.ACTIVE:
        raise NotAMember(member=member)
    _refuse_way(kind, way)
    if holder and not member.cards.usable(on=on).filter(is_supplementary=False).exists():
        raise MainCardMissing
    _keep_quota(kind, store, year=on.year)
    batch = _take_from_stock(number, kind, store, on=on)
    if batch:
        _join_organisation(member, batch, by=by, at=at)
    return _insert(
        Card(
            number=number or _number_after(member, kind),
            kind=kind,
            member=member,
            issued_at=at,
            issued_in=store,
            issued_by=by,
            expires_on=_last_day(kind, batch, on=on),
            way=way,
            is_supplementary=bool(holder),
            holder=holder,
        )
    )


@transaction.atomic
def replace_card(*, card: Card, number: str, store: Store, by: Staff, at: dt.datetime) -> Card:
    """Put card ``number`` in the place of ``card``, whose kind, way, term and holder it takes.

    Points and history are the member's and stay. Replacing again by the same number returns
    the same card.

    :raises CardNotThere: if it was replaced by another number, or given back
    :raises CardExpired: if its term is over: a new one is issued then
    :raises NumberMissing, NumberTaken, NotInStock, AnotherKind, BatchExpired: as issuing does
    """
    old = (
        Card.objects.select_for_update(of=("self",))
        .select_related("kind", "member")
        .get(pk=card.pk)
    )
    if earlier := Card.objects.filter(replaces=old, number=number).first():
        return earlier
    on = business_day(at, day_ends_at=store.day_ends_at)
    if old.status not in REPLACEABLE:
        raise CardNotThere(card=old)
    if old.is_past(on=on):
        raise CardExpired(card=old)
    _take_from_stock(number, old.kind, store, on=on)
    # How simple_history is told who and when.
    vars(old).update(status=CardStatus.REPLACED, _history_user=by, _history_date=at)
    old.save(update_fields=["status"])
    return _insert(
        Card(
            number=number or _number_after(old.member, old.kind),
            kind=old.kind,
            member=old.member,
            issued_at=at,
            issued_in=store,
            issued_by=by,
            expires_on=old.expires_on,
            way=old.way,
            is_supplementary=old.is_supplementary,
            holder=old.holder,
            replaces=old,
        )
    )


def _refuse_way(kind: CardKind, way: IssueWay) -> None:
    if way == IssueWay.GIVEN and not kind.is_giftable:
        raise NotGiftable(kind=kind)
    if way == IssueWay.SOLD and not kind.is_sellable:
        raise NotSellable(kind=kind)
    if way == IssueWay.FREE and kind.price:
        raise NotFree(kind=kind)


def _keep_quota(kind: CardKind, store: Store, *, year: int) -> None:
    """Hold the kind locked while its quota is counted, so that two tills do not both fit in."""
    if kind.store_quota is None:
        return
    held = CardKind.objects.select_for_update(no_key=True).get(pk=kind.pk)
    first, following = (
        dt.datetime.combine(
            dt.date(first_of, 1, 1), store.day_ends_at, timezone.get_default_timezone()
        )
        for first_of in (year, year + 1)
    )
    issued = (
        Card.objects.filter(kind=held, issued_in=store, replaces=None)
        .filter(issued_at__gte=first, issued_at__lt=following)
        .exclude(status=CardStatus.RETURNED)
    )
    if held.store_quota is not None and issued.count() >= held.store_quota:
        raise QuotaUsed(kind=held, store=store, year=year)


def _take_from_stock(number: str, kind: CardKind, store: Store, *, on: dt.date) -> CardBatch | None:
    printed = (
        PrintedCard.objects.select_for_update(of=("self",))
        .select_related("batch__kind", "batch__organisation")
        .filter(number=number)
        .first()
    )
    _refuse_taken(number)
    if printed is None:
        if kind.from_stock:
            raise NotInStock(number=number)
        return None
    batch = printed.batch
    if printed.status != PrintedStatus.IN_STOCK or batch.store_id != store.pk:
        raise NotInStock(number=number)
    if batch.kind_id != kind.pk:
        raise AnotherKind(kind=batch.kind)
    if batch.expires_on and batch.expires_on <= on:
        raise BatchExpired(expired_on=batch.expires_on)
    printed.status = PrintedStatus.ISSUED
    printed.save(update_fields=["status"])
    return batch


def _join_organisation(
    member: Member, batch: CardBatch, *, by: Staff | None, at: dt.datetime
) -> None:
    if batch.organisation is None or member.organisation_id is not None:
        return
    vars(member).update(_history_user=by, _history_date=at)
    member.organisation = batch.organisation
    member.save(update_fields=["organisation"])


def _last_day(kind: CardKind, batch: CardBatch | None, *, on: dt.date) -> dt.date | None:
    if batch and batch.expires_on:
        return batch.expires_on
    return add_months(on, kind.term_months) if kind.term_months else None


def _number_after(member: Member, kind: CardKind) -> str:
    if kind.is_physical:
        raise NumberMissing
    place = member.cards.count() + 1
    while Card.objects.filter(number=f"{member.number}-{place}").exists():
        place += 1  # one of hers went to another record
    return f"{member.number}-{place}"


def _insert(card: Card) -> Card:
    """Write the card; a number issued meanwhile is a refusal."""
    # How simple_history is told who and when.
    vars(card).update(_history_user=card.issued_by, _history_date=card.issued_at)
    try:
        with transaction.atomic():
            card.save(force_insert=True)
    except IntegrityError:
        _refuse_taken(card.number)
        raise
    return card


def _refuse_taken(number: str) -> None:
    if earlier := Card.objects.filter(number=number).select_related("member").first():
        raise NumberTaken(card=earlier)
