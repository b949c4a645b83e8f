"""Statements on their pages: drafted by one, agreed to by another, paid once, kept as they were."""

import datetime as dt

import pytest
from django.urls import reverse

from loyalty.domain.perks import undo_perk
from loyalty.models import PartnerStatement
from stores.enums import Role
from tests.factories import DAY, NOON, StaffFactory, posted
from tests.loyalty.alliance import (
    A_DAY,
    TOMORROW,
    WASH,
    approved,
    car_wash,
    collect,
    drafted,
    driver,
    film,
    officer,
    redeem,
    settled,
    use,
    washing,
)
from tests.visitors import errors, table_rows, visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(TOMORROW, tick=False)]


@pytest.fixture
def ada():
    return driver()


@pytest.fixture
def wash(ada):
    """A partner owed for two uses, one of them undone, and a film."""
    partner = car_wash()
    perk = washing(partner)
    undo_perk(use=use(ada, perk), by=StaffFactory(), at=NOON)
    use(ada, perk)
    collect(redeem(ada, film(partner)))
    return partner


@pytest.fixture
def client():
    return visitor(officer())


@pytest.fixture
def head_office():
    return visitor(posted(Role.HEAD_OFFICE))


def act(client, name, statement, **facts):
    return client.post(reverse(f"partners:{name}", args=[statement.pk]), facts, follow=True)


def drafting(client, wash, last_day="2026-03-02"):
    return client.post(
        reverse("partners:draft", args=[wash.pk]), {"last_day": last_day}, follow=True
    )


def test_it_drafts_up_to_a_day_and_counts_service_by_service(client, wash, ada):
    answer = drafting(client, wash)
    drafting(client, wash)

    statement = PartnerStatement.objects.get()
    assert (statement.since, statement.last_day) == (DAY, DAY)
    text = words(answer)
    assert "2D 影票 ¥40.50 1 0 ¥40.50 标准洗车 ¥25.00 2 1 ¥25.00 Total 3 1 ¥65.50" in text
    assert "Our figure ¥65.50 To be paid ¥65.50" in text
    assert "Somebody else has to approve it." in text
    assert "Approve this statement?" not in text
    assert [row[1:] for row in table_rows(answer)] == [
        ["2026-03-02", ada.home_store.name, ada.number, amount]
        for amount in ("¥25.00", "-¥25.00", "¥25.00", "¥40.50")
    ]


@pytest.mark.parametrize(
    ("last_day", "said"),
    [
        ("2026-03-03", "This day is not over."),
        ("2026-03-01", "Nothing up to this day waits for a statement."),
        ("", "This field is required."),
        ("soon", "Enter a valid date."),
    ],
)
def test_it_says_at_the_field_why_nothing_is_drafted(client, wash, last_day, said):
    answer = drafting(client, wash, last_day)

    assert (answer.status_code, errors(answer)) == (422, {"last_day": [said]})
    assert PartnerStatement.objects.count() == 0


@pytest.mark.time_machine(dt.datetime(2026, 4, 5, 4, tzinfo=dt.UTC), tick=False)
def test_it_proposes_the_end_of_last_month_else_yesterday_or_the_draft_again(client, wash, ada):
    page = reverse("partners:partner", args=[wash.pk])
    late = washing(car_wash("月初洗车"))
    use(ada, late, at=dt.datetime(2026, 4, 2, 4, tzinfo=dt.UTC))
    other = reverse("partners:partner", args=[late.partner_terms.get().partner_id])

    assert 'value="2026-03-31"' in client.get(page).content.decode()
    assert 'value="2026-04-04"' in client.get(other).content.decode()
    drafted(wash)
    assert 'value="2026-03-02"' in client.get(page).content.decode()


def test_it_is_approved_by_somebody_else_with_the_consequence_counted(client, head_office, wash):
    drafting(client, wash)
    statement = PartnerStatement.objects.get()
    page = reverse("partners:statement", args=[statement.pk])
    shown = head_office.get(page)
    assert "洁行洗车 will be paid ¥65.50: 3 uses, 1 taken back." in words(shown)
    assert '<input type="hidden" name="shown" value="65.50">' in shown.content.decode()

    own = act(client, "approve", statement, shown="65.50")
    changed = act(head_office, "approve", statement, shown="65.51")
    agreed = act(head_office, "approve", statement, shown="65.50")
    again = act(head_office, "approve", statement, shown="65.50")

    assert "cannot approve it" in words(own)
    assert "Another amount is to be paid by now." in words(changed)
    assert "Approved. It can be paid now." in words(agreed)
    assert "This statement was approved already." in words(again)
    assert act(head_office, "approve", statement, shown="x").status_code == 400


