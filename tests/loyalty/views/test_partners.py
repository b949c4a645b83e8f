"""Partners on their pages: what is owed, what was found, what is to be done."""

import datetime as dt
import re
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from loyalty.domain.partner_checks import note_check
from loyalty.domain.perks import undo_perk
from loyalty.models import Partner, PartnerCheck, PartnerStatement
from stores.enums import Role
from tests.factories import DAY, RegionFactory, StaffFactory, StoreFactory, posted
from tests.loyalty.alliance import (
    A_DAY,
    TOMORROW,
    WASH,
    agree,
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

LIST = reverse("partners:partners")


@pytest.fixture
def wash():
    return car_wash()


@pytest.fixture
def client():
    return visitor(officer())


def page_of(partner) -> str:
    return reverse("partners:partner", args=[partner.pk])


def noted(partner, mark=4, **facts):
    return note_check(
        key=uuid.uuid4(),
        partner=partner,
        checked_on=DAY,
        mark=mark,
        found="服务周到",
        by=StaffFactory(),
        **facts,
    )


def test_it_says_what_to_do_where_there_is_no_partner(client):
    assert "Write down the first business" in words(client.get(LIST))


def test_it_lists_what_is_owed_to_each_the_average_mark_and_what_is_to_be_done(client, wash):
    use(driver(), washing(wash))
    noted(wash, 4)
    noted(wash, 3, action="换水管", due_on=DAY + 2 * A_DAY)
    car_wash("星光影院")

    answer = client.get(LIST)

    assert table_rows(answer) == [
        ["洁行洗车", "¥25.00", "1", "3.5", "2026-03-02", "洪经理 021-64850099"],
        ["星光影院", "¥0.00", "0", "—", "—", "洪经理 021-64850099"],
    ]
    assert "洁行洗车 换水管 by 2026-03-04 1 day left" in words(answer)


def test_it_leaves_former_partners_out_until_asked(client, wash):
    Partner.objects.filter(pk=wash.pk).update(is_active=False)

    assert table_rows(client.get(LIST)) == []
    assert [row[0] for row in table_rows(client.get(LIST, {"all": ""}))] == ["洁行洗车"]


def test_it_shows_a_partners_terms_ledger_and_statements(client, wash):
    perk, ada = washing(wash), driver()
    used = use(ada, perk)
    settled(wash)
    undo_perk(use=used, by=StaffFactory(), at=TOMORROW)
    voucher = collect(redeem(ada, film(wash)), at=TOMORROW)
    agree(wash, perk, price=Decimal(30), begins=DAY + 9 * A_DAY)

    answer = client.get(page_of(wash))

    store = ada.home_store.name
    assert table_rows(answer) == [
        [f"2D 影票 Used · {voucher.number}", "2026-03-03", store, ada.number, "¥40.50", "—"],
        [f"标准洗车 Taken back · {str(used.key)[:8]}", "2026-03-03", store, ada.number,
         "-¥25.00", "—"],
        [f"标准洗车 Used · {str(used.key)[:8]}", "2026-03-02", store, ada.number, "¥25.00",
         "Settled"],
    ]  # fmt: skip
    text = words(answer)
    assert "Owed ¥15.50" in text
    assert "On no statement yet ¥15.50" in text
    assert "2026-03-02 – 2026-03-02 ¥25.00 · paid on 2026-03-03 Settled" in text
    assert "标准洗车 Car wash · from 2026-03-11 Coming ¥30.00" in text
    assert "Car wash · from 2026-03-02 · no longer from 2026-03-11 In force ¥25.00" in text


def fill(wash, perk, ada, times):
    for _time in range(times):
        use(ada, perk)
        collect(redeem(ada, wash.terms.get(perk=None).reward))
        noted(wash, action="修", due_on=DAY)


def test_it_asks_the_database_as_often_for_many_as_for_one(client, wash):
    perk, ada = washing(wash), driver()
    film(wash)
    fill(wash, perk, ada, 1)
    statement = drafted(wash)
    pages = [LIST, page_of(wash), reverse("partners:statement", args=[statement.pk])]
    for page in pages:
        client.get(page)

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counts.append(len(queries))
        return counts

    with_one = asked()
    fill(wash, perk, ada, 4)
    drafted(wash)
    car_wash("星光影院")

    assert asked() == with_one


def typed(client, wash, **facts):
    page = reverse("partners:check", args=[wash.pk])
    key = re.search(r'name="key" value="([^"]+)"', client.get(page).content.decode())
    given = {"key": key[1], "checked_on": "2026-03-02", "mark": "2", "found": "排队太久"}
    return page, given | facts


def test_it_notes_a_check_once_however_often_the_button_is_pressed(client, wash):
    page, form = typed(client, wash, action="增设会员通道", due_on="2026-03-09")

    client.post(page, form)
    answer = client.post(page, form, follow=True)

    check = PartnerCheck.objects.get()
    assert (check.mark, check.found, check.due_on) == (2, "排队太久", dt.date(2026, 3, 9))
    assert "2 of 5 排队太久 2026-03-02" in words(answer)
    assert "增设会员通道 by 2026-03-09 6 days left" in words(answer)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"mark": ""}, "mark"),
        ({"mark": "6"}, "mark"),
        ({"found": " "}, "found"),
        ({"checked_on": "2026-03-04"}, "checked_on"),
        ({"action": "修"}, "due_on"),
        ({"due_on": "2026-03-09"}, "action"),
        ({"action": "修", "due_on": "2026-03-01"}, "due_on"),
        ({"action": "修", "due_on": "x"}, "due_on"),
    ],
)
def test_it_says_at_the_field_what_is_wrong_with_a_check(client, wash, facts, field):
    page, form = typed(client, wash, **facts)

    answer = client.post(page, form)

    assert (answer.status_code, list(errors(answer))) == (422, [field])
    assert PartnerCheck.objects.count() == 0


