"""A card's life: received, sold, shown at the till, lost, replaced; and a membership taken away."""

import os
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone, translation
from playwright.sync_api import Locator, Page, expect

from loyalty.domain.tiers import enter_tier
from loyalty.models import Tier
from membership.enums import CardStatus
from membership.models import Card, CardKind, Organisation
from stores.enums import Language, Role
from tests.browser import PHONE, TILL, accessible
from tests.factories import MemberFactory, ProductFactory, ShiftFactory, posted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WALKS = [
    pytest.param(Language.CHINESE, PHONE, id="zh-phone"),
    pytest.param(Language.ENGLISH, TILL, id="en-till"),
]


@pytest.mark.parametrize(("language", "size"), WALKS)
def test_a_card_from_stock_to_its_successor(open_page, log_in, language, size):
    shop = Shop(language)
    page = open_page(size=size)
    log_in(page, shop.manager)
    walk = Walk(page, language)

    walk.receives("VIP0001", "VIP0020", of=shop.kind)
    walk.sells_the_card("VIP0001", of=shop.fee.sku, to="13800138000")
    walk.finds("VIP0001")
    walk.sees("VIP0001 · ")
    walk.loses_and_replaces("VIP0001", "VIP0002", of=shop.ada.number)
    walk.finds("VIP0001")
    walk.is_told("Card %(number)s serves no more: %(state)s.", "VIP0001")
    walk.adds_a_supplementary("SUP0003", holder="王明", of=shop.ada.number)
    walk.finds("SUP0003")
    walk.sees("王明")

    assert dict(Card.objects.values_list("number", "status")) == {
        "VIP0001": CardStatus.REPLACED,
        "VIP0002": CardStatus.ISSUED,
        "SUP0003": CardStatus.ISSUED,
    }
    assert {card.member for card in Card.objects.all()} == {shop.ada}


@pytest.mark.parametrize(("language", "size"), WALKS)
def test_a_membership_taken_and_given_back(open_page, log_in, language, size):
    shop = Shop(language)
    office, desk = open_page(size=size), open_page(size=size)
    log_in(office, shop.officer)
    log_in(desk, shop.manager)
    officer, manager = Walk(office, language), Walk(desk, language)

    officer.disqualifies(shop.ada.number, "刷单套积分")
    manager.finds("13800138000")
    manager.is_told("The membership %(number)s was taken away.", shop.ada.number)
    manager.hears_the_appeal(shop.ada.number, "是我先生用的卡")
    officer.grants_it(shop.ada.number, "已核实，予以恢复")
    manager.finds("13800138000")
    manager.sees("曾黎")


class Shop:
    """One store with its manager, head office, a member, and a membership fee."""

    def __init__(self, language: Language) -> None:
        shift = ShiftFactory(till__code="A1")
        store = shift.till.store
        self.manager = posted(Role.STORE_MANAGER, store=store, staff__language=language)
        self.officer = posted(Role.MEMBER_OFFICER, staff__language=language)
        self.kind = CardKind.objects.get(code="nationwide")
        self.ada = MemberFactory(name="曾黎", phone="+8613800138000", home_store=store)
        enter_tier(member=self.ada, tier=Tier.objects.get(code="gold"), by=None, at=timezone.now())
        self.fee = ProductFactory(
            sku="FEE", name="全国会员卡", regular_price=Decimal(150), card_kind=self.kind
        )
        Organisation.objects.create(name="静安小学", store=store, contact_name="周主席")


