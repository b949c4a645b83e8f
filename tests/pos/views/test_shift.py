"""Opening, closing and reading a shift; choosing the till."""

from decimal import Decimal

import pytest
from django.urls import reverse

from pos.domain.baskets import add_line
from pos.domain.checkout import post_sale
from sales.enums import TenderKind
from sales.models import Shift
from stores.enums import Role
from tests.factories import NOON, ProductFactory, ShiftFactory, TillFactory, posted
from tests.pos.views.conftest import signed_in
from tests.shop import fill_basket, order_for, sell, take_back

pytestmark = pytest.mark.django_db

OPEN, CLOSE, CHOOSE = reverse("pos:open"), reverse("pos:close"), reverse("pos:till_choose")


@pytest.fixture
def closed_till(db):
    return TillFactory()


@pytest.fixture
def early_bird(closed_till):
    return signed_in(posted(Role.CASHIER, store=closed_till.store))


def sell_for_cash(shift, price):
    product = ProductFactory(regular_price=Decimal(price))
    basket = fill_basket(shift, (product, 1), at=NOON)
    order = order_for(basket, at=NOON, kind=TenderKind.CASH)
    return post_sale(order=order, shift=shift, cashier=shift.opened_by, at=NOON)


def test_it_opens_the_till_with_its_float(early_bird, closed_till):
    answer = early_bird.post(OPEN, {"opening_cash": "５００"})

    shift = Shift.objects.get()
    assert answer.url == reverse("pos:till")
    assert (shift.till, shift.opening_cash, shift.opened_at) == (closed_till, Decimal(500), NOON)


@pytest.mark.parametrize("typed", ["", "-1", "much", "9999999"])
def test_it_opens_with_no_nonsense(early_bird, typed):
    page = early_bird.post(OPEN, {"opening_cash": typed})

    assert list(page.context["form"].errors) == ["opening_cash"]
    assert Shift.objects.count() == 0


def test_it_leads_on_when_a_colleague_has_opened(early_bird, closed_till):
    ShiftFactory(till=closed_till)

    assert early_bird.post(OPEN, {"opening_cash": "1"}).url == reverse("pos:till")
    assert Shift.objects.count() == 1


def test_it_recalls_what_was_counted_last(at_till, shift):
    at_till.post(CLOSE, {"counted_cash": "0"})

    assert at_till.get(OPEN).context["last_count"] == Decimal("0.00")


def test_it_closes_with_the_count(at_till, shift, cashier):
    sell_for_cash(shift, 120)

    answer = at_till.post(CLOSE, {"counted_cash": "120"})

    shift.refresh_from_db()
    assert answer.url == reverse("pos:shift", args=[shift.pk])
    assert (shift.closed_at, shift.closed_by) == (NOON, cashier)
    assert (shift.expected_cash, shift.cash_difference) == (Decimal("120.00"), Decimal(0))


def test_it_asks_why_when_the_count_differs(at_till, shift):
    sell_for_cash(shift, 120)

    page = at_till.post(CLOSE, {"counted_cash": "119.50"})
    answer = at_till.post(CLOSE, {"counted_cash": "119.50", "note": "coin rolled away"})

    shift.refresh_from_db()
    assert list(page.context["form"].errors) == ["note"]
    assert answer.status_code == 302
    assert (shift.cash_difference, shift.note) == (Decimal("-0.50"), "coin rolled away")


def test_it_closes_once_however_often_the_button_is_pressed(at_till, shift):
    at_till.get(CLOSE)

    answers = [at_till.post(CLOSE, {"counted_cash": "0"}) for _ in range(2)]

    assert [answer.url for answer in answers] == [reverse("pos:shift", args=[shift.pk]), OPEN]


def test_it_warns_of_goods_left_on_the_till(at_till, basket):
    assert at_till.get(CLOSE).context["waiting"] is False

    add_line(key=basket.key, product=ProductFactory(), quantity=Decimal(1))

    assert at_till.get(CLOSE).context["waiting"] is True


def test_it_adds_the_shift_up(at_till, shift, gold):
    """
    sold      120.00 cash, 87.00 wechat + 100 points (1.00), member pays 88 of 100
    back      120.00 cash
    """
    cash = sell_for_cash(shift, 120)
    sell(shift, (ProductFactory(), 1), member=gold, points=100, at=NOON)
    take_back(shift, cash, at=NOON)
    sell(ShiftFactory(), (ProductFactory(), 1), at=NOON)

    report = at_till.get(reverse("pos:shift", args=[shift.pk])).context["report"]

    assert (report.tickets, report.member_tickets, report.returns) == (2, 1, 1)
    assert (report.sold, report.returned, report.net) == (
        Decimal("208.00"),
        Decimal("-120.00"),
        Decimal("88.00"),
    )
    assert (report.units, report.saved) == (1, Decimal("12.00"))
    assert [(one.kind, one.taken, one.given_back, one.points) for one in report.tenders] == [
        (TenderKind.CASH, Decimal("120.00"), Decimal("-120.00"), 0),
        (TenderKind.WECHAT, Decimal("87.00"), Decimal("0.00"), 0),
        (TenderKind.POINTS, Decimal("1.00"), Decimal("0.00"), 100),
    ]


def test_it_adds_nothing_up_to_nothing(at_till, shift):
    report = at_till.get(reverse("pos:shift", args=[shift.pk])).context["report"]

    assert (report.tickets, report.net, report.units, report.tenders) == (0, 0, 0, [])


def test_it_shows_no_other_stores_shift(at_till, shift):
    assert at_till.get(reverse("pos:shift", args=[ShiftFactory().pk])).status_code == 404


def test_it_offers_the_tills_of_her_stores(at_till, shift):
    second = TillFactory(store=shift.till.store, code="B9")
    TillFactory(store=shift.till.store, is_active=False)
    TillFactory()

    assert set(at_till.get(CHOOSE).context["tills"]) == {shift.till, second}


def test_it_lets_her_stand_at_no_other_till(at_till, shift):
    assert at_till.post(CHOOSE, {"till": TillFactory().pk}).status_code == 404


@pytest.mark.parametrize("url", [OPEN, CLOSE, CHOOSE])
def test_it_is_closed_to_guides(shift, store, url):
    guide = signed_in(posted(Role.GUIDE, store=store))

    assert [guide.get(url).status_code, guide.post(url).status_code] == [403, 403]
