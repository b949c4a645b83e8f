"""What a till has to bear: a network that fails, buttons pressed twice, a page opened anew."""

import gzip
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from membership.models import Card, Member
from pos.models import Basket
from sales.models import Sale
from stores.enums import Language, Role
from tests.browser import PATIENCE, TILL
from tests.factories import MemberFactory, ProductFactory, ShiftFactory, posted
from tests.loyalty.points import credit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SENT_AT_MOST = 100_000  # bytes, compressed


@pytest.fixture
def till(chromium, live_server, log_in):
    """Show an open till with articles A to C on sale; a request that fails is part of the walk."""
    shift = ShiftFactory()
    cashier = posted(Role.CASHIER, store=shift.till.store, staff__language=Language.ENGLISH)
    for sku in "ABC":
        ProductFactory(sku=sku, name=f"Article {sku}", regular_price=Decimal(100))
    context = chromium.new_context(base_url=live_server.url, viewport=TILL)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    # What is cut off later goes this way from the start: a request just under way when the
    # first route is made would slip past it.
    page.route("**/*", lambda route: route.continue_())
    log_in(page, cashier)
    page.goto("/till/")
    yield page
    context.close()


def take(page: Page) -> Locator:
    return page.locator("#pay").get_by_role("button", name="Take")


def scan(page: Page, *codes: str) -> None:
    for code in codes:
        page.locator("#scan-typed").fill(code)
        page.keyboard.press("Enter")


def read_by_a_scanner(page: Page, code: str) -> None:
    """Type ``code`` where the keyboard stands, quicker than Playwright's keyboard may be."""
    page.evaluate(
        "code => [...code].forEach((c) => document.execCommand('insertText', false, c))", code
    )


def in_sight(field: Locator) -> bool:
    """Say whether the middle of ``field`` is what is seen there: nothing lies over it."""
    return field.evaluate(
        """field => {
            const { x, y, width, height } = field.getBoundingClientRect();
            return document.elementFromPoint(x + width / 2, y + height / 2) === field;
        }"""
    )


def lines() -> list[tuple[str, Decimal]]:
    return [(line["sku"], Decimal(line["quantity"])) for line in Basket.objects.get().lines]


def lose_the_answer(route: Route) -> None:
    """Let the request reach the server, and nothing come back."""
    route.fetch()
    route.abort("connectionreset")


def test_scans_made_in_haste_all_arrive_in_order(till):
    scan(till, "A", "B", "2*C", "A")

    expect(till.locator(".line")).to_have_count(3)
    expect(till.locator(".totals .sum dd")).to_have_text("¥500.00")
    assert lines() == [("A", 2), ("B", 1), ("C", 2)]


def test_a_member_asked_for_in_the_middle_of_scans_is_found(till):
    member = MemberFactory()

    scan(till, "A", "B", "C")
    till.keyboard.press("F4")
    till.keyboard.type(member.number)
    till.keyboard.press("Enter")

    expect(till.get_by_role("heading", name=member.name)).to_be_visible()
    expect(till.locator(".line")).to_have_count(3)


def test_scans_wait_while_the_network_is_away_and_go_on_by_themselves(till):
    till.context.set_offline(True)
    scan(till, "A", "B")
    expect(till.get_by_role("alert")).to_be_visible()
    expect(till.locator("#waiting")).to_contain_text("A · B")

    till.context.set_offline(False)

    expect(till.locator(".line")).to_have_count(2)
    expect(till.get_by_role("alert")).to_be_hidden()
    expect(till.locator("#waiting")).to_be_hidden()
    assert lines() == [("A", 1), ("B", 1)]


def test_a_scan_whose_answer_was_lost_counts_once(till):
    till.route("**/scan/", lose_the_answer, times=1)
    scan(till, "A")
    expect(till.get_by_role("alert")).to_be_visible()

    till.get_by_role("button", name="Try again").click()

    expect(till.locator(".line")).to_have_count(1)
    assert lines() == [("A", 1)]


def test_waiting_scans_survive_a_reload(till):
    till.route("**/scan/", lambda route: route.abort())
    scan(till, "A", "B")
    expect(till.get_by_role("alert")).to_be_visible()
    till.unroute("**/scan/")

    till.reload()

    expect(till.locator(".line")).to_have_count(2)
    assert lines() == [("A", 1), ("B", 1)]


@pytest.fixture
def points(till):
    """Show a member with 900 points at the till, an article for her, and where points are typed."""
    member = MemberFactory()
    credit(member, 900)
    scan(till, "A")
    till.keyboard.press("F4")
    till.keyboard.type(member.number)
    till.keyboard.press("Enter")
    expect(till.get_by_role("heading", name=member.name)).to_be_visible()
    return till.locator("#points-typed")


def test_enter_means_the_points_that_are_typed_however_often(till, points):
    points.fill("100")
    for _ in range(2):
        with till.expect_response("**/points/"):
            points.press("Enter")
        expect(till.locator("#points-said")).to_have_text("They pay ¥1.00.")

    till.get_by_role("button", name="None").click()
    expect(points).to_have_value("0")
    till.get_by_role("button", name="All").click()
    expect(till.locator("#points-said")).to_have_text("They pay ¥9.00.")


def test_enter_means_the_quantity_that_is_typed_however_often(till):
    scan(till, "A")
    field = till.get_by_label("Quantity of Article A")

    field.fill("3")
    for _ in range(2):
        with till.expect_response("**/lines/*/"):
            field.press("Enter")
        expect(till.locator(".totals .sum dd")).to_have_text("¥300.00")

    till.get_by_role("button", name="One less of Article A").click()
    expect(field).to_have_value("2")
    till.get_by_role("button", name="One more of Article A").click()
    expect(field).to_have_value("3")


