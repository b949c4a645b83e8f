"""The self-check: what must be true of points, tiers, visits and partners, asked live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, models, transaction
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loyalty import checks_sql, partner_checks_sql
from loyalty.domain.redemption import points_value
from loyalty.models import (
    Partner,
    PartnerStatement,
    PointsAccount,
    PointsEntry,
    PointsLot,
    TierAssignment,
)
from loyalty.programme import programme
from membership.models import Member
from stores.models import Store

FIRST = 10  # offenders named


@dataclass(frozen=True)
class Check:
    """A promise: what it is about, in words, and the rows that keep or break it."""

    slug: str
    label: str | Promise
    subject: type[models.Model]
    rows: str


@dataclass(frozen=True)
class Offender:
    """A row that breaks a promise; ``fact`` shows the two sides."""

    key: int
    fact: str


@dataclass(frozen=True)
class Finding:
    """What came of one check: how many rows were looked at, how many are wrong, the first."""

    check: Check
    checked: int
    wrong: int
    first: Sequence[Offender] = ()

    @property
    def subject_name(self) -> str:
        """What the offenders are called."""
        return str(self.check.subject._meta.verbose_name)

    @property
    def is_green(self) -> bool:
        """Whether the promise is kept by all."""
        return not self.wrong


CHECKS = [
    Check(
        "balance-entries",
        _("The balance is the sum of the entries"),
        PointsAccount,
        checks_sql.BALANCE_IS_ENTRIES,
    ),
    Check(
        "balance-lots",
        _("The balance is what is left in the lots, less the debt"),
        PointsAccount,
        checks_sql.BALANCE_IS_LOTS,
    ),
    Check(
        "lots",
        _("A lot has what it began with, less what was taken; never less than nothing"),
        PointsLot,
        checks_sql.LOTS_ARE_WHAT_IS_LEFT,
    ),
    Check(
        "debts",
        _("The debt is what was taken and no lot has covered"),
        PointsAccount,
        checks_sql.DEBT_IS_WHAT_NO_LOT_COVERED,
    ),
    Check(
        "reversals",
        _("No more is reversed than there was, in parts or at once"),
        PointsEntry,
        checks_sql.REVERSALS_STAY_WITHIN,
    ),
    Check("causes", _("Each cause posts once"), PointsEntry, checks_sql.CAUSES_POST_ONCE),
    Check(
        "notices",
        _("Nothing expired without a notice"),
        PointsEntry,
        checks_sql.EXPIRY_WAS_TOLD,
    ),
    Check(
        "tiers",
        _("A member has one tier at a time, without a gap, and rises with a purchase, not before"),
        TierAssignment,
        checks_sql.TIERS_FOLLOW_EACH_OTHER,
    ),
    Check(
        "visits",
        _("A visit is the sum of its receipts, and knows what came back of it"),
        Member,
        checks_sql.VISITS_ARE_RECEIPTS,
    ),
    Check(
        "liability",
        _("The points owed to the members of a store are what is left in their lots"),
        Store,
        checks_sql.LIABILITY_OF_STORES,
    ),
    Check(
        "partners",
        _("A partner is owed for each use that stands, and for nothing else"),
        Partner,
        partner_checks_sql.PARTNERS_ARE_OWED_FOR_USES,
    ),
    Check(
        "statements",
        _("A partner's statement is the sum of its entries"),
        PartnerStatement,
        partner_checks_sql.STATEMENTS_ARE_THEIR_ENTRIES,
    ),
]
BY_SLUG = {check.slug: check for check in CHECKS}


def run_checks() -> Iterator[Finding]:
    """Yield what comes of each check, one after the other."""
    return map(run_check, CHECKS)


@transaction.atomic
def run_check(check: Check) -> Finding:
    """Look at every row ``check`` is about, in one statement; at the offenders in another."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # All rows of a table are grouped: in memory, and by as many workers as may help.
            cursor.execute("set local work_mem = '256MB'")
            cursor.execute("set local parallel_setup_cost = 1000")
        cursor.execute(
            "select count(*), count(*) filter (where not holds)"  # noqa: S608 - ours
            f" from ({check.rows}) as found"
        )
        checked, wrong = cursor.fetchone()
        first = _first(cursor, check) if wrong else []
    return Finding(check, checked, wrong, first)


def _first(cursor: object, check: Check) -> list[Offender]:
    cursor.execute(  # type: ignore[attr-defined]
        f"select subject, fact from ({check.rows}) as found"  # noqa: S608 - ours
        f" where not holds order by subject limit {FIRST}"
    )
    return [Offender(*row) for row in cursor.fetchall()]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Liability:
    """The points the members of a store hold, what they owe, and what all is worth, in yuan."""

    store: Store
    points: int
    debt: int
    value: Decimal


def liabilities(*, on: dt.date) -> list[Liability]:
    """Return what each store owes its members, valued at the rule of ``on``."""
    rule = programme().redemption_rule(on=on)
    accounts = PointsAccount.objects.filter(member__home_store=OuterRef("pk")).order_by()
    held = accounts.values("member__home_store").annotate(points=Sum("balance"), owed=Sum("debt"))
    stores = Store.objects.order_by("code").annotate(
        points=Coalesce(Subquery(held.values("points")), 0),
        owed=Coalesce(Subquery(held.values("owed")), 0),
    )
    return [
        Liability(
            store, store.points + store.owed, store.owed, points_value(store.points, rule=rule)
        )
        for store in stores
    ]