def test_it_refuses_the_form_of_another_partners_check(client, wash):
    page, form = typed(client, wash)
    client.post(page, form)
    other = reverse("partners:check", args=[car_wash("星光影院").pk])

    assert list(errors(client.post(other, form))) == ["__all__"]


def test_it_takes_an_action_off_the_list_when_it_is_done(client, wash):
    check = noted(wash, action="换水管", due_on=DAY)
    page = reverse("partners:action_done", args=[check.pk])
    assert "Overdue" in words(client.get(LIST))

    client.post(page)
    answer = client.post(page, follow=True)

    assert "换水管 · done on 2026-03-03" in words(answer)
    assert "换水管" not in words(client.get(LIST))
    nothing = reverse("partners:action_done", args=[noted(wash).pk])
    assert client.post(nothing).status_code == 404


@pytest.mark.parametrize("role", [Role.CASHIER, Role.GUIDE, Role.STORE_MANAGER, Role.AREA_MANAGER])
def test_it_is_for_the_office(wash, role):
    use(driver(), washing(wash))
    check = noted(wash, action="修", due_on=DAY)
    statement = drafted(wash)
    where = {"region": RegionFactory()} if role == Role.AREA_MANAGER else {"store": StoreFactory()}
    browser = visitor(posted(role, **where))
    of_partner, of_statement = ["partner", "check"], ["statement", "statement_file", "figure"]
    pages = [LIST, *(reverse(f"partners:{name}", args=[wash.pk]) for name in of_partner)]
    pages += [reverse(f"partners:{name}", args=[statement.pk]) for name in of_statement]
    posts = [reverse("partners:draft", args=[wash.pk])]
    posts += [reverse(f"partners:{name}", args=[statement.pk]) for name in ("approve", "settle")]
    posts += [reverse("partners:action_done", args=[check.pk])]

    assert {browser.get(page).status_code for page in pages} == {403}
    assert {browser.post(page, {"shown": WASH}).status_code for page in posts} == {403}
    assert PartnerStatement.objects.get().state == "draft"


def test_what_is_not_there_is_not_found(client):
    names = ["partner", "check", "statement", "statement_file", "figure", "settle"]

    answers = [client.get(reverse(f"partners:{name}", args=[9])).status_code for name in names]

    assert set(answers) == {404}


def test_head_office_sets_terms_and_an_officer_does_not(client, wash):
    assert "New terms" in words(visitor(posted(Role.HEAD_OFFICE)).get(page_of(wash)))
    assert "New terms" not in words(client.get(page_of(wash)))
