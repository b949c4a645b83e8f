"""Her birthday: two regular articles and a special one, a coupon, 300 points, and one returned."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from playwright.sync_api import Page, expect

from loyalty.domain.coupons import issue_coupon
from loyalty.domain.opening import open_balance
from loyalty.domain.tiers import enter_tier
from loyalty.enums import BirthdayWindow, CouponEffect, CouponSource, PerkKind
from loyalty.models import Coupon, CouponKind, MemberPrice, Perk, PerkUse, Tier, TierPerk
from loyalty.queries import ledger_faults
from membership.models import Member
from sales.models import Sale
from stores.enums import Language, Role
from tests.browser import PHONE, TILL, accessible
from tests.factories import MemberFactory, ProductFactory, ShiftFactory, posted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WALKS = [
    pytest.param(Language.CHINESE, TILL, id="zh-till"),
    pytest.param(Language.ENGLISH, PHONE, id="en-phone"),
]


@pytest.mark.parametrize(("language", "size"), WALKS)
def test_a_birthday_with_a_coupon_and_points(open_page, log_in, language, size):
    shop = Shop(language)
    page = open_page(size=size)
    log_in(page, shop.cashier)
    walk = Walk(page, shop)

    walk.opens_the_till()
    walk.finds_the_member()
    for code in ("2*COAT", "SCARF"):
        walk.scans(code)
    walk.sees_due("¥220.00")
    walk.uses_the_coupon_by_key()
    walk.sees_due("¥200.00")
    walk.shows_the_card()
    walk.sees_due("¥190.00")
    walk.pays_with_points("300")
    walk.sees_due("¥187.00")
    walk.sees_every_tender_while_cash_is_counted()
    walk.pays()
    walk.reads_on_the_receipt("¥144.76", shop.named(shop.birthday), shop.named(shop.kind))

    walk.takes_one_coat_back()
    walk.reads_on_the_receipt("-¥72.38")
    walk.takes_the_rest_back(coupon=shop.named(shop.kind))
    walk.reads_on_the_receipt(shop.named(shop.kind))

    assert sum(sale.net for sale in Sale.objects.all()) == 0
    assert Coupon.objects.unused().get().member == shop.member
    assert PerkUse.objects.get().undone_at is not None
    assert ledger_faults() == []


class Shop:
    """A till, a cashier, a gold member on her birthday with 2,000 points and a coupon."""

    def __init__(self, language: Language) -> None:
        self.language = language
        at = timezone.now()
        on = timezone.localdate(at)
        store = ShiftFactory(opened_at=at).till.store
        self.cashier = posted(Role.CASHIER, store=store, staff__language=language)
        self.member: Member = MemberFactory(
            home_store=store,
            name="张丽娜",
            phone="+8613800138000",
            birth_month=on.month,
            birth_day=on.day,
        )
        gold = Tier.objects.get(code="gold")
        enter_tier(member=self.member, tier=gold, by=None, at=self.member.joined_at)
        open_balance(member=self.member, points=2_000, at=at)
        Perk.objects.filter(kind=PerkKind.BIRTHDAY).delete()
        self.birthday = Perk.objects.create(
            code="cake",
            kind=PerkKind.BIRTHDAY,
            pays=8_000,
            birthday=BirthdayWindow.DAY,
            name_zh="生日优惠",
            name_en="Birthday treat",
        )
        TierPerk.objects.create(tier=gold, perk=self.birthday, quota=1)
        self.kind = CouponKind.objects.create(
            code="twenty",
            effect=CouponEffect.AMOUNT,
            amount=Decimal(20),
            minimum_spend=Decimal(200),
            life_days=30,
            name_zh="满200减20",
            name_en="20 off 200",
        )
        issue_coupon(
            member=self.member,
            kind=self.kind,
            source=CouponSource.CAMPAIGN,
            reference="walk",
            at=at,
        )
        ProductFactory(sku="COAT", name="羊毛大衣", regular_price=Decimal(100))
        scarf = ProductFactory(
            sku="SCARF", name="丝巾", regular_price=Decimal(80), special_price=Decimal(60)
        )
        MemberPrice.objects.create(
            product=scarf, price=Decimal(50), since=on - dt.timedelta(days=1), card_needed=True
        )

    def named(self, one: Perk | CouponKind) -> str:
        return one.name_zh if self.language == Language.CHINESE else one.name_en

    def says(self, text: str, context: str | None = None) -> str:
        with translation.override(self.language):
            return translation.pgettext(context, text) if context else translation.gettext(text)


class Walk:
    """What the cashier does, by what she sees; every page she sees is accessible."""

    def __init__(self, page: Page, shop: Shop) -> None:
        self.page, self.shop = page, shop

    def opens_the_till(self) -> None:
        self.page.goto("/till/")
        expect(self.page.locator("#basket")).to_be_visible()

    def finds_the_member(self) -> None:
        field = self.page.get_by_label(self.shop.says("Member: phone, card or number"))
        field.fill("13800138000")
        field.press("Enter")
        expect(self.page.get_by_role("heading", name="张丽娜")).to_be_visible()

    def scans(self, code: str) -> None:
        field = self.page.locator("#scan-typed")
        field.fill(code)
        field.press("Enter")
        line = self.page.locator(".line").filter(has_text=code.removeprefix("2*"))
        expect(line).to_be_visible()

    def sees_due(self, amount: str) -> None:
        expect(self.page.locator("#pay .due")).to_have_text(amount)

    def uses_the_coupon_by_key(self) -> None:
        coupon = self.page.get_by_role("button", name=self.shop.named(self.shop.kind))
        expect(coupon).to_have_attribute("aria-pressed", "false")
        self.page.keyboard.press("F3")
        expect(coupon).to_have_attribute("aria-pressed", "true")
        accessible(self.page)

    def shows_the_card(self) -> None:
        asked = self.shop.says("Card shown? It brings the member price")
        self.page.get_by_role("button", name=asked).click()
        shown = self.page.get_by_role("button", name=self.shop.says("Card shown"), exact=True)
        expect(shown).to_have_attribute("aria-pressed", "true")

    def pays_with_points(self, points: str) -> None:
        field = self.page.locator("#points-typed")
        field.fill(points)
        field.press("Enter")

    def sees_every_tender_while_cash_is_counted(self) -> None:
        tenders = self.page.get_by_role("radio")
        tenders.nth(2).check(force=True)
        expect(self.page.locator("[name=handed_over]")).to_be_visible()
        if self.page.viewport_size == TILL:
            for tender in tenders.all():
                expect(tender).to_be_in_viewport(ratio=1)

    def pays(self) -> None:
        self.page.get_by_role("radio").first.check(force=True)
        self.page.locator("#pay [type=submit]").click()
        expect(self.page.locator(".receipt")).to_be_visible()

    def reads_on_the_receipt(self, *texts: str) -> None:
        receipt = self.page.locator(".receipt")
        for text in texts:
            expect(receipt.get_by_text(text).first).to_be_visible()
        accessible(self.page)

    def takes_one_coat_back(self) -> None:
        self._returns()
        self.page.get_by_label("羊毛大衣", exact=True).fill("1")
        self._confirms()

    def takes_the_rest_back(self, *, coupon: str) -> None:
        self._returns()
        self.page.get_by_role("button", name=self.shop.says("Everything comes back")).click()
        expect(self.page.locator("#return-quote")).to_contain_text(coupon)
        self._confirms()

    def _returns(self) -> None:
        sale = Sale.objects.get(kind="sale")
        self.page.goto(f"/till/returns/{sale.pk}/")

    def _confirms(self) -> None:
        expect(self.page.locator("#return-quote .standing").first).to_be_visible()
        accessible(self.page)
        self.page.get_by_role("button", name=self.shop.says("Take back and refund")).click()
        expect(self.page.locator(".receipt")).to_be_visible()
