"""A cashier's day: opening, registering, selling, taking back, holding, handing over, closing."""

from decimal import Decimal

import pytest
from django.utils import translation
from playwright.sync_api import Locator, Page, expect

from loyalty.queries import ledger_faults
from membership.models import Member
from sales.enums import SaleKind
from sales.models import Sale, Shift
from stores.domain.signing_in import set_pin
from stores.enums import Language, Role
from tests.browser import PHONE, TILL, accessible
from tests.factories import ProductFactory, TillFactory, posted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAYS = [
    pytest.param(Language.CHINESE, TILL, id="zh-till"),
    pytest.param(Language.CHINESE, PHONE, id="zh-phone"),
    pytest.param(Language.ENGLISH, TILL, id="en-till"),
]


@pytest.mark.parametrize(("language", "size"), DAYS)
def test_a_cashiers_day(open_page, log_in, language, size):
    shop = Shop(language)
    page = open_page(size=size)
    log_in(page, shop.cashier)
    day = Day(page, shop)

    day.opens_the_till_with("500")
    day.registers("孙悟", phone="138 0013 8000", birthday="0815")
    day.scans("COAT", shows="羊毛大衣")
    day.takes(tender=1)
    day.goes_on()

    day.finds("13800138000", shows="孙悟")
    day.scans("2*SCARF", shows="丝巾")
    day.scans("BAG", shows="手提包")
    day.picks_by_name("棉袜")
    day.pays_with_points("100")
    day.takes(tender=3, handed_over="1000")
    day.sees_change("¥161.00")
    day.goes_on()

    day.takes_one_back("丝巾")
    day.goes_on()

    day.scans("BAG", shows="手提包")
    day.takes_the_line_out_and_back("手提包")
    day.holds_it_as("red coat")
    day.resumes("red coat")

    day.hands_over_to(shop.colleague, pin="2580")
    day.drops_the_basket()
    day.closes_the_till_counting("1259.09")

    assert Member.objects.get().enroller == shop.cashier
    assert [sale.kind for sale in Sale.objects.order_by("pk")] == ["sale", "sale", "return"]
    assert Sale.objects.get(kind=SaleKind.RETURN).net == Decimal("-80.00")
    assert Shift.objects.get().closed_by == shop.colleague
    assert ledger_faults() == []


class Shop:
    """One till, two cashiers, four articles; words as the cashier reads them."""

    def __init__(self, language: Language) -> None:
        self.language = language
        store = TillFactory(code="A1").store
        self.cashier = posted(
            Role.CASHIER, store=store, staff__display_name="王芳", staff__language=language
        )
        self.colleague = posted(
            Role.CASHIER, store=store, staff__display_name="李静", staff__language=language
        )
        set_pin(staff=self.colleague, pin="2580")
        for sku, name, price in [
            ("COAT", "羊毛大衣", 900),
            ("SCARF", "丝巾", 80),
            ("BAG", "手提包", 660),
            ("SOCKS", "棉袜", 20),
        ]:
            ProductFactory(sku=sku, barcode=None, name=name, regular_price=Decimal(price))

    def says(self, text: str, context: str | None = None) -> str:
        with translation.override(self.language):
            return translation.pgettext(context, text) if context else translation.gettext(text)


