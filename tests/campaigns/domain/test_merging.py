"""Two records of one person: everything goes to the one, and comes back if it was a mistake."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from campaigns.domain.merging import (
    MergeKeyReused,
    NotCurrent,
    ReasonMissing,
    SameMember,
    UsedSince,
    merge_members,
    unmerge_members,
)
from common.birthdays import Birthday
from guides.domain.complaining import open_complaint
from guides.domain.contacting import Said, log_contact
from guides.domain.losing import left_as_asked, lose_member
from guides.enums import EndReason, QuestionKind
from guides.models import Contact, LossReason, Ownership
from guides.queries.standing import standing_of
from loyalty.domain.ledger import AccountClosed, lock_account
from loyalty.domain.tiers import current_tier, enter_tier, set_tier
from loyalty.enums import CouponEffect, CouponSource, PerkKind
from loyalty.models import Coupon, CouponKind, CouponUse, Perk, PerkUse, Tier
from loyalty.queries import ledger_faults, standing
from membership.domain.introducing import referral_code
from membership.domain.knowing import (
    check_record,
    describe_member,
    keep_anniversary,
    note_about,
)
from membership.enums import CardStatus, ConsentChannel, MemberStatus, Purpose
from membership.models import (
    Card,
    CardKind,
    Consent,
    ConsentText,
    Member,
    MemberMerge,
    SoftProfile,
    Tag,
)
from membership.queries import find_exactly
from membership.referrers import find_referrer
from sales.models import Visit
from tests.factories import DAY, NOON, MemberFactory, ProductFactory, ShiftFactory, StaffFactory
from tests.guides.asking import answer, asking, survey_of
from tests.guides.hands import buy, guide_in, hold
from tests.shop import sell, take_back

pytestmark = pytest.mark.django_db

LATER = NOON + dt.timedelta(days=3)


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def ada(shift):
    return MemberFactory(name="曾黎", home_store=shift.till.store, phone="+8613800138000")


@pytest.fixture
def double(shift):
    """The same person, registered once more."""
    return MemberFactory(name="曾黎", home_store=shift.till.store, phone="+8613900139000")


@pytest.fixture
def officer():
    return StaffFactory()


def merged_into(kept, merged, by, *, at=NOON, key=None):
    return merge_members(
        key=key or uuid.uuid4(), kept=kept, merged=merged, reason="同一人", by=by, at=at
    )


def days(member):
    rows = Visit.objects.filter(member=member).order_by("business_day", "store")
    return [(row.business_day, row.tickets, row.net, row.returned_later) for row in rows]


def fresh(member):
    return Member.objects.get(pk=member.pk)


def give_coupon(member, reference, number):
    kind, _ = CouponKind.objects.get_or_create(
        code="ten", defaults={"effect": CouponEffect.AMOUNT, "amount": 10, "name_zh": "十元"}
    )
    return Coupon.objects.create(
        kind=kind,
        member=member,
        number=number,
        source=CouponSource.HAND,
        reference=reference,
        usable_from=DAY,
        issued_at=NOON,
    )


def give_card(member, number):
    kind, _ = CardKind.objects.get_or_create(code="plain", defaults={"name_zh": "卡"})
    return Card.objects.create(
        number=number, kind=kind, member=member, issued_at=NOON, issued_in=member.home_store
    )


def agree(member, purpose, *, taken_back=None):
    text, _ = ConsentText.objects.get_or_create(
        purpose=purpose, version=9, defaults={"body_zh": "同意", "effective_from": DAY}
    )
    how = {"channel": ConsentChannel.TILL, "given_at": member.joined_at}
    if taken_back:
        how |= {"withdrawn_at": taken_back, "withdrawn_channel": ConsentChannel.PAPER}
    return Consent.objects.create(member=member, purpose=purpose, text=text, **how)


def test_merge_gives_all_points_to_the_one_and_loses_and_doubles_none(shift, ada, double, officer):
    buy(ada, shift, at=NOON, price=100)
    buy(double, shift, at=NOON, price=250)

    merged_into(ada, double, officer)

    assert standing(member=ada, at=NOON).balance == 350
    assert standing(member=double, at=NOON).balance == 0
    assert ledger_faults() == []


def test_merge_adds_up_the_days_of_both(shift, ada, double, officer):
    buy(ada, shift, at=NOON, price=100)
    buy(double, shift, at=NOON, price=250)
    gone = buy(double, shift, at=NOON, price=30)
    buy(double, shift, at=LATER, price=7)
    take_back(shift, gone, at=LATER)

    merged_into(ada, double, officer, at=LATER)

    second = LATER.date()
    assert days(ada) == [
        (DAY, 3, Decimal("380.00"), Decimal("30.00")),
        (second, 1, Decimal("-23.00"), Decimal("0.00")),
    ]
    assert days(double) == []
    assert double.sales.count() == 0
    assert ada.sales.count() == 5


def test_goods_of_the_merged_record_come_back_to_the_kept_one(shift, ada, double, officer):
    buy(double, shift, at=NOON, price=500)
    sale = sell(shift, (ProductFactory(), 1), member=double, points=300, at=NOON)
    merged_into(ada, double, officer)
    assert standing(member=ada, at=NOON).balance == 500 - 300 + 97

    take_back(shift, sale, at=LATER)

    assert standing(member=ada, at=LATER).balance == 500
    assert ledger_faults() == []


def test_merge_hands_over_cards_that_go_on_working(ada, double, officer):
    give_card(ada, "C1")
    give_card(double, "C2")

    merged_into(ada, double, officer)

    assert sorted(ada.cards.values_list("number", "status")) == [
        ("C1", CardStatus.ISSUED),
        ("C2", CardStatus.ISSUED),
    ]
    assert [find_exactly("C1"), find_exactly("C2")] == [ada, ada]


def test_merge_frees_the_phone_which_still_finds_her(ada, double, officer):
    merged_into(ada, double, officer)

    assert str(fresh(ada).phone) == "+8613800138000"
    assert fresh(double).phone is None
    assert [find_exactly("13900139000"), find_exactly(double.number)] == [ada, ada]


def test_merge_gives_the_phone_to_a_record_without_one(shift, double, officer):
    ada = MemberFactory(home_store=shift.till.store, phone=None)

    merge = merged_into(ada, double, officer)

    assert (str(fresh(ada).phone), fresh(ada).phone_last4) == ("+8613900139000", "9000")

    unmerge_members(merge=merge, by=officer, at=LATER)

    assert (fresh(ada).phone, fresh(ada).phone_last4) == (None, "")
    assert str(fresh(double).phone) == "+8613900139000"


def test_merge_keeps_the_higher_tier(ada, double, officer):
    silver, gold, platinum = (Tier.objects.get(code=c) for c in ("silver", "gold", "platinum"))
    enter_tier(member=ada, tier=gold, by=None, at=ada.joined_at)
    enter_tier(member=double, tier=gold, by=None, at=ada.joined_at)
    set_tier(member=double, tier=platinum, by=officer, at=NOON)

    merge = merged_into(ada, double, officer)

    assert current_tier(member=ada, on=LATER.date()) == platinum
    assert current_tier(member=double, on=LATER.date()) is None

    unmerge_members(merge=merge, by=officer, at=LATER)

    assert [
        current_tier(member=ada, on=LATER.date()),
        current_tier(member=double, on=LATER.date()),
    ] == [gold, platinum]

    set_tier(member=double, tier=silver, by=officer, at=LATER)
    merged_into(ada, double, officer, at=LATER)

    assert current_tier(member=ada, on=LATER.date()) == gold


def test_merge_leaves_her_with_one_guide(shift, ada, double, officer):
    store = shift.till.store
    hers, others = hold(ada, guide_in(store), at=NOON), hold(double, guide_in(store), at=NOON)

    merge = merged_into(ada, double, officer)

    assert Ownership.objects.open().get() == hers
    others.refresh_from_db()
    assert (others.member, others.end_reason) == (ada, EndReason.MERGED)

    unmerge_members(merge=merge, by=officer, at=LATER)

    assert list(Ownership.objects.open().order_by("pk").values_list("pk", "member")) == [
        (hers.pk, ada.pk),
        (others.pk, double.pk),
    ]


def test_merge_gives_the_guide_to_who_has_none_and_winds_her_clock(shift, ada, double, officer):
    held = hold(double, guide_in(shift.till.store), at=NOON)
    buy(ada, shift, at=LATER)

    merged_into(ada, double, officer, at=LATER)

    held.refresh_from_db()
    assert (held.member, held.ends_at, held.clock_from) == (ada, None, LATER.date())


def test_merge_never_gives_her_back_to_a_guide_who_lost_her(shift, ada, double, officer):
    guide = guide_in(shift.till.store)
    lost = hold(ada, guide, at=NOON - dt.timedelta(days=9))
    Ownership.objects.filter(pk=lost.pk).update(ends_at=NOON, end_reason=EndReason.RECYCLED)
    hold(double, guide, at=NOON)

    merged_into(ada, double, officer)

    assert Ownership.objects.open().count() == 0


def test_merge_lets_a_withdrawal_hold(ada, double, officer):
    for purpose in (Purpose.SMS, Purpose.PHONE):
        agree(ada, purpose)
    agree(double, Purpose.SMS, taken_back=NOON)
    agree(double, Purpose.WECHAT)

    merge = merged_into(ada, double, officer, at=LATER)

    standing_words = Consent.objects.standing().order_by("pk")
    assert list(standing_words.values_list("member", "purpose")) == [
        (ada.pk, Purpose.PHONE),
        (double.pk, Purpose.WECHAT),
    ]

    unmerge_members(merge=merge, by=officer, at=LATER)

    assert standing_words.filter(member=ada).count() == 2


def test_merge_counts_perks_of_both_records_together(shift, ada, double, officer):
    perk = Perk.objects.create(code="iron", kind=PerkKind.SERVICE, name_zh="熨烫")
    for member, place in ((ada, 1), (double, 1), (double, 2)):
        PerkUse.objects.create(
            key=uuid.uuid4(),
            perk=perk,
            member=member,
            period_starts_on=DAY,
            place=place,
            used_at=NOON,
            store=member.home_store,
            by=officer,
        )

    merge = merged_into(ada, double, officer)

    assert sorted(ada.perk_uses.values_list("place", flat=True)) == [1, 2, 3]

    unmerge_members(merge=merge, by=officer, at=LATER)

    assert list(double.perk_uses.order_by("place").values_list("place", flat=True)) == [1, 2]


def test_merge_hands_over_coupons_but_not_twice_for_one_cause(ada, double, officer):
    hers = give_coupon(ada, "birthday:2026", "K1")
    doubled = give_coupon(double, "birthday:2026", "K2")
    other = give_coupon(double, "upgrade:1", "K3")

    merge = merged_into(ada, double, officer)

    assert list(ada.coupons.unused().order_by("pk")) == [hers, other]
    assert list(double.coupons.unused()) == []

    unmerge_members(merge=merge, by=officer, at=LATER)

    assert list(double.coupons.unused().order_by("pk")) == [doubled, other]


def test_merge_hands_over_contacts_tags_and_friends(ada, double, officer):
    log_contact(member=double, said=Said("phone", "爱喝茶"), by=officer, at=NOON)
    both, only = Tag.objects.create(name="茶"), Tag.objects.create(name="咖啡")
    ada.tags.add(both)
    double.tags.add(both, only)
    friend = MemberFactory(referrer=double)
    Member.objects.filter(pk=ada.pk).update(referrer=double)

    merge = merged_into(fresh(ada), double, officer)

    assert Contact.objects.get().member == ada
    assert set(ada.tags.all()) == {both, only}
    assert (fresh(friend).referrer, fresh(ada).referrer) == (ada, None)

    unmerge_members(merge=merge, by=officer, at=LATER)

    assert Contact.objects.get().member == double
    assert list(ada.tags.all()) == [both]
    assert (fresh(friend).referrer, fresh(ada).referrer) == (double, double)


def test_merge_hands_over_how_she_was_looked_after(ada, double, officer):
    tomorrow = DAY + dt.timedelta(days=1)
    log_contact(member=double, said=Said("phone", "回电", next_on=tomorrow), by=officer, at=NOON)
    open_complaint(member=double, about="掉色", by=officer, at=NOON)
    product = LossReason.objects.get(code="product")
    for member in (ada, double):
        lose_member(member=member, reason=product, by=officer, at=NOON)
        keep_anniversary(member=member, name="结婚", day=Birthday(5, 1), on=DAY)
        check_record(member=member, by=officer, at=NOON)
    keep_anniversary(member=double, name="开业", day=Birthday(6, 1), on=DAY)
    note_about(member=double, text="爱喝茶", by=officer, at=NOON)
    describe_member(member=double, tastes={"sizes": "M"}, by=officer, at=NOON)

    def looked_after(member):
        return [
            [task.due_on for task in member.care_tasks.all()],
            [complaint.about for complaint in member.complaints.all()],
            member.losses.count(),
            [one.name for one in member.anniversaries.order_by("pk")],
            [note.text for note in member.notes.all()],
            member.record_checks.count(),
            SoftProfile.objects.filter(member=member).count(),
        ]

    before = looked_after(ada), looked_after(double)
    merge = merged_into(fresh(ada), double, officer)

    assert looked_after(ada) == [[tomorrow], ["掉色"], 1, ["结婚", "开业"], ["爱喝茶"], 1, 1]
    unmerge_members(merge=merge, by=officer, at=LATER)
    assert (looked_after(ada), looked_after(double)) == before


def test_merge_hands_over_what_she_answered_but_no_survey_twice(ada, double, officer):
    both, hers = survey_of(QuestionKind.MARK), survey_of(QuestionKind.MARK)
    how = asking(officer, ada.home_store)
    answer(both, ada, 5, how=how)
    for survey in (both, hers):
        answer(survey, double, 1, how=how)

    def surveys(member):
        return list(member.survey_replies.order_by("pk").values_list("survey", flat=True))

    merge = merged_into(fresh(ada), double, officer)

    assert (surveys(ada), surveys(double)) == ([both.pk, hers.pk], [both.pk])
    unmerge_members(merge=merge, by=officer, at=LATER)
    assert (surveys(ada), surveys(double)) == ([both.pk], [both.pk, hers.pk])


@pytest.mark.parametrize("which", ["ada", "double"])
def test_merge_leaves_in_peace_who_asked_for_it_on_either_record(
    request, ada, double, officer, which
):
    asked = request.getfixturevalue(which)
    owned = double if which == "ada" else ada
    hold(owned, guide_in(owned.home_store), at=NOON)
    left_as_asked(member=asked, note="别再打了", by=officer, at=NOON)

    merge = merged_into(fresh(ada), double, officer)

    assert (standing_of(ada), standing_of(double)) == ("peace", "pool")
    assert ada.losses.open().get().note == "别再打了"

    unmerge_members(merge=merge, by=officer, at=LATER)

    assert (standing_of(asked), standing_of(owned)) == ("peace", "owned")


def test_unmerge_gives_back_what_was_there_before_and_leaves_what_came_after(
    shift, ada, double, officer
):
    buy(ada, shift, at=NOON, price=100)
    buy(double, shift, at=NOON, price=250)
    give_card(double, "C2")
    before = days(ada), days(double)
    merge = merged_into(ada, double, officer)
    buy(ada, shift, at=NOON, price=40)

    unmerge_members(merge=merge, by=officer, at=LATER)

    assert days(double) == before[1]
    assert days(ada) == [(DAY, 2, Decimal("140.00"), Decimal("0.00"))]
    assert [standing(member=m, at=LATER).balance for m in (ada, double)] == [140, 250]
    assert (fresh(double).status, str(fresh(double).phone)) == (
        MemberStatus.ACTIVE,
        "+8613900139000",
    )
    assert [find_exactly("C2"), find_exactly("13900139000")] == [double, double]
    assert ledger_faults() == []


def test_a_merged_records_code_leads_to_the_kept_one_and_back(shift, ada, double, officer):
    hers, codes = referral_code(member=ada).code, [referral_code(member=double).code]
    third = MemberFactory(home_store=shift.till.store)
    assert [find_referrer(code) for code in codes] == [double]

    merge = merged_into(ada, double, officer)
    assert [find_referrer(code) for code in (hers, *codes)] == [ada, ada]

    further = merged_into(third, fresh(ada), officer)
    assert [find_referrer(code) for code in (hers, *codes)] == [third, third]

    unmerge_members(merge=further, by=officer, at=LATER)
    unmerge_members(merge=merge, by=officer, at=LATER)
    assert [find_referrer(code) for code in (hers, *codes)] == [ada, double]


def test_unmerge_twice_is_unmerge_once(ada, double, officer):
    merge = merged_into(ada, double, officer)

    first = unmerge_members(merge=merge, by=officer, at=NOON)
    second = unmerge_members(merge=merge, by=officer, at=LATER)

    assert (second.pk, second.undone_at) == (first.pk, NOON)


def spend_points(shift, ada, double, officer):
    sell(shift, (ProductFactory(), 1), member=ada, points=200, at=LATER)


def return_goods(shift, ada, double, officer):
    take_back(shift, double.sales.model.objects.order_by("pk").first(), at=LATER)


def use_coupon(shift, ada, double, officer):
    CouponUse.objects.create(
        coupon=Coupon.objects.get(number="K1"),
        store=ada.home_store,
        by=officer,
        used_at=LATER,
    )


def take_phone(shift, ada, double, officer):
    MemberFactory(phone="+8613900139000")


def merge_further(shift, ada, double, officer):
    merged_into(MemberFactory(home_store=ada.home_store), ada, officer, at=LATER)


@pytest.mark.parametrize(
    ("use", "what"),
    [
        (spend_points, "points"),
        (return_goods, "sales"),
        (use_coupon, "coupons"),
        (take_phone, "phone"),
        (merge_further, "record"),
    ],
)
def test_unmerge_is_refused_when_something_was_used_since(
    shift, ada, double, officer, *, use, what
):
    buy(double, shift, at=NOON, price=250)
    give_coupon(double, "upgrade:1", "K1")
    merge = merged_into(ada, double, officer)
    use(shift, ada, double, officer)

    with pytest.raises(UsedSince) as refusal:
        unmerge_members(merge=merge, by=officer, at=LATER)

    assert refusal.value.what == what
    assert MemberMerge.objects.get(pk=merge.pk).undone_at is None
    assert fresh(double).status == MemberStatus.MERGED
    assert ledger_faults() == []


def test_who_was_merged_twice_is_still_found_and_undone_from_the_last(ada, double, officer):
    third = MemberFactory()
    first = merged_into(ada, double, officer)
    second = merged_into(third, ada, officer)

    assert find_exactly(double.number) == third
    assert find_exactly("13900139000") == third

    unmerge_members(merge=second, by=officer, at=LATER)
    unmerge_members(merge=first, by=officer, at=LATER)

    assert find_exactly(double.number) == double


def test_merge_with_one_key_happens_once(ada, double, officer):
    key = uuid.uuid4()

    merges = {merged_into(ada, double, officer, key=key).pk for _ in range(3)}

    assert merges == {MemberMerge.objects.get().pk}
    with pytest.raises(MergeKeyReused):
        merged_into(ada, MemberFactory(), officer, key=key)


@pytest.mark.parametrize("status", ["merged", "erased", "disqualified"])
def test_merge_refuses_who_is_no_current_member(ada, double, officer, status):
    Member.objects.filter(pk=double.pk).update(status=status)

    for kept, merged in ((ada, double), (double, ada)):
        with pytest.raises(NotCurrent):
            merged_into(kept, merged, officer)


def test_merge_refuses_one_record_and_no_reason(ada, double, officer):
    with pytest.raises(SameMember):
        merged_into(ada, ada, officer)
    with pytest.raises(ReasonMissing):
        merge_members(key=uuid.uuid4(), kept=ada, merged=double, reason=" ", by=officer, at=NOON)


def test_merge_closes_the_account(ada, double, officer):
    merge = merged_into(ada, double, officer)

    with pytest.raises(AccountClosed):
        lock_account(member=double)

    unmerge_members(merge=merge, by=officer, at=LATER)

    assert lock_account(member=double).balance == 0


def test_merge_is_written_into_the_history_of_both(ada, double, officer):
    give_card(double, "C2")

    merged_into(ada, double, officer)

    latest = double.history.latest("history_id")
    assert (latest.status, latest.history_user, latest.history_date) == ("merged", officer, NOON)
    assert Card.objects.get().history.latest("history_id").history_user == officer
