"""A partner's month: the officer drafts and notes a fault, head office agrees, it is paid."""

import pytest
from playwright.sync_api import Page, expect

from loyalty.models import PartnerCheck, PartnerStatement
from stores.enums import Language, Role
from tests.browser import PHONE, accessible
from tests.factories import posted
from tests.loyalty.alliance import TOMORROW, car_wash, driver, use, washing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def wash():
    """A car wash owed for two uses."""
    partner, ada = car_wash(), driver()
    perk = washing(partner)
    use(ada, perk)
    use(ada, perk, at=TOMORROW)
    return partner


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def test_a_month_is_settled_and_a_fault_is_seen_to(open_page, log_in, wash):
    page, phone = open_page(), open_page(size=PHONE)
    log_in(page, posted(Role.MEMBER_OFFICER, staff__language=Language.ENGLISH))
    log_in(phone, posted(Role.HEAD_OFFICE, staff__language=Language.ENGLISH))
    page.goto("/partners/")
    accessible(page)

    follow(page, wash.name)
    accessible(page)
    follow(page, "Note a check")
    page.get_by_label("Mark").select_option("2")
    page.get_by_label("What you found").fill("排队太久")
    page.get_by_label("To be done", exact=False).first.fill("增设会员通道")
    press(page, "Save")
    expect(page.get_by_text("By when?").first).to_be_visible()
    accessible(page)
    page.get_by_label("To be done by").fill("2030-01-01")
    press(page, "Save")
    press(page, "Done")
    expect(page.get_by_text("2 of 5")).to_be_visible()

    press(page, "Draft")
    expect(page.get_by_text("Somebody else has to approve it.")).to_be_visible()
    accessible(page)
    follow(page, "Partner's figure")
    page.get_by_label("Partner's figure").fill("49.00")
    page.get_by_label("Why it differs").fill("抹零")
    accessible(page)
    press(page, "Save")

    phone.goto(page.url)
    press(phone, "Approve")
    expect(phone.get_by_text("洁行洗车 will be paid ¥49.00: 2 uses, 0 taken back.")).to_be_visible()
    accessible(phone)
    phone.get_by_role("dialog").get_by_role("button", name="Approve").click()
    expect(phone.get_by_text("Approved. It can be paid now.")).to_be_visible()

    page.reload()
    follow(page, "Note the payment")
    page.get_by_label("Reference of the payment").fill("ICBC-0042")
    accessible(page)
    press(page, "Paid")
    expect(page.get_by_text("ICBC-0042")).to_be_visible()

    statement = PartnerStatement.objects.get()
    assert (statement.state, statement.payable) == ("settled", 49)
    assert PartnerCheck.objects.get().is_open is False
