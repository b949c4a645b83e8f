"""Every figure, worked out twice: by the house and by pandas, from a shop drawn at random."""

import datetime as dt

import pytest

from common.periods import Period
from reports.answers import Question, ask
from reports.catalogue import BY_SLUG
from reports.export import rows_of
from reports.scope import BRAND, Scope
from stores.models import Region, Store
from tests.reports.pandas_facts import facts_of_database
from tests.reports.pandas_kpis import FIGURES, answer
from tests.reports.random_shop import RandomShop

pytestmark = pytest.mark.django_db

PERIODS = [
    Period(dt.date(2025, 3, 1), dt.date(2025, 4, 1)),
    Period(dt.date(2025, 11, 17), dt.date(2026, 2, 20)),
    Period(dt.date(2026, 5, 1), dt.date(2026, 6, 1)),
    Period(dt.date(2024, 1, 1), dt.date(2027, 1, 1)),
]
KNOWN = [dt.date(2026, 1, 31), dt.date(2026, 5, 9), dt.date(2026, 12, 31)]


def scopes():
    east = Region.objects.get(code="east")
    return {
        BRAND: None,
        Scope(region=east): set(east.stores.values_list("pk", flat=True)),
        Scope(store=(small := Store.objects.get(code="9"))): {small.pk},
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_agrees_with_pandas(seed):
    RandomShop(seed=seed, receipts=1500)
    facts = facts_of_database()

    differences = [
        (slug, period, scope.code, as_of, days, ours, theirs)
        for scope, stores in scopes().items()
        for period in PERIODS
        for as_of in KNOWN
        if as_of >= period.since
        for slug in FIGURES
        for days in ([7, 90] if BY_SLUG[slug].days else [90])
        if (ours := rows_of(ask(BY_SLUG[slug], Question(period, scope, as_of, days))))
        != (
            theirs := answer(
                facts,
                slug,
                since=period.since,
                until=period.until,
                stores=stores,
                as_of=as_of,
                days=days,
            )
        )
    ]

    assert differences == []


def test_pandas_knows_every_figure():
    assert set(BY_SLUG) - set(FIGURES) == {"cohort-by-joining", "guides"}
