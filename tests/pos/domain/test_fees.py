"""A membership fee is a line of a sale: it buys a card, and takes it along when it comes back."""

from decimal import Decimal

import pytest

from loyalty.domain.tiers import enter_tier
from loyalty.models import PointsEntry, Tier
from membership.domain.card_refusals import NotSellable, NumberTaken
from membership.domain.cards import replace_card
from membership.enums import CardStatus, IssueWay
from membership.models import Card
from pos.domain.baskets import NoSuchLine, OneCardALine, add_line, set_quantity
from pos.domain.checkout import post_sale
from pos.domain.fees import CardNumberMissing, FeeNeedsMember, name_card
from pos.models import Basket
from sales.models import Sale
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.membership.cards import card_of, kind
from tests.shop import fill_basket, order_for, take_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def fee():
    return ProductFactory(
        name="全国会员卡", regular_price=Decimal(150), card_kind=kind("nationwide")
    )


@pytest.fixture
def ada(shift):
    member = MemberFactory(home_store=shift.till.store)
    enter_tier(member=member, tier=Tier.objects.get(code="gold"), by=None, at=member.joined_at)
    return member


def basket_with(shift, fee, *numbers, member=None):
    basket = fill_basket(shift, *((fee, 1) for _number in numbers), member=member, at=NOON)
    for line, number in zip(list(basket.lines), numbers, strict=True):
        name_card(key=basket.key, line=line["id"], number=number)
    return Basket.objects.select_related("member", "till__store").get(pk=basket.pk)


def pay(shift, basket):
    return post_sale(
        order=order_for(basket, at=NOON), shift=shift, cashier=shift.opened_by, at=NOON
    )


def test_a_fee_issues_its_card_with_the_sale(shift, fee, ada):
    sale = pay(shift, basket_with(shift, fee, "80000001", member=ada))

    card = Card.objects.get()
    assert (card.number, card.member, card.kind, card.way) == (
        "80000001",
        ada,
        fee.card_kind,
        IssueWay.SOLD,
    )
    assert (card.issued_by, card.issued_in, card.issued_at) == (
        shift.opened_by,
        shift.till.store,
        NOON,
    )
    assert sale.lines.get().card == card


def test_a_fee_has_no_discount_and_earns_no_points(shift, fee, ada):
    sale = pay(shift, basket_with(shift, fee, "80000001", member=ada))

    assert (sale.net, PointsEntry.objects.count()) == (Decimal(150), 0)


def test_two_cards_stand_on_two_lines(shift, fee, ada):
    sale = pay(shift, basket_with(shift, fee, "80000001", "80000002", member=ada))

    cards = sale.lines.order_by("position").values_list("card__number", flat=True)
    assert (list(cards), sale.net) == (["80000001", "80000002"], Decimal(300))


def test_a_line_buys_one_card(shift, fee):
    basket = basket_with(shift, fee, "80000001")

    with pytest.raises(OneCardALine):
        add_line(key=basket.key, product=fee, quantity=Decimal(2))
    with pytest.raises(OneCardALine):
        set_quantity(key=basket.key, line=basket.lines[0]["id"], quantity=Decimal(2))


def test_what_is_no_fee_names_no_card(shift):
    basket = fill_basket(shift, (ProductFactory(), 1), at=NOON)

    with pytest.raises(NoSuchLine):
        name_card(key=basket.key, line=basket.lines[0]["id"], number="80000001")


def test_without_a_member_or_a_number_nothing_is_sold(shift, fee, ada):
    with pytest.raises(FeeNeedsMember):
        pay(shift, basket_with(shift, fee, "80000001"))
    Basket.objects.all().delete()
    with pytest.raises(CardNumberMissing):
        pay(shift, basket_with(shift, fee, "", member=ada))

    assert (Sale.objects.count(), Card.objects.count()) == (0, 0)


def test_a_taken_number_undoes_the_whole_sale(shift, fee, ada):
    card_of(MemberFactory(), "80000002")

    with pytest.raises(NumberTaken):
        pay(shift, basket_with(shift, fee, "80000001", "80000002", member=ada))

    assert (Sale.objects.count(), Card.objects.count()) == (0, 1)


def test_the_guest_of_honour_card_cannot_be_sold(shift, ada):
    honour = ProductFactory(regular_price=Decimal(1000), card_kind=kind("guest-of-honour"))

    with pytest.raises(NotSellable):
        pay(shift, basket_with(shift, honour, "90000001", member=ada))

    assert Sale.objects.count() == 0


def test_asking_again_sells_one_card(shift, fee, ada):
    basket = basket_with(shift, fee, "80000001", member=ada)
    order = order_for(basket, at=NOON)

    sales = {
        post_sale(order=order, shift=shift, cashier=shift.opened_by, at=NOON) for _ in range(3)
    }

    assert (len(sales), Card.objects.count()) == (1, 1)


def test_a_returned_fee_takes_the_card_back_also_the_one_that_replaced_it(shift, fee, ada):
    sale = pay(shift, basket_with(shift, fee, "80000001", "80000002", member=ada))
    first = Card.objects.get(number="80000001")
    replace_card(card=first, number="80000003", store=shift.till.store, by=shift.opened_by, at=NOON)

    back = take_back(shift, sale, [1, 0], at=NOON)

    assert back.net == Decimal(-150)
    assert dict(Card.objects.values_list("number", "status")) == {
        "80000001": CardStatus.REPLACED,
        "80000002": CardStatus.ISSUED,
        "80000003": CardStatus.RETURNED,
    }
