"""The member's page: what it shows, and to whom."""

import datetime as dt

import pytest

from common.birthdays import Birthday
from guides.domain.contacting import Said, log_contact
from guides.domain.ownership import reassign_member
from guides.enums import ContactChannel
from loyalty.enums import CouponEffect
from loyalty.models import CouponUse
from membership.domain.profile import correct_member
from membership.models import Card, CardKind, Tag
from tests.campaigns.cast import url
from tests.factories import MemberFactory, ProductFactory, StoreFactory
from tests.guides.hands import buy, guide_in, hold, noon
from tests.loyalty.factories import CouponFactory, CouponKindFactory
from tests.loyalty.points import credit
from tests.shop import sell, take_back
from tests.visitors import visitor, words

pytestmark = pytest.mark.time_machine("2026-03-20 12:00+08:00")


def page(staff, member) -> str:
    return words(visitor(staff).get(url("member", member)))


def test_it_shows_who_she_is(cast):
    Card.objects.create(
        number="80001234",
        kind=CardKind.objects.get(code="member"),
        member=cast.ada,
        issued_at=noon(2026, 1, 1),
        issued_in=cast.store,
    )
    correct_member(
        member=cast.ada,
        name="曾黎",
        phone="+8613800138000",
        birthday=Birthday(3, 21, 1988),
        birthday_declined=False,
        gender="F",
        tags=[Tag.objects.create(name="Silk")],
        by=cast.manager,
        at=noon(2026, 3, 2),
    )

    text = page(cast.guide, cast.ada)

    for said in (
        "曾黎 Gold NO.24-000001 · Nanjing Road",
        "Mobile 138****8000 Show number",
        "Days left 42 days left",
        "Last visit Never bought",
        "Birthday 21 March Tomorrow",
        "Birthday 21 March 1988 Gender Female Joined on 2026-01-01",
        "Cards 80001234 Issued Member card · free of charge · 2026-01-01, Nanjing Road",
        "Tags Silk",
    ):
        assert said in text


def test_it_shows_the_coupons_she_can_use_the_soonest_to_end_first(cast):
    fifty = CouponKindFactory(name_en="Fifty off", amount=50, minimum_spend=500)
    part = CouponKindFactory(
        name_en="A tenth off", effect=CouponEffect.PERCENT, amount=None, pays=9_000
    )
    CouponFactory(member=cast.ada, kind=part, number="Q3", usable_from=dt.date(2026, 4, 1))
    CouponFactory(
        member=cast.ada, kind=fifty, number="Q2", amount=60, expires_on=dt.date(2026, 5, 1)
    )
    CouponFactory(member=cast.ada, kind=fifty, number="Q1", expires_on=dt.date(2026, 3, 21))
    CouponFactory(member=cast.ada, kind=fifty, number="Q0", expires_on=dt.date(2026, 3, 20))
    used = CouponFactory(member=cast.ada, kind=fifty, number="Q9")
    CouponUse.objects.create(
        coupon=used, store=cast.store, by=cast.cashier, used_at=noon(2026, 3, 2)
    )
    CouponFactory(kind=fifty, number="Q8")

    assert (
        "Coupons Fifty off -¥50.00 from ¥500.00 · until 2026-03-20 · Q1"
        " Fifty off -¥60.00 from ¥500.00 · until 2026-04-30 · Q2"
        " A tenth off 10% off · customer pays 90% from 2026-04-01 · without end · Q3 "
        in page(cast.guide, cast.ada)
    )


def test_it_says_nothing_of_coupons_where_she_has_none(cast):
    CouponFactory(number="Q8")

    assert "Coupons" not in page(cast.guide, cast.ada)


def test_it_shows_what_she_bought_and_why_her_points_moved(cast):
    coat = ProductFactory(name="Coat", regular_price=1000)
    candle = ProductFactory(name="Candle", regular_price=100)
    sale = sell(
        cast.shift, (coat, 1), (candle, 2), member=cast.ada, seller=cast.guide, at=noon(2026, 3, 10)
    )
    later = sell(cast.shift, (candle, 1), member=cast.ada, points=50, at=noon(2026, 3, 12))
    back = take_back(cast.shift, sale, [0, 1], at=noon(2026, 3, 15))

    text = page(cast.guide, cast.ada)

    for said in (
        f"2026-03-15 12:00 Return -¥88.00 Candle 12% off -¥88.00 {back.receipt} · Nanjing Road",
        "2026-03-10 12:00 ¥1,056.00 Coat 12% off ¥880.00 Candle × 2 12% off ¥176.00",
        f"{sale.receipt} · Nanjing Road · served by Li",
        "Balance 1,005",
        "On the way to Platinum 42%",
        "To reach Platinum, spend ¥1,445 more (1,445 points) by 9 March.",
        f"Reversed -88 {back.receipt}: what was earned with {sale.receipt} leaves with the goods;",
        "88 of those of 2026-03-10 2026-03-15 12:00 · Nanjing Road",
        f"Earned +87 {later.receipt}: ¥87.50 paid in money × 1 points per yuan; rule of",
        f"Redeemed -50 {later.receipt}: paid with points; 50 of those of 2026-03-10",
        f"Earned +1,056 {sale.receipt}: ¥1,056.00 paid in money × 1 points per yuan; rule of",
        "Last visit 2026-03-12 8 days ago",
    ):
        assert said in text


