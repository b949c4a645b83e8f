"""Every model's list and record open for head office, at a price that rows do not raise."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from common.admin import CEILING, BoundedPaginator
from membership.domain.profile import correct_member
from membership.models import Member, Tag
from sales.models import Product, Sale
from stores.models import Staff
from tests.admin.corners import MODELS, NOON, PHONE, address, furnish, officer
from tests.visitors import visitor

pytestmark = pytest.mark.django_db
UNCHOSEN = re.compile(r"<option(?![^>]*selected)[^>]*>([^<]*)</option>")


@pytest.fixture
def client():
    return visitor(officer())


def queries_of_lists(client) -> dict[str, int]:
    counts = {}
    for model in MODELS:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(model)).status_code == 200, model
        counts[model._meta.label] = len(asked)
    return counts


def pages_of(model: type[Model]) -> list[str]:
    """Return the addresses of a model's list, of its newest record, and of that one's past."""
    row = model._default_manager.order_by("-pk").first()
    pages = [
        address(model),
        address(model, "change", row.pk),
        address(model, "history", row.pk),
    ]
    if admin.site.get_model_admin(model).changes:
        pages.append(address(model, "add"))
    return pages


def test_lists_ask_the_same_of_the_database_however_long_they_are(client):
    furnish()
    queries_of_lists(client)  # what a process asks only once

    with_one = queries_of_lists(client)
    furnish()
    furnish()

    assert queries_of_lists(client) == with_one


def test_every_page_opens_for_head_office(client):
    furnish()

    answers = {page: client.get(page).status_code for model in MODELS for page in pages_of(model)}

    assert {page: status for page, status in answers.items() if status != 200} == {}


def test_no_page_shows_a_whole_phone(client):
    member = furnish().member
    correct_member(
        member=member,
        name=member.name,
        phone=PHONE.format(777_777),
        birthday=None,
        birthday_declined=True,
        gender="",
        tags=[],
        by=officer(),
        at=NOON,
    )

    shown = {
        page: re.findall(r"13900\d{6}", client.get(page).content.decode())
        for model in MODELS
        for page in pages_of(model)
    }

    assert {page: phones for page, phones in shown.items() if phones} == {}


def test_no_select_box_lists_facts(client):
    for _ in range(3):
        furnish()
    facts = {
        str(row) for kind in (Member, Staff, Sale, Product) for row in kind._default_manager.all()
    }

    offered = {
        page: {unescape(one) for one in UNCHOSEN.findall(client.get(page).content.decode())} & facts
        for model in MODELS
        for page in pages_of(model)
    }

    assert {page: options for page, options in offered.items() if options} == {}


def test_a_list_counts_no_further_than_anybody_leafs(monkeypatch):
    Tag.objects.bulk_create(Tag(name=f"T{number}") for number in range(6))
    tags = Tag.objects.filter(treatment="").order_by("pk")

    whole = BoundedPaginator(tags, 2)
    assert (whole.count, whole.num_pages, whole.is_cut_off) == (6, 3, False)

    monkeypatch.setattr("common.admin.CEILING", 4)
    cut_off = BoundedPaginator(tags, 2)

    assert (cut_off.count, cut_off.num_pages, cut_off.is_cut_off) == (4, 2, True)
    assert CEILING == 10_000


@pytest.mark.parametrize(
    ("model", "guess"),
    [
        ("membership.Member", "phone__startswith=%2B86139"),
        ("membership.Member", "phone_last4=0001"),
        ("stores.Staff", "password__startswith=pbkdf2"),
        ("stores.Staff", "pin__contains=a"),
        ("loyalty.PointsEntry", "account__member__phone__startswith=%2B86139"),
        ("membership.Card", "member__phone__startswith=%2B86139"),
    ],
)
def test_an_address_cannot_guess_at_what_is_hidden(client, model, guess):
    furnish()

    assert client.get(f"{address(model)}?{guess}").status_code == 400


@pytest.mark.parametrize(
    "typed", ["NO.{store}-000001", "{card}", "{phone}", "{last_four}", "{name}", "zl"]
)
def test_a_member_is_found_as_at_the_till(client, typed):
    one = furnish()
    sought = typed.format(
        store=one.store.code,
        card=one.member.cards.get().number,
        phone=str(one.member.phone),
        last_four=one.member.phone_last4,
        name=one.member.name,
    )

    found = client.get(address(Member), {"q": sought}).context["cl"].result_list

    assert [member.pk for member in found] == [one.member.pk]


def test_a_sale_is_found_by_receipt_and_by_its_member(client):
    one, other = furnish(), furnish()

    by_receipt = client.get(address(Sale), {"q": one.sale.receipt, "store": one.store.pk})
    by_card = client.get(address(Sale), {"q": other.member.cards.get().number})

    assert {sale.pk for sale in by_receipt.context["cl"].result_list} == {one.sale.pk}
    assert {sale.member_id for sale in by_card.context["cl"].result_list} == {other.member.pk}
