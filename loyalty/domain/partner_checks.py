"""Looking at what partners do for members, and seeing to it that what was wrong is mended."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from loyalty.models import Partner, PartnerCheck
from stores.models import Staff


class CheckReused(Exception):
    """The key belongs to a check of another partner."""


class NothingToDo(Exception):
    """The check asked for no action."""


@transaction.atomic
def note_check(
    *,
    key: UUID,
    partner: Partner,
    checked_on: dt.date,
    mark: int,
    found: str,
    action: str = "",
    due_on: dt.date | None = None,
    by: Staff,
) -> PartnerCheck:
    """Write down a check: ``mark`` from 1 to 5, what was ``found``, and what is to be done.

    An ``action`` has a day by which it is due. The same ``key`` again returns the first check.

    :raises CheckReused: if ``key`` stands for a check of another partner
    """
    check, _ = PartnerCheck.objects.get_or_create(
        key=key,
        defaults={
            "partner": partner,
            "checked_on": checked_on,
            "mark": mark,
            "found": found,
            "action": action,
            "due_on": due_on,
            "by": by,
        },
    )
    if check.partner_id != partner.pk:
        raise CheckReused
    return check


@transaction.atomic
def finish_action(*, check: PartnerCheck, by: Staff, on: dt.date) -> PartnerCheck:
    """Note that the action was done on ``on``; one done before stays as it was.

    :raises NothingToDo: if the check asked for none
    """
    held = PartnerCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    if held.due_on is None:
        raise NothingToDo
    if held.done_on is None:
        held.done_on, held.done_by = on, by
        held.save(update_fields=["done_on", "done_by"])
    return held
