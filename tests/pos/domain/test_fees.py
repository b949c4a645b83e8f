"""A membership fee is a line of a sale: it buys a card, and takes it along when it comes back."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from loyalty.domain.tiers import current_tier, enter_tier
from loyalty.enums import Measure
from loyalty.models import PointsEntry, Tier, TierCriterion
from membership.domain.card_refusals import MainCardMissing, NotSellable, NumberTaken
from membership.domain.card_states import freeze_card, report_lost
from membership.domain.cards import replace_card
from membership.enums import CardStatus, IssueWay
from membership.models import Card
from pos.domain.baskets import NoSuchLine, OneCardALine, add_line, set_quantity
from pos.domain.checkout import post_sale
from pos.domain.fees import CardNeedsMember, CardNumberMissing, FeeNeedsMember, name_card
from pos.domain.moving import move_sale
from pos.models import Basket
from sales.models import Sale
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.loyalty.ladder import ask
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


@pytest.fixture
def bea(shift):
    return MemberFactory(home_store=shift.till.store)


def moved(sale, to, by, *, at=NOON + dt.timedelta(days=3)):
    return move_sale(key=uuid.uuid4(), sale=sale, to_member=to, reason="扫错卡", by=by, at=at)


def test_a_card_goes_with_the_sale_that_sold_it_and_back(shift, fee, ada, bea):
    sale = pay(shift, basket_with(shift, fee, "80000001", member=ada))
    card_of(ada, "80000009")

    moved(sale, bea, shift.opened_by)

    card = Card.objects.get(number="80000001")
    assert [card.member, card.history.first().history_user] == [bea, shift.opened_by]
    assert list(ada.cards.values_list("number", flat=True)) == ["80000009"]

    moved(sale, ada, shift.opened_by)

    assert (bea.cards.count(), ada.cards.count()) == (0, 2)


def test_a_card_goes_along_in_whatever_state_and_with_what_replaced_it(shift, fee, ada, bea):
    clerk, numbers = shift.opened_by, [f"8000000{n}" for n in range(1, 5)]
    sale = pay(shift, basket_with(shift, fee, *numbers, member=ada))
    lost, frozen, old = Card.objects.order_by("number")[:3]
    report_lost(card=lost, by=clerk, at=NOON)
    freeze_card(card=frozen, reason="争议", by=clerk, at=NOON)
    new = replace_card(card=old, number="80000008", store=shift.till.store, by=clerk, at=NOON)
    replace_card(card=new, number="80000009", store=shift.till.store, by=clerk, at=NOON)
    take_back(shift, sale, [0, 0, 0, 1], at=NOON)

    moved(sale, bea, clerk)

    assert ada.cards.count() == 0
    assert dict(bea.cards.values_list("number", "status")) == {
        "80000001": CardStatus.LOST,
        "80000002": CardStatus.FROZEN,
        "80000003": CardStatus.REPLACED,
        "80000004": CardStatus.RETURNED,
        "80000008": CardStatus.REPLACED,
        "80000009": CardStatus.ISSUED,
    }

    take_back(shift, sale, [1, 0, 1, 0], at=NOON + dt.timedelta(days=4))

    assert bea.cards.filter(status=CardStatus.RETURNED).count() == 3


def test_a_sold_card_cannot_be_nobodys(shift, fee, ada):
    sale = pay(shift, basket_with(shift, fee, "80000001", member=ada))

    with pytest.raises(CardNeedsMember):
        moved(sale, None, shift.opened_by)

    take_back(shift, sale, at=NOON)
    moved(sale, None, shift.opened_by)
    assert Card.objects.get().member == ada


def test_a_main_card_does_not_leave_supplementary_ones_alone(shift, fee, ada, bea):
    sale = pay(shift, basket_with(shift, fee, "80000001", member=ada))
    card_of(ada, "80000002", holder="儿子")

    with pytest.raises(MainCardMissing):
        moved(sale, bea, shift.opened_by)

    assert sorted(ada.cards.values_list("number", flat=True)) == ["80000001", "80000002"]
    card_of(ada, "80000003")
    moved(sale, bea, shift.opened_by)
    assert list(bea.cards.values_list("number", flat=True)) == ["80000001"]


def test_a_tier_for_who_paid_for_a_card_goes_with_it(shift, fee, ada, bea):
    platinum = ask("platinum")
    TierCriterion.objects.create(tier=platinum, measure=Measure.PAID_CARD)
    enter_tier(member=bea, tier=Tier.objects.get(code="gold"), by=None, at=bea.joined_at)
    sale = pay(shift, basket_with(shift, fee, "80000001", member=ada))

    def tiers():
        on = (NOON + dt.timedelta(days=3)).date()
        return [current_tier(member=one, on=on).code for one in (ada, bea)]

    assert tiers() == ["platinum", "gold"]
    moved(sale, bea, shift.opened_by)
    assert tiers() == ["gold", "platinum"]
    moved(sale, ada, shift.opened_by)
    assert tiers() == ["platinum", "gold"]


def test_a_number_made_after_the_members_is_not_made_again(shift, ada, bea):
    app = kind("nationwide", is_physical=False, from_stock=False)
    fee = ProductFactory(regular_price=Decimal(150), card_kind=app)
    first, _second = (
        pay(shift, fill_basket(shift, (fee, 1), member=ada, at=NOON)) for _sale in range(2)
    )
    moved(first, bea, shift.opened_by)

    pay(shift, fill_basket(shift, (fee, 1), member=ada, at=NOON))

    assert sorted(Card.objects.values_list("number", "member")) == [
        (f"{ada.number}-1", bea.pk),
        (f"{ada.number}-2", ada.pk),
        (f"{ada.number}-3", ada.pk),
    ]
