"""Members short of the phone visits of the year, by anybody of the store."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    F,
    IntegerField,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from guides.day.facts import contactable
from guides.day.rule import DAYS_OF_YEAR, Rule, visits_due
from guides.models import Contact
from guides.queries.members import listed
from membership.models import Member

if TYPE_CHECKING:
    from guides.queries.members import ListedMember

LONG_AGO = dt.date(1900, 1, 1)


def short_of_phone_visits(
    members: QuerySet[Member], *, rule: Rule, at: dt.datetime
) -> QuerySet[ListedMember, Any]:
    """Return those of ``members`` who had fewer ``calls`` this year than are ``asked`` by now.

    Who is left in peace is not among them. Who misses most comes first.
    """
    new_year = timezone.localtime(at).replace(
        month=1, day=1, hour=0, minute=0, second=0, microsecond=0
    )
    calls = (
        Contact.objects.standing()
        .phone_visits()
        .filter(member=OuterRef("pk"), at__gte=new_year, at__lte=at)
        .order_by()
        .values("member")
        .annotate(number=Count("pk"), last=Max("at"))
    )
    return (
        listed(contactable(members))
        .annotate(
            calls=Coalesce(Subquery(calls.values("number")), 0),
            last_call=Subquery(calls.values("last"), output_field=DateTimeField()),
            asked=_asked(rule, on=timezone.localdate(at)),
        )
        .filter(calls__lt=F("asked"))
        .order_by(F("calls") - F("asked"), "pk")
    )


def _asked(rule: Rule, *, on: dt.date) -> Case:
    """Say how many visits are due on the day, as ``visits_due`` does, by when she joined."""
    most = visits_due(rule=rule, joined_on=LONG_AGO, on=on)
    steps = range(most, 0, -1)
    share = rule.phone_visits + 1
    whens = [
        When(
            joined_on__lte=on - dt.timedelta(-(-DAYS_OF_YEAR * number // share)),
            then=Value(number),
        )
        for number in steps
    ]
    return Case(*whens, default=Value(0), output_field=IntegerField())
