from decimal import Decimal

import django_tables2 as tables
import pytest
from django.test import RequestFactory
from django.utils.translation import override

from common.tables import DaysLeftColumn, MoneyColumn, PointsColumn, ShopTable, days_left_badge


class PurseTable(ShopTable):
    caption = "Who holds what"
    empty_help = "It fills with the first sale."

    card = tables.Column(verbose_name="Card")
    points = PointsColumn(verbose_name="Points")
    spent = MoneyColumn(verbose_name="Spent", orderable=False)
    days = DaysLeftColumn(verbose_name="Left")

    class Meta(ShopTable.Meta):
        pass


@pytest.fixture
def render():
    def show(rows, order_by=()):
        with override("en"):
            return PurseTable(rows, order_by=order_by).as_html(RequestFactory().get("/"))

    return show


def test_a_cell_carries_its_heading_for_the_phone(render):
    html = render([{"card": "A7", "points": 12345, "spent": Decimal("1234.5"), "days": 30}])

    assert '<td class="numeric points" role="cell" data-label="Points">12,345</td>' in html
    assert '<td class="numeric" role="cell" data-label="Spent">¥1,234.50</td>' in html


def test_a_column_named_card_is_no_card(render):
    html = render([{"card": "A7", "points": 1, "spent": 1, "days": 30}])

    assert '<td  role="cell" data-label="Card">A7</td>' in html


def test_the_sorted_column_says_so(render):
    html = render([{"card": "A7", "points": 1, "spent": 1, "days": 30}], order_by="-points")

    assert html.count('aria-sort="descending"') == 1
    assert html.count("aria-sort") == 1


def test_the_caption_names_the_table(render):
    assert "<caption>Who holds what</caption>" in render([])


def test_an_empty_table_says_what_fills_it(render):
    html = render([])

    assert "Nothing here yet" in html
    assert "It fills with the first sale." in html


@pytest.mark.parametrize(
    ("days", "badge"),
    [
        (-1, {"text": "Overdue", "tone": "bad", "icon": "alert-triangle"}),
        (0, {"text": "Last day", "tone": "bad", "icon": "alert-triangle"}),
        (1, {"text": "1 day left", "tone": "bad", "icon": "hourglass"}),
        (3, {"text": "3 days left", "tone": "bad", "icon": "hourglass"}),
        (4, {"text": "4 days left", "tone": "warn", "icon": "hourglass"}),
        (14, {"text": "14 days left", "tone": "warn", "icon": "hourglass"}),
        (15, {"text": "15 days left"}),
    ],
)
def test_days_left_grow_urgent(days, badge):
    with override("en"):
        assert days_left_badge(days=days) == badge