class Day:
    """What the cashier does, by what she sees; every page she sees is accessible."""

    def __init__(self, page: Page, shop: Shop) -> None:
        self.page, self.shop = page, shop

    def button(self, text: str, context: str | None = None) -> Locator:
        return self.page.get_by_role("button", name=self.shop.says(text, context))

    def link(self, text: str) -> Locator:
        return self.page.get_by_role("link", name=self.shop.says(text))

    def field(self, text: str) -> Locator:
        return self.page.get_by_label(self.shop.says(text))

    def stands_on(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", name=self.shop.says(heading))).to_be_visible()

    def opens_the_till_with(self, cash: str) -> None:
        self.page.goto("/till/")
        accessible(self.page)
        self.field("Cash in the drawer").fill(cash)
        self.button("Open the till").click()
        expect(self.page.locator("#basket")).to_be_visible()
        accessible(self.page)

    def registers(self, name: str, *, phone: str, birthday: str) -> None:
        self.field("Member: phone, card or number").fill(phone)
        self.button("Find").click()
        expect(self.page.get_by_role("alert").filter(has_text=phone)).to_be_visible()
        self.button("Register a new member").click()
        self.page.get_by_label(self.shop.says("Name"), exact=True).fill(name)
        expect(self.page.get_by_label(self.shop.says("Mobile"), exact=True)).to_have_value(phone)
        self.page.get_by_label(self.shop.says("Birthday"), exact=True).fill(birthday)
        self.page.get_by_label(self.shop.says("Lunar"), exact=True).check()
        expect(self.page.locator("#birthday-read .read-back")).to_be_visible()
        self.page.get_by_label(self.shop.says("Membership terms"), exact=True).check()
        accessible(self.page)
        self.page.get_by_role("button", name=self.shop.says("Register"), exact=True).click()
        expect(self.page.get_by_role("heading", name=name)).to_be_visible()
        accessible(self.page)

    def finds(self, phone: str, *, shows: str) -> None:
        self.field("Member: phone, card or number").fill(phone)
        self.button("Find").click()
        expect(self.page.get_by_role("heading", name=shows)).to_be_visible()

    def scans(self, code: str, *, shows: str) -> None:
        field = self.page.locator("#scan-typed")
        field.fill(code)
        field.press("Enter")
        expect(self.page.locator(".line").filter(has_text=shows)).to_be_visible()
        expect(field).to_have_value("")

    def picks_by_name(self, name: str) -> None:
        self.page.locator("#scan-typed").fill(name)
        self.page.locator("#scan-typed").press("Enter")
        choice = self.page.locator(".found").get_by_role("button", name=name)
        expect(choice).to_be_focused()
        accessible(self.page)
        choice.press("1")
        expect(self.page.locator(".line").filter(has_text=name)).to_be_visible()

    def pays_with_points(self, points: str) -> None:
        field = self.page.locator("#points-typed")
        field.fill(points)
        field.press("Enter")
        expect(self.page.locator("#points-said")).to_contain_text("¥")

    def takes(self, *, tender: int, handed_over: str = "") -> None:
        self.page.locator(f"label.tender:nth-of-type({tender})").click()
        if handed_over:
            self.field("Cash handed over").fill(handed_over)
        accessible(self.page)
        self.page.locator("#pay").get_by_role("button", name=self.shop.says("Take")).click()
        self.sees_a_receipt()

    def sees_a_receipt(self) -> None:
        expect(self.page.locator("article.receipt")).to_be_visible()
        expect(self.link("Next customer")).to_be_focused()
        accessible(self.page)

    def sees_change(self, amount: str) -> None:
        expect(self.page.locator(".change-due")).to_contain_text(amount)

    def goes_on(self) -> None:
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".lines-empty")).to_be_visible()

    def takes_one_back(self, name: str) -> None:
        self.link("Returns").click()
        self.stands_on("Return of goods")
        accessible(self.page)
        self.page.locator(".receipts a.btn").first.click()
        self.page.get_by_label(name).first.fill("1")
        expect(self.page.locator("#return-quote .standing")).to_contain_text("¥")
        accessible(self.page)
        self.button("Take back and refund").click()
        self.sees_a_receipt()

    def takes_the_line_out_and_back(self, name: str) -> None:
        self.page.locator(".line").filter(has_text=name).locator(".line-out").click()
        expect(self.page.locator(".lines-empty")).to_be_visible()
        self.button("Put back").click()
        expect(self.page.locator(".line").filter(has_text=name)).to_be_visible()

    def holds_it_as(self, note: str) -> None:
        self.page.locator('[data-opens="hold"]').click()
        self.page.get_by_role("dialog").get_by_role("textbox").fill(note)
        accessible(self.page)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".lines-empty")).to_be_visible()

    def resumes(self, note: str) -> None:
        self.page.locator('a[href$="/held/"]').click()
        expect(self.page.get_by_role("heading", name=note)).to_be_visible()
        accessible(self.page)
        self.button("Resume").click()
        expect(self.page.locator(".line")).to_be_visible()

    def hands_over_to(self, colleague: object, *, pin: str) -> None:
        self.link("Switch cashier").click()
        self.stands_on("Who takes over?")
        accessible(self.page)
        self.page.locator("label.tender").filter(has_text=str(colleague)).click()
        self.page.get_by_label(self.shop.says("PIN"), exact=True).fill(pin)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".till-head")).to_contain_text(str(colleague))
        expect(self.page.locator(".line")).to_be_visible()

    def drops_the_basket(self) -> None:
        self.page.locator('[data-opens="drop"]').click()
        accessible(self.page)
        self.page.get_by_role("dialog").get_by_role("button", name=self.shop.says("Drop")).click()
        expect(self.page.locator(".lines-empty")).to_be_visible()

    def closes_the_till_counting(self, cash: str) -> None:
        self.link("Close shift").click()
        self.field("Counted cash").fill(cash)
        expect(self.page.locator("[data-difference]")).to_have_text("¥0.00")
        accessible(self.page)
        self.button("Close shift").click()
        expect(self.link("Open the next shift")).to_be_visible()
        accessible(self.page)
