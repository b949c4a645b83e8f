"""The annual rebate on its pages: drafted, looked at, approved by another, issued, told."""

from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns.tasks import issue_rebate
from loyalty.enums import CouponEffect, RebateState
from loyalty.models import AnnualRebate, Coupon, CouponKind
from membership.domain.consenting import give_consent
from membership.enums import ConsentChannel, Purpose
from membership.models import PhoneReveal
from stores.enums import Role
from tests.factories import MemberFactory, posted
from tests.guides.hands import noon
from tests.loyalty.points import credit
from tests.visitors import errors, visitor, words

pytestmark = pytest.mark.time_machine("2026-01-04 12:00+08:00")
AT = noon(2025, 6, 1)


@pytest.fixture
def kind(db):
    return CouponKind.objects.create(
        code="test-rebate",
        name_zh="返利券",
        name_en="Rebate coupon",
        effect=CouponEffect.AMOUNT,
        amount=Decimal(1),
    )


def draft(browser, kind, **changes):
    facts = {"year": 2025, "coupon_kind": kind.pk, "bands": "1000 10\n2,500 = 50 yuan\n"}
    return browser.post(reverse("programme:rebates"), facts | changes)


def act(browser, name, year=2025, **facts):
    return browser.post(reverse(f"programme:rebate_{name}", args=[year]), facts, follow=True)


def lines(answer):
    return b"".join(answer.streaming_content).decode().lstrip("\ufeff").splitlines()


def approved(cast, kind):
    draft(visitor(cast.officer), kind)
    act(visitor(posted(Role.HEAD_OFFICE)), "approve")
    return AnnualRebate.objects.get()


def test_it_drafts_a_year_and_shows_what_it_would_give(cast, kind):
    credit(cast.ada, 3_000, at=AT)
    credit(MemberFactory(home_store=cast.store), 1_200, at=AT)
    browser = visitor(cast.officer)

    answer = draft(browser, kind)

    assert (answer.status_code, answer.url) == (302, reverse("programme:rebate", args=[2025]))
    shown = words(browser.get(answer.url))
    assert "1,000 ¥10.00 1 ¥10.00 2,500 ¥50.00 1 ¥50.00 Total 2 ¥60.00" in shown
    assert f"曾* {cast.ada.number} 3,000" in shown
    assert "Somebody else has to approve your draft." in shown
    assert Coupon.objects.count() == 0


@pytest.mark.parametrize(
    ("bands", "complaint"),
    [
        ("a lot", "Not understood: a lot"),
        ("1000 0", "Not understood: 1000 0"),
        ("1000 10\n1000 20", "Two bands begin at 1000."),
        ("", "This field is required."),
    ],
)
def test_it_says_which_band_it_does_not_understand(cast, kind, bands, complaint):
    answer = draft(visitor(cast.officer), kind, bands=bands)

    assert (answer.status_code, errors(answer)) == (422, {"bands": [complaint]})


def test_the_drafter_does_not_approve(cast, kind):
    browser = visitor(cast.officer)
    draft(browser, kind)

    answer = act(browser, "approve")

    assert "Who drafted it cannot approve it." in words(answer)
    assert AnnualRebate.objects.get().state == RebateState.DRAFT


def test_another_approves_and_it_is_issued_once(cast, kind):
    credit(cast.ada, 3_000, at=AT)
    rebate = approved(cast, kind)

    for _ in range(2):
        issue_rebate(rebate.pk)

    rebate.refresh_from_db()
    assert (rebate.state, Coupon.objects.get().amount) == (RebateState.ISSUED, Decimal(50))
    page = words(visitor(cast.officer).get(reverse("programme:rebate", args=[2025])))
    assert "1 coupon was issued." in page


def test_what_nobody_approved_is_not_issued(cast, kind):
    draft(visitor(cast.officer), kind)

    answer = act(visitor(cast.officer), "issue")

    assert "Somebody else has to approve it first." in words(answer)


def test_it_starts_to_issue_in_the_background(cast, kind):
    approved(cast, kind)

    answer = act(visitor(cast.officer), "issue")

    assert "The coupons are being issued." in words(answer)


def test_the_list_of_receivers_writes_nothing(cast, kind):
    credit(cast.ada, 3_000, at=AT)
    browser = visitor(cast.officer)
    draft(browser, kind)

    answer = browser.get(reverse("programme:rebate_receivers", args=[2025]))

    assert lines(answer) == ["member,name,points,band,yuan", "NO.24-000001,曾黎,3000,2500,50.00"]


def notices(cast, kind, *, agreed, **facts):
    credit(cast.ada, 3_000, at=AT)
    if agreed:
        give_consent(
            member=cast.ada,
            purpose=Purpose.SMS,
            channel=ConsentChannel.TILL,
            by=cast.guide,
            at=noon(2026, 1, 2),
        )
    issue_rebate(approved(cast, kind).pk)
    answer = visitor(cast.officer).post(reverse("programme:rebate_notices", args=[2025]), facts)
    return lines(answer)


def test_the_list_for_the_notice_masks_phones(cast, kind):
    told = notices(cast, kind, agreed=True)

    assert told[0] == "member,name,phone,sms,store,yuan,coupon,usable_from,expires_on"
    number = Coupon.objects.get().number
    assert told[1:] == [f"NO.24-000001,曾黎,138****8000,1,24,50.00,{number},2026-01-04,"]
    assert PhoneReveal.objects.count() == 0


@pytest.mark.parametrize(
    ("agreed", "phone", "looks"), [(True, "+8613800138000", 1), (False, "138****8000", 0)]
)
def test_whole_phones_are_of_who_agreed_and_each_is_logged(cast, kind, agreed, phone, looks):
    told = notices(cast, kind, agreed=agreed, whole="1")

    assert told[1].split(",")[2] == phone
    assert PhoneReveal.objects.filter(staff=cast.officer, member=cast.ada).count() == looks


@pytest.mark.parametrize("who", ["cashier", "guide", "manager", "area_manager"])
def test_it_is_closed_to_stores(cast, kind, who):
    approved(cast, kind)
    browser = visitor(getattr(cast, who))

    assert draft(browser, kind).status_code == 403
    assert browser.get(reverse("programme:rebate", args=[2025])).status_code == 403
    for name in ("approve", "reopen", "issue", "notices"):
        assert act(browser, name).status_code == 403