def test_it_tells_every_day_on_which_points_begin_or_end(cast):
    """T49."""
    credit(cast.ada, 100, "a", expires_on=dt.date(2026, 4, 1))
    credit(cast.ada, 50, "b", expires_on=dt.date(2026, 7, 1))
    credit(cast.ada, 20, "c", spendable_from=dt.date(2026, 3, 25))
    credit(cast.ada, 7, "d", expires_on=dt.date(2026, 3, 20))

    text = page(cast.guide, cast.ada)

    assert (
        "Balance 177 Can be spent 150 Pending 20, from 2026-03-25 on "
        "Expiring 100, valid through 2026-03-31 50, valid through 2026-06-30"
    ) in text


def test_it_shows_the_latest_ten_and_where_the_others_are(cast):
    for day in range(1, 13):
        log_contact(
            member=cast.ada,
            said=Said(ContactChannel.PHONE, f"Call {day:02d}"),
            by=cast.guide,
            at=noon(2026, 3, day),
        )

    browser = visitor(cast.guide)
    first = browser.get(url("member", cast.ada))
    rest = browser.get(url("earlier", cast.ada, "contacts"), {"after": "10"})

    notes = [contact.note for contact in first.context["contacts"].rows]
    assert notes == [f"Call {day:02d}" for day in range(12, 2, -1)]
    assert "Show earlier ones" in words(first)
    assert words(rest) == (
        "Call 02 Reached · Phone · Li · 2026-03-02 12:00 "
        "Call 01 Reached · Phone · Li · 2026-03-01 12:00"
    )


@pytest.mark.parametrize("after", ["", "x", "-1", "99", "9" * 30])
def test_it_takes_any_wish_for_earlier_rows(cast, after):
    answer = visitor(cast.guide).get(url("earlier", cast.ada, "points"), {"after": after})

    assert (answer.status_code, words(answer)) == (200, "")


def test_it_knows_no_other_panels(cast):
    answer = visitor(cast.guide).get(url("earlier", cast.ada, "secrets"))

    assert answer.status_code == 404


def test_it_shows_managers_who_held_her_and_what_was_changed(cast):
    reassign_member(
        member=cast.ada, guide=cast.stranger, store=cast.store, by=cast.manager, at=noon(2026, 3, 5)
    )
    correct_member(
        member=cast.ada,
        name="曾梨",
        phone="+8613900139000",
        birthday=None,
        birthday_declined=True,
        gender="",
        tags=[],
        by=cast.manager,
        at=noon(2026, 3, 6),
    )

    told_to_managers = (
        "Li Nanjing Road 2026-03-01 – 2026-03-05 · Registered by her · Assigned to somebody else",
        "Name: 曾黎 → 曾梨 Chen · 2026-03-06 12:00",
        "Mobile: 138****8000 → 139****9000",
        "Prefers not to give a birthday: no → yes",
    )
    for staff in (cast.manager, cast.area_manager, cast.officer):
        text = page(staff, cast.ada)
        assert [said for said in told_to_managers if said not in text] == []
    text = page(cast.stranger, cast.ada)
    assert [said for said in told_to_managers if said in text] == []


GUIDE = {"edit_member", "see_phone", "log_contact", "take_complaint", "serve_member"}
DESK = GUIDE | {"assign_member", "issue_card", "see_history"}


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("guide", GUIDE),
        ("manager", DESK),
        ("area_manager", {"assign_member", "see_history"}),
        ("officer", DESK | {"adjust_member", "disqualify_member", "merge_members"}),
    ],
)
def test_it_offers_what_each_role_may_do(cast, who, offered):
    answer = visitor(getattr(cast, who)).get(url("member", cast.ada))

    assert answer.context["may"] == offered
    text = words(answer)
    buttons = {
        "edit_member": " Edit ",
        "see_phone": "Show number",
        "log_contact": "Note it",
        "take_complaint": " Complaint ",
        "assign_member": " Assign ",
        "adjust_member": " Reward ",
        "issue_card": "Issue a card",
        "disqualify_member": "Disqualify",
        "merge_members": "Same person?",
        "serve_member": "Perks and rewards",
        "see_history": "Changes of the record",
    }
    assert {act for act, button in buttons.items() if button in text} == offered


