"""What a partner is owed goes onto one statement, is agreed to by two people, and paid once."""

import datetime as dt
from decimal import Decimal

import pytest

from loyalty.domain.partner_statements import (
    DayNotOver,
    DifferenceUnexplained,
    FigureChanged,
    MayNotApproveOwn,
    NotApprovedYet,
    NothingToSettle,
    PaidInTheFuture,
    SettledBefore,
    StatementApproved,
    approve_statement,
    confirm_figure,
    draft_statement,
    settle_statement,
)
from loyalty.domain.perks import undo_perk
from loyalty.enums import StatementState
from loyalty.models import Partner, PartnerStatement, PartnerStatementLine
from loyalty.partner_books import ServiceSum, services_of, with_standing
from tests.factories import DAY, NOON, StaffFactory
from tests.loyalty.alliance import (
    A_DAY,
    FILM,
    TOMORROW,
    WASH,
    agree,
    approved,
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
    return car_wash()


@pytest.fixture
def perk(partner):
    return washing(partner)


@pytest.fixture
def ada():
    return driver()


def owed(partner) -> Decimal:
    return with_standing(Partner.objects.all()).get(pk=partner.pk).owed


def test_draft_statement_gathers_what_waits_up_to_its_last_day(partner, perk, ada):
    use(ada, perk, at=NOON - A_DAY)  # before the terms
    use(ada, perk)
    use(ada, perk, at=TOMORROW)
    use(ada, perk, at=TOMORROW + A_DAY)

    statement = drafted(partner, at=TOMORROW + A_DAY)

    assert (statement.since, statement.last_day, statement.amount) == (DAY, DAY + A_DAY, 2 * WASH)
    assert (statement.state, statement.partner_name) == (StatementState.DRAFT, "洁行洗车")
    assert services_of(statement) == [ServiceSum("标准洗车", WASH, 2, 0, 2 * WASH)]
    assert owed(partner) == 3 * WASH


def test_services_of_a_statement_have_a_row_for_each_price(partner, perk, ada):
    undo_perk(use=use(ada, perk), by=StaffFactory(), at=NOON)
    use(ada, perk)
    agree(partner, perk, price=Decimal(30), begins=DAY + A_DAY)
    use(ada, perk, at=TOMORROW)
    collect(redeem(ada, film(partner)))

    assert services_of(drafted(partner, at=TOMORROW + A_DAY)) == [
        ServiceSum("2D 影票", FILM, 1, 0, FILM),
        ServiceSum("标准洗车", WASH, 2, 1, WASH),
        ServiceSum("标准洗车", Decimal(30), 1, 0, Decimal(30)),
    ]


def test_draft_statement_is_of_one_partner(partner, perk, ada):
    other = car_wash("另一家洗车")
    use(ada, perk)
    use(ada, washing(other, price=Decimal(7)))

    assert (drafted(partner).amount, drafted(other).amount) == (WASH, 7)
    assert (owed(partner), owed(other)) == (WASH, 7)


def test_draft_statement_again_replaces_the_draft(partner, perk, ada):
    use(ada, perk)
    first = drafted(partner)
    confirm_figure(statement=first, confirmed=Decimal(20), reason="少一次", by=StaffFactory())
    use(ada, perk, at=TOMORROW)

    again = drafted(partner, at=TOMORROW + A_DAY)

    assert (again.pk, again.amount, again.confirmed) == (first.pk, 2 * WASH, None)
    assert (PartnerStatement.objects.count(), PartnerStatementLine.objects.count()) == (1, 2)


def test_draft_statement_refuses_a_day_that_is_not_over(partner, perk, ada):
    use(ada, perk)

    with pytest.raises(DayNotOver):
        draft_statement(partner=partner, last_day=DAY, by=StaffFactory(), at=NOON)


def test_draft_statement_of_nothing_leaves_the_earlier_draft(partner, perk, ada):
    with pytest.raises(NothingToSettle):
        drafted(partner)
    use(ada, perk, at=TOMORROW)
    draft = drafted(partner, at=TOMORROW + A_DAY)

    with pytest.raises(NothingToSettle):
        drafted(partner, at=TOMORROW)

    draft.refresh_from_db()
    assert (draft.amount, draft.lines.count()) == (WASH, 1)


def test_approve_statement_needs_somebody_else(partner, perk, ada):
    use(ada, perk)
    drafter, clerk = StaffFactory(), StaffFactory()
    draft = drafted(partner, by=drafter)
    confirm_figure(statement=draft, confirmed=WASH, reason="", by=clerk)

    for own in (drafter, clerk):
        with pytest.raises(MayNotApproveOwn):
            approve_statement(statement=draft, shown=WASH, by=own, at=TOMORROW)

    agreed = approved(draft)
    assert (agreed.state, agreed.approved_at) == (StatementState.APPROVED, TOMORROW)


def test_approve_statement_refuses_another_amount_than_was_shown(partner, perk, ada):
    use(ada, perk)
    draft = drafted(partner)
    confirm_figure(statement=draft, confirmed=Decimal(50), reason="多一次", by=StaffFactory())

    with pytest.raises(FigureChanged):
        approve_statement(statement=draft, shown=WASH, by=StaffFactory(), at=TOMORROW)


def test_confirm_figure_wants_a_reason_for_a_difference(partner, perk, ada):
    use(ada, perk)
    draft = drafted(partner)

    with pytest.raises(DifferenceUnexplained):
        confirm_figure(statement=draft, confirmed=Decimal(50), reason=" ", by=StaffFactory())

    differs = confirm_figure(
        statement=draft, confirmed=Decimal(50), reason="多一次", by=StaffFactory()
    )
    assert (differs.amount, differs.payable, differs.difference) == (WASH, 50, 25)
    agrees = confirm_figure(statement=draft, confirmed=WASH, reason="多一次", by=StaffFactory())
    assert (agrees.difference, agrees.difference_reason) == (0, "")


def test_the_partners_figure_is_what_is_owed_once_approved(partner, perk, ada):
    use(ada, perk)
    draft = drafted(partner)
    confirm_figure(statement=draft, confirmed=Decimal("24.10"), reason="抹零", by=StaffFactory())
    before = owed(partner)
    draft.refresh_from_db()

    statement = approved(draft)

    assert (before, owed(partner)) == (WASH, Decimal("24.10"))
    settle_statement(
        statement=statement, paid_on=DAY, reference="1", by=StaffFactory(), at=TOMORROW
    )
    assert owed(partner) == 0


def test_what_is_approved_is_changed_no_more(partner, perk, ada):
    use(ada, perk)
    statement = approved(drafted(partner))

    with pytest.raises(StatementApproved):
        approved(statement)
    with pytest.raises(StatementApproved):
        confirm_figure(statement=statement, confirmed=WASH, reason="", by=StaffFactory())
    with pytest.raises(NothingToSettle):
        drafted(partner)


def test_settle_statement_notes_the_payment_once(partner, perk, ada):
    use(ada, perk)
    draft = drafted(partner)
    facts = {"reference": "ICBC-1", "by": StaffFactory(), "at": TOMORROW}
    with pytest.raises(NotApprovedYet):
        settle_statement(statement=draft, paid_on=DAY, **facts)
    approved(draft)
    with pytest.raises(PaidInTheFuture):
        settle_statement(statement=draft, paid_on=DAY + 2 * A_DAY, **facts)

    paid = settle_statement(statement=draft, paid_on=DAY, **facts)

    assert (paid.state, paid.paid_on, paid.payment_reference) == ("settled", DAY, "ICBC-1")
    with pytest.raises(SettledBefore):
        settle_statement(statement=draft, paid_on=DAY, **facts | {"reference": "ICBC-2"})


def test_what_is_undone_after_the_settlement_comes_onto_the_next_statement(partner, perk, ada):
    used = use(ada, perk)
    first = settled(partner)
    undo_perk(use=used, by=StaffFactory(), at=TOMORROW)
    after_undoing = owed(partner)
    use(ada, perk, at=TOMORROW)

    second = drafted(partner, at=TOMORROW + A_DAY)

    first.refresh_from_db()
    assert (after_undoing, first.amount, second.amount) == (-WASH, WASH, 0)
    assert (second.since, second.last_day) == (DAY + A_DAY, DAY + A_DAY)
    assert services_of(second) == [ServiceSum("标准洗车", WASH, 1, 1, Decimal(0))]


def test_what_is_undone_while_it_is_on_a_draft_stays_there_until_drafted_again(partner, perk, ada):
    used = use(ada, perk)
    draft = drafted(partner)
    undo_perk(use=used, by=StaffFactory(), at=NOON + dt.timedelta(hours=2))

    assert PartnerStatement.objects.get().amount == WASH
    assert drafted(partner).amount == 0
    assert draft.lines.count() == 2


def test_a_statement_stays_what_it_was_whatever_is_renamed(partner, perk, ada):
    use(ada, perk)
    statement = settled(partner)
    partner.name = "新洁行"
    partner.save()

    agree(partner, perk, price=Decimal(99), begins=DAY + A_DAY)

    statement.refresh_from_db()
    assert (statement.partner_name, statement.amount) == ("洁行洗车", WASH)
    assert services_of(statement) == [ServiceSum("标准洗车", WASH, 1, 0, WASH)]
