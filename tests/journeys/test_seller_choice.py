"""The seller, once chosen, stays chosen while the basket changes around her."""

import pytest
from playwright.sync_api import expect

from sales.models import Sale
from stores.enums import Language, Role
from tests.browser import accessible
from tests.factories import ProductFactory, ShiftFactory, posted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_chosen_seller_stays_chosen(page, log_in, live_server):
    shift = ShiftFactory()
    store = shift.till.store
    cashier = posted(Role.CASHIER, store=store, staff__language=Language.ENGLISH)
    guide = posted(Role.GUIDE, store=store, staff__display_name="李敏")
    ProductFactory(sku="COAT", name="羊毛大衣")
    log_in(page, cashier)
    page.goto("/till/")

    seller = page.get_by_label("Seller")
    seller.select_option(label="李敏")
    for total in ("¥100.00", "¥200.00"):
        page.locator("#scan-typed").fill("COAT")
        page.locator("#scan-typed").press("Enter")
        expect(page.locator("#pay .due")).to_have_text(total)

    expect(seller).to_have_value(guide.number)
    expect(seller.locator("option")).to_have_count(3)
    accessible(page)
    page.locator("label.tender").first.click()
    page.locator("#pay").get_by_role("button", name="Take").click()
    expect(page.locator("article.receipt")).to_be_visible()
    assert Sale.objects.get().seller == guide
