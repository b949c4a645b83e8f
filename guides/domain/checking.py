"""Targets for guides, and contacts that managers look at again."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import IntegrityError, transaction

from common.periods import month_of
from guides.enums import TargetFigure
from guides.models import Contact, GuideTarget, SpotCheck
from stores.models import Staff, Store


class AlreadyChecked(Exception):
    """Somebody looked at the contact again."""


class FindingMissing(Exception):
    """A contact that is not right without a word why."""


def set_target(
    *, store: Store, guide: Staff | None, month: dt.date, figure: TargetFigure, value: Decimal
) -> GuideTarget:
    """Set what ``guide``, or the whole store, is to reach in the month of ``month``."""
    target, _ = GuideTarget.objects.update_or_create(
        store=store,
        guide=guide,
        month=month_of(month),
        figure=figure,
        defaults={"value": value},
    )
    return target


def drop_target(*, target: GuideTarget) -> None:
    """Take ``target`` back, as if it had not been set."""
    target.delete()


def check_contact(
    *, contact: Contact, is_right: bool, note: str, by: Staff, at: dt.datetime
) -> SpotCheck:
    """Write down whether ``contact`` was as it was written down.

    :raises FindingMissing: if it was not, and nothing says why
    :raises AlreadyChecked: if somebody looked before
    """
    if not is_right and not note.strip():
        raise FindingMissing
    try:
        with transaction.atomic():
            return SpotCheck.objects.create(
                contact=contact, is_right=is_right, note=note.strip(), by=by, at=at
            )
    except IntegrityError:
        raise AlreadyChecked from None
