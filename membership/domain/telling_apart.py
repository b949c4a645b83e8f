"""Saying that two records which look like one person are of two people, and taking it back."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from membership.models import Member, ToldApart
from stores.models import Staff


def tell_apart(*, one: Member, other: Member, by: Staff, at: dt.datetime) -> ToldApart:
    """Remember that ``one`` and ``other`` are two people; once, whoever says it again."""
    older, younger = sorted((one, other), key=lambda member: member.pk)
    pair, _is_new = ToldApart.objects.get_or_create(
        older=older, younger=younger, defaults={"by": by, "at": at}
    )
    return pair


def may_be_one(*, one: Member, other: Member) -> None:
    """Forget that they were told apart."""
    pair_of(one, other).delete()


def pair_of(one: Member, other: Member) -> QuerySet[ToldApart]:
    """Return the word that the two are two people, if it was given."""
    return ToldApart.objects.filter(
        Q(older=one, younger=other) | Q(older=other, younger=one)
    ).select_related("by")
