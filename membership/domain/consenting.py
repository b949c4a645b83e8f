"""Giving a consent later, and taking one back: each as easy as the other."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from membership.domain.joining import texts_in_force
from membership.enums import ConsentChannel, Purpose
from membership.models import Consent, Member
from stores.models import Staff


class ConsentStands(Exception):
    """The member has already agreed to this."""


class NothingToWithdraw(Exception):
    """The member has not agreed to this."""


@transaction.atomic
def give_consent(
    *,
    member: Member,
    purpose: Purpose,
    channel: ConsentChannel,
    by: Staff | None,
    at: dt.datetime,
) -> Consent:
    """Record that ``member`` agreed to ``purpose`` in the words in force that day.

    :raises ConsentStands: if she has agreed already
    """
    Member.objects.select_for_update().get(pk=member.pk)
    if member.consents.standing().filter(purpose=purpose).exists():
        raise ConsentStands
    return Consent.objects.create(
        member=member,
        purpose=purpose,
        text=texts_in_force(on=timezone.localdate(at))[purpose],
        channel=channel,
        given_at=at,
        given_by=by,
    )


@transaction.atomic
def withdraw_consent(
    *,
    member: Member,
    purpose: Purpose,
    channel: ConsentChannel,
    by: Staff | None,
    at: dt.datetime,
) -> Consent:
    """Record that ``member`` took her agreement to ``purpose`` back.

    :raises NothingToWithdraw: if none stands
    """
    consent = member.consents.standing().select_for_update().filter(purpose=purpose).first()
    if consent is None:
        raise NothingToWithdraw
    consent.withdrawn_at = at
    consent.withdrawn_by = by
    consent.withdrawn_channel = channel
    consent.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_channel"])
    return consent
