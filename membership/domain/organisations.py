"""Members belong to an organisation, or no longer do."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from membership.models import Member, Organisation
from stores.models import Staff


class OrganisationClosed(Exception):
    """Nobody joins through this organisation any more."""


class AlreadyTheirs(Exception):
    """She belongs there already, or to nobody already."""


@transaction.atomic
def set_organisation(
    *, member: Member, organisation: Organisation | None, by: Staff, at: dt.datetime
) -> Member:
    """Make ``member`` one of ``organisation``'s people; None: of nobody's.

    :raises OrganisationClosed: if it is not active
    :raises AlreadyTheirs: if nothing would change
    """
    if organisation is not None and not organisation.is_active:
        raise OrganisationClosed
    record = Member.objects.select_for_update().get(pk=member.pk)
    if record.organisation_id == (organisation.pk if organisation else None):
        raise AlreadyTheirs
    # How simple_history is told who and when.
    vars(record).update(_history_user=by, _history_date=at)
    record.organisation = organisation
    record.save(update_fields=["organisation"])
    return record