def test_it_is_a_strangers_page_to_who_does_not_hold_her(cast):
    far_manager_member = MemberFactory(home_store=StoreFactory())

    assert visitor(cast.stranger).get(url("member", cast.ada)).status_code == 404
    assert visitor(cast.manager).get(url("member", far_manager_member)).status_code == 404
    assert visitor(cast.cashier).get(url("member", cast.ada)).status_code == 403


def test_it_is_a_strangers_page_the_moment_she_is_lost(cast):
    browser = visitor(cast.guide)
    assert browser.get(url("member", cast.ada)).status_code == 200

    reassign_member(
        member=cast.ada, guide=cast.stranger, store=cast.store, by=cast.manager, at=noon(2026, 3, 5)
    )

    assert browser.get(url("member", cast.ada)).status_code == 404


@pytest.mark.parametrize("who", ["guide", "manager", "officer", "area_manager"])
def test_it_never_shows_the_whole_phone(cast, who):
    answer = visitor(getattr(cast, who)).get(url("member", cast.ada))

    assert b"00138000" not in answer.content
    assert "no-store" in answer.headers["Cache-Control"]


def test_it_says_when_nobody_looks_after_her(cast):
    pooled = MemberFactory(name="Cat", home_store=cast.store)

    text = page(cast.manager, pooled)

    for said in (
        "Days left In the pool",
        "Nobody looks after her: she is in the pool.",
        "She has not bought anything yet.",
        "No points have moved yet.",
        "Nobody has written down a contact yet.",
        "Nothing has been changed since she joined.",
    ):
        assert said in text


@pytest.mark.parametrize(("who", "queries"), [("guide", 42), ("manager", 43)])
@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_database_as_often_for_much_as_for_little(
    cast, who, queries, count, django_assert_num_queries
):
    for day in range(1, count + 1):
        at = noon(2026, 3, day + 1)
        buy(cast.ada, cast.shift, at=at)
        log_contact(member=cast.ada, said=Said("phone", "x"), by=cast.guide, at=at)
        correct_member(
            member=cast.ada,
            name=f"Ada {day}",
            phone=None,
            birthday=None,
            birthday_declined=True,
            gender="",
            tags=[],
            by=cast.manager,
            at=at,
        )
    browser = visitor(getattr(cast, who))

    with django_assert_num_queries(queries):
        browser.get(url("member", cast.ada))


def test_it_lets_a_guide_open_a_member_of_another_home_store_she_holds(cast):
    moved = MemberFactory(home_store=StoreFactory())
    guide = guide_in(moved.home_store)
    hold(moved, guide, at=noon(2026, 3, 1))
    moved.home_store = cast.store
    moved.save()

    assert visitor(guide).get(url("member", moved)).status_code == 200


def test_it_lies_behind_the_door_to_the_members(cast):
    answer = visitor(cast.manager).get(url("member", cast.ada))

    links = answer.context["shell"]["links"]()
    assert [link.url for link in links if link.active] == ["/guides/members/"]


def test_it_counts_days_in_the_shops_time(cast, time_machine):
    time_machine.move_to(dt.datetime(2026, 4, 30, 16, 30, tzinfo=dt.UTC))  # 00:30 on 1 May

    assert "Days left Last day" in page(cast.manager, cast.ada)


def test_who_has_her_next_reads_what_was_said_before_also_by_who_left_the_firm(cast):
    said = Said("phone", "她等大衣到货", next_step="到货通知", next_on=dt.date(2026, 3, 25))
    log_contact(member=cast.ada, said=said, by=cast.guide, at=noon(2026, 3, 10))
    reassign_member(
        member=cast.ada,
        guide=cast.stranger,
        store=cast.store,
        by=cast.manager,
        at=noon(2026, 3, 15),
        note="离职交接",
    )
    cast.guide.is_active = False
    cast.guide.save(update_fields=["is_active"])

    text = page(cast.stranger, cast.ada)

    assert "她等大衣到货" in text
    assert "到货通知" in text
    assert str(cast.guide) in text
