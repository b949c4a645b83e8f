"""Cards are issued as their kind allows, each number once, and replaced without losing anything."""

import datetime as dt

import pytest

from membership.domain.card_refusals import (
    AnotherKind,
    BatchExpired,
    CardExpired,
    CardNotThere,
    MainCardMissing,
    NotAMember,
    NotFree,
    NotGiftable,
    NotInStock,
    NotSellable,
    NumberMissing,
    NumberTaken,
    QuotaUsed,
)
from membership.domain.cards import issue_card, replace_card
from membership.enums import CardStatus, IssueWay, MemberStatus, PrintedStatus
from membership.models import Card, Organisation, PrintedCard
from tests.factories import DAY, NOON, MemberFactory, StaffFactory, StoreFactory
from tests.membership.cards import card_of, kind, stock

pytestmark = pytest.mark.django_db

NEW_YEAR = dt.datetime(2026, 12, 31, 16, 0, tzinfo=dt.UTC)  # midnight in Shanghai


@pytest.fixture
def ada():
    return MemberFactory()


def statuses():
    return list(Card.objects.order_by("number").values_list("number", "status"))


def test_issue_card_says_who_put_it_where_when_and_how(ada):
    clerk = StaffFactory()

    card = issue_card(
        member=ada,
        number="80000001",
        kind=kind("nationwide"),
        store=ada.home_store,
        by=clerk,
        at=NOON,
        way=IssueWay.SOLD,
    )

    assert (card.member, card.issued_in, card.issued_by, card.issued_at) == (
        ada,
        ada.home_store,
        clerk,
        NOON,
    )
    assert (card.way, card.status, card.expires_on) == (IssueWay.SOLD, CardStatus.ISSUED, None)


@pytest.mark.parametrize(
    ("code", "way", "refusal"),
    [
        ("nationwide", IssueWay.GIVEN, NotGiftable),
        ("nationwide", IssueWay.FREE, NotFree),
        ("guest-of-honour", IssueWay.SOLD, NotSellable),
        ("student", IssueWay.GIVEN, NotGiftable),
        ("member", IssueWay.SOLD, NotSellable),
    ],
)
def test_issue_card_in_a_way_its_kind_forbids_is_refused(ada, code, way, refusal):
    with pytest.raises(refusal):
        card_of(ada, kind=kind(code), way=way)

    assert statuses() == []


def test_issue_card_gives_the_card_its_term(ada):
    trial = card_of(ada, kind=kind("trial"))

    assert trial.expires_on == dt.date(2026, 6, 2)
    assert [trial.is_past(on=day) for day in (dt.date(2026, 6, 1), dt.date(2026, 6, 2))] == [
        False,
        True,
    ]


def test_issue_card_with_a_number_that_is_out_names_whose_it_is(ada):
    first = card_of(ada)

    with pytest.raises(NumberTaken) as refusal:
        card_of(MemberFactory())

    assert refusal.value.card == first


def test_issue_card_keeps_to_the_quota_of_store_and_year(ada):
    honour = kind("guest-of-honour", store_quota=2)
    card_of(ada, "90000001", kind=honour, way=IssueWay.GIVEN)
    card_of(ada, "90000002", kind=honour, way=IssueWay.GIVEN)

    with pytest.raises(QuotaUsed) as refusal:
        card_of(ada, "90000003", kind=honour, way=IssueWay.GIVEN)

    assert (refusal.value.quota, refusal.value.year) == (2, 2026)
    with pytest.raises(QuotaUsed):
        card_of(
            ada,
            "90000003",
            kind=honour,
            way=IssueWay.GIVEN,
            at=NEW_YEAR - dt.timedelta(seconds=1),
        )
    card_of(ada, "90000003", kind=honour, way=IssueWay.GIVEN, at=NEW_YEAR)
    card_of(ada, "90000004", kind=honour, way=IssueWay.GIVEN, store=StoreFactory())


def test_a_replacement_uses_no_quota(ada):
    honour = kind("guest-of-honour", store_quota=1)
    first = card_of(ada, "90000001", kind=honour, way=IssueWay.GIVEN)

    second = replace(first, "90000002")

    assert (second.way, second.replaces) == (IssueWay.GIVEN, first)


def test_issue_card_takes_the_printed_number_out_of_the_store_s_stock(ada):
    stock(ada.home_store, "80000001", "80000003")

    card_of(ada, "80000002")

    assert dict(PrintedCard.objects.values_list("number", "status")) == {
        "80000001": PrintedStatus.IN_STOCK,
        "80000002": PrintedStatus.ISSUED,
        "80000003": PrintedStatus.IN_STOCK,
    }


