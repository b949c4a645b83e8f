"""Whose record is to be verified next, and how far the month's quota is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Max, Q, QuerySet

from common.periods import month_of
from guides.day.facts import contactable
from guides.domain.complaining import care_rule
from guides.queries.members import in_the_hands
from membership.models import Member, RecordCheck
from stores.access import Access
from stores.models import Staff


@dataclass(frozen=True)
class Quota:
    """How many records a guide has checked this month, and how many are asked for."""

    done: int
    asked: int

    @property
    def left(self) -> int:
        """How many are still to be checked."""
        return max(0, self.asked - self.done)


def quota_of(guide: Staff, *, on: dt.date) -> Quota:
    """Return how far ``guide`` is in the month of ``on``."""
    done = RecordCheck.objects.filter(by=guide, on__gte=month_of(on), on__lte=on).count()
    return Quota(done, care_rule(on=on).record_checks)


def to_be_verified(guide: Staff, *, on: dt.date) -> QuerySet[Member]:
    """Return whose record ``guide`` should verify next, never and longest ago first.

    They are her own and those of whom she stands in for. Who was verified this month is not
    asked again; who is left in peace never.
    """
    hers = in_the_hands(Access(staff=guide, on=on))
    return (
        contactable(Member.objects.current().filter(pk__in=hers))
        .annotate(verified_on=Max("record_checks__on"))
        .filter(Q(verified_on=None) | Q(verified_on__lt=month_of(on)))
        .order_by(F("verified_on").asc(nulls_first=True), "pk")
    )
