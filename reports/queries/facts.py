"""The rows figures are made of, within a scope and as known on a day."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max, QuerySet

from common.periods import Period
from membership.enums import MemberStatus
from membership.models import Member
from reports.scope import Scope
from sales.models import Sale, Visit
from sales.models.visit import VisitQuerySet

A_DAY = dt.timedelta(days=1)


def unknown_from(as_of: dt.date) -> dt.date:
    """Return the first day whose facts are not known on ``as_of``."""
    return as_of + A_DAY


def known_until(period: Period, as_of: dt.date) -> dt.date:
    """Return where the known part of ``period`` ends; not after its first day if none is known."""
    return min(period.until, unknown_from(as_of))


def latest_sale_day(*, scope: Scope, as_of: dt.date) -> dt.date | None:
    """Return the last business day with a sale, or None before the first."""
    sold = Sale.objects.filter(scope.at("store"), business_day__lt=unknown_from(as_of))
    latest: dt.date | None = sold.aggregate(day=Max("business_day"))["day"]
    return latest


def sales(*, period: Period, scope: Scope, as_of: dt.date) -> QuerySet[Sale]:
    """Return the sales and returns of ``period``."""
    return Sale.objects.within(period.since, known_until(period, as_of)).filter(scope.at("store"))


def visit_rows(*, period: Period, scope: Scope, as_of: dt.date) -> VisitQuerySet:
    """Return the members' days of ``period``, those given back whole included."""
    known = Visit.objects.within(period.since, known_until(period, as_of))
    return known.filter(scope.at("store"))


def members_before(day: dt.date, *, scope: Scope, as_of: dt.date) -> QuerySet[Member]:
    """Return who had joined before ``day`` in a store of ``scope``; of a merge, who survives."""
    return Member.objects.exclude(status=MemberStatus.MERGED).filter(
        scope.at("home_store"), joined_on__lt=min(day, unknown_from(as_of))
    )


def joiners(*, period: Period, scope: Scope, as_of: dt.date) -> QuerySet[Member]:
    """Return who joined in ``period`` in a store of ``scope``; of a merge, who survives."""
    joined = members_before(period.until, scope=scope, as_of=as_of)
    return joined.filter(joined_on__gte=period.since)