def test_issue_card_of_a_number_that_is_not_in_this_store_is_refused(ada):
    stock(StoreFactory(), "80000001", "80000001")
    PrintedCard.objects.create(
        number="80000002",
        batch=stock(ada.home_store, "80000003", "80000003"),
        status=PrintedStatus.VOID,
    )

    for number, of in [
        ("80000001", kind()),
        ("80000002", kind()),
        ("80000009", kind("organisation")),
    ]:
        with pytest.raises(NotInStock):
            card_of(ada, number, kind=of)


def test_issue_card_of_a_number_printed_for_another_kind_is_refused(ada):
    stock(ada.home_store, "80000001", "80000001", of=kind("student"))

    with pytest.raises(AnotherKind) as refusal:
        card_of(ada)

    assert refusal.value.kind.code == "student"


def test_issue_card_of_an_organisation_s_batch_has_the_batch_s_day_and_makes_her_theirs(ada):
    school = Organisation.objects.create(name="静安小学")
    stock(
        ada.home_store,
        "T0001",
        "T0009",
        of=kind("organisation"),
        organisation=school,
        occasion="教师节",
        expires_on=dt.date(2026, 9, 30),
    )

    card = card_of(ada, "T0001", kind=kind("organisation"), way=IssueWay.GIVEN)

    assert card.expires_on == dt.date(2026, 9, 30)
    ada.refresh_from_db()
    assert ada.organisation == school
    with pytest.raises(BatchExpired):
        card_of(ada, "T0002", kind=kind("organisation"), at=NOON.replace(month=9, day=29, hour=16))


def test_issue_card_to_whom_membership_was_taken_is_refused(ada):
    ada.status = MemberStatus.DISQUALIFIED

    with pytest.raises(NotAMember):
        card_of(ada)


def test_a_digital_card_is_numbered_after_the_member(ada):
    first = card_of(ada, "", kind=kind("digital"))
    second = replace(first, "")

    assert [first.number, second.number] == [f"{ada.number}-1", f"{ada.number}-2"]
    with pytest.raises(NumberMissing):
        card_of(ada, "")


def test_a_supplementary_card_is_in_another_hand(ada):
    with pytest.raises(MainCardMissing):
        card_of(ada, kind=kind("supplementary"), holder="王明")

    card_of(ada)
    card = card_of(ada, "80000002", kind=kind("supplementary"), holder="王明")

    assert (card.member, card.is_supplementary, card.holder) == (ada, True, "王明")


def replace(card, number, *, at=NOON):
    return replace_card(card=card, number=number, store=card.issued_in, by=StaffFactory(), at=at)


def test_replace_card_passes_on_kind_way_term_and_holder(ada):
    card_of(ada)
    old = card_of(ada, "80000002", kind=kind("trial"), way=IssueWay.GIVEN, holder="王明")

    new = replace(old, "80000003", at=NOON + dt.timedelta(days=20))

    assert (new.replaces, new.member, new.kind, new.way) == (old, ada, old.kind, IssueWay.GIVEN)
    assert (new.expires_on, new.holder, new.is_supplementary) == (old.expires_on, "王明", True)
    assert statuses() == [
        ("80000001", CardStatus.ISSUED),
        ("80000002", CardStatus.REPLACED),
        ("80000003", CardStatus.ISSUED),
    ]


def test_replace_card_twice_with_one_number_is_done_once(ada):
    old = card_of(ada)
    new = replace(old, "80000002")

    assert replace(old, "80000002") == new
    with pytest.raises(CardNotThere):
        replace(old, "80000003")
    assert Card.objects.count() == 2


def test_replace_card_with_a_taken_number_changes_nothing(ada):
    old = card_of(ada)
    card_of(MemberFactory(), "80000002")

    with pytest.raises(NumberTaken):
        replace(old, "80000002")

    old.refresh_from_db()
    assert old.status == CardStatus.ISSUED


def test_replace_card_past_its_term_is_refused(ada):
    old = card_of(ada, kind=kind("trial"))
    old.expires_on = DAY
    old.save()

    with pytest.raises(CardExpired):
        replace(old, "80000002")


def test_replace_card_takes_the_new_number_from_the_store_s_stock(ada):
    stock(ada.home_store, "80000002", "80000002")

    replace(card_of(ada), "80000002")

    assert PrintedCard.objects.get().status == PrintedStatus.ISSUED
