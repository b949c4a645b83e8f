"""What partners are owed: written by the verbs that use a perk or hand a reward over."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction

from common.money import cents
from common.periods import business_day
from loyalty.models import Partner, PartnerEntry, PartnerTerms, PerkUse, Redemption
from stores.models import Staff


@transaction.atomic
def owe_partner(*, cause: PerkUse | Redemption, by: Staff, at: dt.datetime) -> PartnerEntry | None:
    """Owe for one use what the terms of its business day say; None where no partner gives it.

    Once for each ``cause``: the database refuses a second time.
    """
    day = business_day(at, day_ends_at=cause.store.day_ends_at)
    terms = _terms(cause, on=day)
    if terms is None or terms.partner is None:
        return None
    return _post(cause, terms.partner, terms, terms.price, by=by, at=at)


@transaction.atomic
def take_back_from_partner(
    *, cause: PerkUse | Redemption, by: Staff, at: dt.datetime
) -> PartnerEntry | None:
    """Owe no longer for ``cause``, whether or not it was paid; None if nobody was owed for it."""
    owed = cause.partner_entries.filter(reverses=None).select_related("partner", "terms").first()
    if owed is None:
        return None
    return _post(cause, owed.partner, owed.terms, cents(-owed.amount), reverses=owed, by=by, at=at)


def _terms(cause: PerkUse | Redemption, *, on: dt.date) -> PartnerTerms | None:
    versions = PartnerTerms.objects.in_force(on=on).select_related("partner")
    if isinstance(cause, PerkUse):
        return versions.filter(perk=cause.perk_id).first()
    return versions.filter(reward=cause.reward_id).first()


def _post(
    cause: PerkUse | Redemption,
    partner: Partner,
    terms: PartnerTerms,
    amount: Decimal,
    *,
    by: Staff,
    at: dt.datetime,
    reverses: PartnerEntry | None = None,
) -> PartnerEntry:
    return PartnerEntry.objects.create(
        partner=partner,
        terms=terms,
        amount=amount,
        perk_use=cause if isinstance(cause, PerkUse) else None,
        redemption=cause if isinstance(cause, Redemption) else None,
        reverses=reverses,
        store=cause.store,
        business_day=business_day(at, day_ends_at=cause.store.day_ends_at),
        occurred_at=at,
        by=by,
    )