class Walk:
    """What is done on the pages; every page seen is accessible."""

    def __init__(self, page: Page, language: Language) -> None:
        self.page, self.language = page, language

    def says(self, text: str, context: str | None = None) -> str:
        with translation.override(self.language):
            return translation.pgettext(context, text) if context else translation.gettext(text)

    def button(self, text: str, context: str | None = None) -> Locator:
        return self.page.get_by_role("button", name=self.says(text, context))

    def shown(self, name: str) -> None:
        accessible(self.page)
        if folder := os.environ.get("PICTURES"):
            size = self.page.viewport_size["width"]
            path = Path(folder) / f"{name}-{self.language}-{size}.png"
            self.page.screenshot(path=path, full_page=True)

    def receives(self, first: str, last: str, *, of: CardKind) -> None:
        self.page.goto("/cards/receive/")
        self.page.locator("#id_kind").select_option(str(of.pk))
        self.page.locator("#id_first").fill(first)
        self.page.locator("#id_last").fill(last)
        expect(self.page.locator("#range-preview")).to_contain_text("20")
        self.page.locator("details summary.more").click()
        self.shown("receive")
        self.button("Receive cards").click()
        expect(self.page.get_by_text(f"{first} – {last}")).to_be_visible()
        self.shown("stock")
        self.page.get_by_text(f"{first} – {last}").click()
        expect(self.page.get_by_role("cell", name="VIP0020", exact=True)).to_be_visible()
        self.shown("batch")

    def sells_the_card(self, number: str, *, of: str, to: str) -> None:
        self.finds(to)
        self.page.locator("#scan-typed").fill(of)
        self.page.keyboard.press("Enter")
        field = self.page.locator(".line-card input")
        field.fill(number)
        field.press("Enter")
        expect(self.page.locator(".line-card input")).to_have_value(number)
        self.shown("fee")
        self.page.locator("input[name=tender][value=wechat]").check(force=True)
        self.page.locator("#pay button[type=submit]").click()
        self.page.wait_for_url("**/receipts/**")
        self.shown("fee-receipt")

    def finds(self, typed: str) -> None:
        self.page.goto("/till/")
        taken = self.page.locator("[hx-post*='member/remove']")
        if taken.count():
            taken.click()
        self.page.locator("#member-typed").fill(typed)
        self.page.locator("#member-typed").press("Enter")

    def sees(self, text: str) -> None:
        expect(self.page.locator("section.member")).to_contain_text(text)
        self.shown(f"found-{text.strip(' ·')}")

    def is_told(self, words: str, number: str) -> None:
        said = self.says(words).split("%")[0]
        expect(self.page.locator(".barred")).to_contain_text(said)
        expect(self.page.locator(".barred")).to_contain_text(number)
        self.shown(f"barred-{number}")

    def loses_and_replaces(self, old: str, new: str, *, of: str) -> None:
        self.page.goto(f"/members/{of}/")
        self.page.locator("[data-opens^=lose-]").click()
        self.shown("lose")
        asked = self.page.locator("dialog[open]")
        asked.get_by_role("button", name=self.says("Report lost")).click()
        card = self.page.locator("section[aria-labelledby=cards-title]")
        expect(card).to_contain_text(self.says("Lost"))
        self.shown("cards")
        card.get_by_role("link", name=self.says("Replace", "card")).click()
        self.types_twice(new)
        self.shown("replace")
        self.button("Replace", "card").click()
        expect(card).to_contain_text(new)
        expect(card).to_contain_text(old)

    def adds_a_supplementary(self, number: str, *, holder: str, of: str) -> None:
        self.page.goto(f"/members/{of}/cards/issue/")
        kind = CardKind.objects.get(code="supplementary")
        self.page.locator("#id_kind").select_option(str(kind.pk))
        self.types_twice(number)
        self.page.locator("#id_holder").fill(holder)
        self.shown("issue")
        self.button("Issue the card").click()
        expect(self.page.locator("section[aria-labelledby=cards-title]")).to_contain_text(holder)
        self.shown("cards-supplementary")

    def types_twice(self, number: str) -> None:
        self.page.locator("#id_number").fill(number)
        self.page.locator("#id_again").fill(number)

    def disqualifies(self, member: str, reason: str) -> None:
        self.page.goto(f"/members/{member}/disqualify/")
        self.page.locator("#id_reason").fill(reason)
        self.shown("disqualify")
        self.button("Disqualify").click()
        expect(self.page.get_by_text(reason)).to_be_visible()
        self.shown("disqualified")

    def hears_the_appeal(self, member: str, text: str) -> None:
        self.page.goto(f"/members/{member}/")
        self.page.get_by_role("link", name=self.says("She appeals")).click()
        self.page.locator("#id_text").fill(text)
        self.shown("appeal")
        self.button("Write it down").click()
        expect(self.page.get_by_text(text)).to_be_visible()

    def grants_it(self, member: str, answer: str) -> None:
        self.page.goto(f"/members/{member}/appeal/decide/")
        self.page.locator("input[value=granted]").check()
        self.page.locator("#id_answer").fill(answer)
        self.shown("decide")
        self.button("Decide").click()
        expect(self.page.get_by_text(answer)).to_be_visible()
        self.shown("reinstated")