def test_enter_in_a_form_htmx_has_not_taken_over_yet_is_not_lost(till, points):
    points.evaluate(
        """field => {
            const again = document.getElementById("basket").cloneNode(true);
            document.getElementById("basket").replaceWith(again);
        }"""
    )

    points.fill("100")
    points.press("Enter")

    expect(till.locator("#points-said")).to_have_text("They pay ¥1.00.")


def test_points_typed_while_a_scan_is_on_its_way_stay(till, points):
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    till.route("**/scan/", hold, times=1)
    scan(till, "B")
    points.fill("100")

    held[0].continue_()

    expect(till.locator(".line")).to_have_count(2)
    expect(points).to_have_value("100")
    points.press("Enter")
    expect(till.locator("#points-said")).to_have_text("They pay ¥1.00.")


def test_a_payment_whose_answer_was_lost_is_made_once(till):
    scan(till, "A")
    expect(till.locator(".line")).to_have_count(1)
    till.keyboard.press("F8")
    till.keyboard.press("1")
    till.route("**/pay/", lose_the_answer, times=1)
    till.keyboard.press("Enter")
    expect(till.get_by_role("alert")).to_be_visible()

    till.get_by_role("button", name="Try again").click()

    expect(till.locator("article.receipt")).to_be_visible()
    assert Sale.objects.count() == 1


def test_a_second_f8_pays_once_a_tender_is_chosen(till):
    scan(till, "A")
    expect(till.locator(".line")).to_have_count(1)
    till.keyboard.press("F8")
    till.keyboard.press("F8")
    expect(till.locator("[name=tender]").first).to_be_focused()
    assert Sale.objects.count() == 0

    till.keyboard.press("3")
    expect(till.get_by_label("Cash handed over")).to_be_focused()
    till.keyboard.type("200")
    till.keyboard.press("F8")

    expect(till.locator("article.receipt")).to_be_visible()
    assert Sale.objects.get().net == Decimal(100)


def test_f8_held_down_does_not_pay(till):
    scan(till, "A")
    till.locator("label.tender").first.click()
    till.locator("#scan-typed").focus()

    for _repeated in range(3):
        till.keyboard.down("F8")

    expect(till.locator("[name=tender]").first).to_be_focused()
    assert Sale.objects.count() == 0


def test_a_button_pressed_twice_pays_once(till):
    scan(till, "A")
    till.locator("label.tender").first.click()

    take(till).dblclick()

    expect(till.locator("article.receipt")).to_be_visible()
    assert Sale.objects.count() == 1


def test_what_was_typed_for_the_payment_survives_change_and_reload(till):
    scan(till, "A")
    till.locator("label.tender").nth(2).click()
    till.get_by_label("Cash handed over").fill("500")
    scan(till, "B")
    expect(till.locator("[data-change]")).to_have_text("¥300.00")

    till.reload()

    expect(till.get_by_label("Cash handed over")).to_have_value("500")
    expect(till.locator("[data-change]")).to_have_text("¥300.00")


def test_the_keyboard_alone_sells(till):
    till.keyboard.type("A")
    till.keyboard.press("Enter")
    expect(till.locator(".line")).to_have_count(1)
    till.keyboard.press("Enter")
    till.keyboard.press("3")
    till.keyboard.type("200")
    expect(till.locator("[data-change]")).to_have_text("¥100.00")
    till.keyboard.press("Enter")

    expect(till.locator(".change-due")).to_contain_text("¥100.00")
    assert Sale.objects.get().net == Decimal(100)


def test_the_keyboard_alone_registers_with_a_scanned_card(till):
    till.keyboard.press("F6")
    till.wait_for_url("**/register/")  # and loaded: until then Enter is the browser's own
    for field, text in [("Name", "Ada"), ("Mobile", "13800138000"), ("Birthday", "0520")]:
        expect(till.get_by_label(field, exact=True)).to_be_focused()
        till.keyboard.type(text)
        till.keyboard.press("Enter")
    till.keyboard.press("Space")
    till.keyboard.press("Enter")
    assert in_sight(till.get_by_label("Card number", exact=True))
    read_by_a_scanner(till, "880001")
    till.keyboard.press("Enter")
    expect(till.get_by_label("Card number once more")).to_have_value("880001")
    till.keyboard.press("Enter")

    expect(till.get_by_role("heading", name="Ada")).to_be_visible()
    assert Card.objects.get().member == Member.objects.get()


def test_the_important_parts_need_no_scrolling(till):
    scan(till, "A", "B", "C")
    expect(till.locator(".line")).to_have_count(3)

    height = till.evaluate("document.documentElement.scrollHeight")

    assert height <= till.viewport_size["height"]
    expect(take(till)).to_be_in_viewport(ratio=1)


def test_the_due_stays_in_sight_on_a_phone(till):
    till.set_viewport_size({"width": 360, "height": 740})
    scan(till, "A", "B", "C")

    expect(take(till)).to_be_in_viewport(ratio=1)
    assert till.evaluate("document.documentElement.scrollWidth") == 360


def test_it_sends_at_most_100_kilobytes(till):
    loaded = till.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")

    bodies = [till.request.get(url).body() for url in [till.url, *dict.fromkeys(loaded)]]

    assert len(bodies) > 8
    assert sum(len(gzip.compress(body)) for body in bodies) <= SENT_AT_MOST
