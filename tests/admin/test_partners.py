"""A partner and its terms in the administration: what is typed wrong is said at the field."""

import datetime as dt
from decimal import Decimal

import pytest

from loyalty.models import Partner, PartnerTerms, Perk
from stores.enums import Role
from tests.admin.corners import address, officer, send
from tests.factories import DAY, NOON
from tests.loyalty.alliance import A_DAY, agree, car_wash, washing
from tests.visitors import visitor

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON, tick=False)]

ADD = address(PartnerTerms, "add")


@pytest.fixture
def wash():
    return car_wash()


def errors(answer) -> set[str]:
    return set(answer.context["adminform"].form.errors)


def typed(client, **facts):
    given = {"effective_from": "2026-03-03", "called": "洗车", "price": "25"}
    return send(client, ADD, **given | facts)


def test_a_member_officer_writes_a_partner_down_and_head_office_the_terms():
    made = send(
        visitor(officer(Role.MEMBER_OFFICER)),
        address(Partner, "add"),
        name="洁行洗车",
        since="2026-01-01",
    )
    partner, perk = Partner.objects.get(), Perk.objects.get(code="parking")
    typed(visitor(officer()), partner=partner.pk, perk=perk.pk)

    assert (made.status_code, partner.history.count()) == (302, 1)
    terms = PartnerTerms.objects.get()
    assert (terms.partner, terms.perk, terms.price) == (partner, perk, Decimal(25))
    assert visitor(officer(Role.MEMBER_OFFICER)).get(ADD).status_code == 403


def test_terms_are_for_one_benefit_at_a_price_that_somebody_gets(wash):
    client, perk = visitor(officer()), Perk.objects.get(code="parking").pk

    assert errors(typed(client, partner=wash.pk)) == {"perk"}
    assert errors(typed(client, partner=wash.pk, perk=perk, called="")) == {"called"}
    assert errors(typed(client, partner=wash.pk, perk=perk, price="-1")) == {"price"}
    assert errors(typed(client, perk=perk)) == {"price"}
    assert errors(typed(client, perk=perk, price="0", effective_from="2026-03-01")) == {
        "effective_from"
    }
    assert PartnerTerms.objects.count() == 0
    assert typed(client, perk=perk, price="0", called="").status_code == 302


def test_terms_cannot_be_for_a_discount_of_our_own(wash):
    birthday = Perk.objects.get(code="birthday-day").pk

    assert errors(typed(visitor(officer()), partner=wash.pk, perk=birthday)) == {"perk"}


def test_a_partner_stays_active_while_terms_name_it(wash):
    client, page = visitor(officer()), address(Partner, "change", wash.pk)
    perk = washing(wash)
    agree(None, perk, price=Decimal(0), begins=DAY + A_DAY)

    refused = send(client, page, is_active="")
    PartnerTerms.objects.filter(partner=None).update(effective_from=DAY - A_DAY)
    PartnerTerms.objects.filter(partner=wash).update(effective_from=DAY - dt.timedelta(days=2))
    parted = send(client, page, is_active="")

    assert (errors(refused), parted.status_code) == ({"is_active"}, 302)
    wash.refresh_from_db()
    assert wash.is_active is False
