"""The self-check knows what partners should be owed, and what their statements should say."""

from decimal import Decimal

import pytest

from loyalty.checks import BY_SLUG, run_check
from loyalty.domain.perks import undo_perk
from loyalty.models import PartnerEntry, PartnerStatement, PerkUse, Redemption
from tests.factories import DAY, NOON, StaffFactory
from tests.loyalty.alliance import (
    A_DAY,
    FILM,
    TOMORROW,
    WASH,
    agree,
    car_wash,
    collect,
    drafted,
    driver,
    film,
    redeem,
    settled,
    use,
    washing,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    """A partner with a use that stands, one undone after its statement, a voucher and a draft."""
    partner, ada = car_wash(), driver()
    perk = washing(partner)
    use(ada, perk, at=NOON - A_DAY)  # before the terms
    use(ada, perk)
    undone = use(ada, perk)
    settled(partner)
    undo_perk(use=undone, by=StaffFactory(), at=TOMORROW)
    redeem(ada, film(partner))
    collect(redeem(ada, partner.terms.get(perk=None).reward), at=TOMORROW)
    drafted(partner, at=TOMORROW + A_DAY)
    return partner


def found(slug: str) -> tuple[int, list[tuple[int, list[Decimal]]]]:
    """Return how many rows were looked at, and of each wrong one its key and both sides."""
    finding = run_check(BY_SLUG[slug])
    assert finding.wrong == len(finding.first)
    wrong = [(one.key, [Decimal(side) for side in one.fact.split(" ≠ ")]) for one in finding.first]
    return finding.checked, wrong


def test_all_is_green_where_only_verbs_wrote(partner):
    assert found("partners") == (3, [])
    assert found("statements") == (2, [])


def test_terms_that_changed_do_not_change_what_was_right(partner):
    perk = partner.terms.get(reward=None).perk
    agree(partner, perk, price=Decimal(99), begins=DAY + A_DAY)
    use(driver(), perk, at=TOMORROW + A_DAY)
    agree(None, perk, price=Decimal(0), begins=DAY + 3 * A_DAY)
    use(driver(), perk, at=NOON + 4 * A_DAY)

    assert found("partners") == (4, [])


def test_an_entry_for_a_use_that_was_undone_is_red(partner):
    PerkUse.objects.filter(undone_at=None, partner_entries__isnull=False).update(
        undone_at=TOMORROW, undone_by=StaffFactory()
    )

    assert found("partners") == (3, [(partner.pk, [WASH, 0])])


def test_an_entry_at_another_price_is_red(partner):
    entry = PartnerEntry.objects.latest("pk")
    voucher = redeem(driver(), entry.terms.reward)
    Redemption.objects.filter(pk=voucher.pk).update(
        state="handed_over", closed_at=NOON, closed_by=StaffFactory()
    )
    PartnerEntry.objects.create(
        partner=partner,
        terms=entry.terms,
        amount=Decimal(41),
        redemption=voucher,
        store=voucher.store,
        business_day=DAY,
        occurred_at=NOON,
        by=StaffFactory(),
    )

    assert found("partners") == (4, [(partner.pk, [41, FILM])])


def test_a_use_nobody_was_owed_for_is_red_from_the_day_after_the_terms_began(partner):
    use(driver(), perk := washing(car_wash("免费洗车"), begins=DAY + 9 * A_DAY))
    agree(partner, perk, price=WASH, begins=DAY + A_DAY)
    used = use(driver(), perk, at=NOON)

    PerkUse.objects.filter(pk=used.pk).update(used_at=TOMORROW)
    assert found("partners") == (3, [])

    PerkUse.objects.filter(pk=used.pk).update(used_at=TOMORROW + A_DAY)
    assert found("partners") == (4, [(partner.pk, [0, WASH])])


def test_a_voucher_nobody_was_owed_for_is_red(partner):
    reward = partner.terms.get(perk=None).reward
    voucher = redeem(driver(), reward)
    Redemption.objects.filter(pk=voucher.pk).update(
        state="handed_over", closed_at=TOMORROW, closed_by=StaffFactory()
    )

    assert found("partners") == (4, [(partner.pk, [0, FILM])])


def test_a_statement_that_is_not_the_sum_of_its_entries_is_red(partner):
    draft = PartnerStatement.objects.get(state="draft")
    PartnerStatement.objects.filter(pk=draft.pk).update(amount=Decimal(7))

    assert found("statements") == (2, [(draft.pk, [7, draft.amount])])


def test_nothing_is_looked_at_where_there_is_nothing():
    assert (found("partners"), found("statements")) == ((0, []), (0, []))