def test_it_wants_a_reason_where_the_partner_says_another_figure(client, head_office, wash):
    statement = drafted(wash)
    page = reverse("partners:figure", args=[statement.pk])
    assert "Our figure for 洁行洗车 is ¥65.50." in words(client.get(page))

    refused = client.post(page, {"confirmed": "90.50", "reason": ""})
    wrong = client.post(page, {"confirmed": "x", "reason": ""})
    answer = act(client, "figure", statement, confirmed="90.50", reason="漏记一次")

    assert errors(refused) == {"reason": ["It is not our figure. Say why."]}
    assert (refused.status_code, list(errors(wrong))) == (422, ["confirmed"])
    assert "Difference ¥25.00 漏记一次 To be paid ¥90.50" in words(answer)
    shown = words(head_office.get(reverse("partners:statement", args=[statement.pk])))
    assert "will be paid ¥90.50" in shown
    approved(PartnerStatement.objects.get())
    late = act(client, "figure", statement, confirmed="65.50")
    assert "This statement was approved already." in words(late)


def test_it_is_paid_once(client, wash):
    statement = drafted(wash)
    paid = {"paid_on": "2026-03-03", "reference": "ICBC-0042"}
    early = act(client, "settle", statement, **paid)
    approved(statement)
    page = reverse("partners:settle", args=[statement.pk])
    assert "洁行洗车 is owed ¥65.50 on this statement" in words(client.get(page))

    future = client.post(page, paid | {"paid_on": "2026-03-04"})
    nameless = client.post(page, paid | {"reference": " "})
    done = act(client, "settle", statement, **paid)
    again = act(client, "settle", statement, **paid | {"reference": "ICBC-0043"})

    assert "Somebody else has to approve it first." in words(early)
    assert errors(future) == {"paid_on": ["This day has not come."]}
    assert list(errors(nameless)) == ["reference"]
    assert "Paid on 2026-03-03 · ICBC-0042" in words(done)
    assert "This statement was paid already." in words(again)
    assert PartnerStatement.objects.get().payment_reference == "ICBC-0042"


def test_what_is_undone_after_the_payment_is_owed_back(client, wash, ada):
    settled(wash)
    used = ada.perk_uses.get(undone_at=None)
    undo_perk(use=used, by=StaffFactory(), at=TOMORROW)

    assert "Owed -¥25.00" in words(client.get(reverse("partners:partner", args=[wash.pk])))
    next_one = drafted(wash, at=TOMORROW + A_DAY)
    assert next_one.amount == -WASH
    page = words(client.get(reverse("partners:statement", args=[next_one.pk])))
    assert "标准洗车 ¥25.00 0 1 -¥25.00" in page


def test_it_hands_every_entry_over_as_a_file_without_members(client, wash, ada):
    statement = drafted(wash)
    answer = client.get(reverse("partners:statement_file", args=[statement.pk]))

    text = b"".join(answer.streaming_content).decode()
    lines = text.lstrip("\ufeff").splitlines()
    undone, used = ada.perk_uses.order_by("pk")
    voucher, store = ada.redemptions.get().number, ada.home_store.name
    assert lines == [
        "Day,Store,Service,Used or taken back,Voucher or use,Amount",
        f"2026-03-02,{store},标准洗车,Used,{str(undone.key)[:8]},25.00",
        f"2026-03-02,{store},标准洗车,Taken back,{str(undone.key)[:8]},-25.00",
        f"2026-03-02,{store},标准洗车,Used,{str(used.key)[:8]},25.00",
        f"2026-03-02,{store},2D 影票,Used,{voucher},40.50",
    ]
    assert answer["Content-Disposition"] == (
        f'attachment; filename="partner-{wash.pk}-2026-03-02-2026-03-02.csv"'
    )
    assert ada.number not in text
