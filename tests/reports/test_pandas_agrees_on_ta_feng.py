"""Every figure of a real shop: imported and asked here, read from its own file by pandas.

Four months of a Taiwanese membership store, 817,741 lines. The file lies beside the project
where there is one; without it these tests have nothing to compare.
"""

import datetime as dt
import faulthandler
import io
import json
from pathlib import Path

import pandas as pd
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench.ta_feng import convert
from reports.catalogue import BY_SLUG
from tests.reports.pandas_facts import Facts
from tests.reports.pandas_kpis import FIGURES, answer

SOURCE = settings.BASE_DIR.parent / "shared" / "data" / "ta_feng.csv.zip"
LAST_DAY = dt.date(2001, 2, 28)
QUESTIONS = [
    {"since": dt.date(2000, 11, 1), "until": dt.date(2001, 3, 1), "as_of": LAST_DAY},
    {"since": dt.date(2001, 1, 1), "until": dt.date(2001, 2, 1), "as_of": LAST_DAY},
    {"since": dt.date(2001, 1, 10), "until": dt.date(2001, 2, 20), "as_of": dt.date(2001, 2, 4)},
    {"since": dt.date(2001, 2, 1), "until": dt.date(2001, 3, 1), "as_of": dt.date(2001, 12, 31)},
]
STORES = {None: None, "115": {115}}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.real,
    pytest.mark.skipif(not SOURCE.exists(), reason="needs ../shared/data/ta_feng.csv.zip"),
]


def test_every_figure_of_ta_feng_agrees_with_pandas(tmp_path):
    faulthandler.cancel_dump_traceback_later()  # on a busy machine it takes minutes, not hanging
    members, sales = convert(source=SOURCE, target=tmp_path)
    call_command("import_members", str(members), create_stores=True, stdout=io.StringIO())
    call_command("import_sales", str(sales), stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    facts = facts_of_file(SOURCE)

    differences = [
        (slug, store, days, question, ours, theirs)
        for question in QUESTIONS
        for store, stores in STORES.items()
        for slug in FIGURES
        for days in ([30, 90] if BY_SLUG[slug].days else [None])
        if (ours := printed(slug, store=store, days=days, **question))
        != (theirs := answer(facts, slug, stores=stores, days=days or 90, **question))
    ]

    assert differences == []


def printed(slug, **asked):
    out = io.StringIO()
    options = {name: value and str(value) for name, value in asked.items() if name != "days"}
    call_command("kpi", slug, format="json", stdout=out, days=asked["days"], **options)
    return json.loads(out.getvalue())["rows"]


def facts_of_file(source: Path) -> Facts:
    """Read customers and receipts as the file has them: a receipt a customer and day.

    The residence area a customer gave first is her store.
    """
    lines = pd.read_csv(source, encoding="utf-8-sig", dtype=str)
    days = pd.to_datetime(lines.TRANSACTION_DT, format="%m/%d/%Y")
    lines["day"] = (days - pd.Timestamp("1970-01-01")).dt.days
    lines["member"] = pd.factorize(lines.CUSTOMER_ID)[0]
    members = (
        lines.groupby("member").agg(joined=("day", "min"), area=("PIN_CODE", "first")).reset_index()
    )
    members["store"] = members.area.map(lambda area: int(area) if area.isdigit() else -1)
    members["channel"] = "import"
    lines["net"] = lines.SALES_PRICE.astype(int) * 100
    lines["units"] = lines.AMOUNT.astype(int) * 1000
    receipts = lines.groupby(["member", "day"], as_index=False)[["net", "units"]].sum()
    receipts = receipts.merge(members[["member", "store"]], on="member")
    receipts["receipt"] = receipts.index
    receipts["is_sale"] = True
    nothing_came_back = pd.DataFrame({"receipt": [], "day": [], "units": []}, dtype=int)
    return Facts(members[["member", "joined", "store", "channel"]], receipts, nothing_came_back)
