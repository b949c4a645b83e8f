"""An empty house begins with what the handbooks say, and leaves what a shop made of it alone."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone

from guides.models import ContactWay, OwnershipRule
from loyalty.models import EarningRule, Perk, RedemptionRule, Tier, TierCriterion, TierPerk
from membership.enums import Purpose
from membership.models import CardKind, ConsentText, JoiningChannel, Tag

pytestmark = pytest.mark.django_db


def test_the_ladder_has_four_tiers_and_the_one_threshold_that_is_known():
    ladder = Tier.objects.lowest_first()

    assert [
        (tier.name_zh, tier.discount, tier.window_months, tier.is_entry) for tier in ladder
    ] == [
        ("普卡", 10_000, 12, True),
        ("银卡", 9_600, 12, True),
        ("金卡", 8_800, 12, True),
        ("白金卡", 8_500, 12, False),
    ]
    asked = TierCriterion.objects.values_list("tier__name_zh", "use", "measure", "threshold")
    assert list(asked) == [("白金卡", "entry", "points", 2_500)]


def test_the_cards_of_the_handbook_are_sold_or_given_not_both():
    kinds = CardKind.objects.order_by("pk").values_list(
        "name_zh", "price", "value", "is_sellable", "is_giftable", "term_months"
    )

    assert list(kinds) == [
        ("会员卡", 0, 0, False, True, None),
        ("全国会员卡", 150, 0, True, False, None),
        ("贵宾会员卡", 0, 1000, False, True, None),
        ("学生会员卡", 0, 0, False, False, 12),
        ("团体会员卡", 0, 0, False, True, None),
        ("副卡", 0, 0, False, False, None),
        ("体验卡", 0, 0, False, True, 3),
        ("电子会员卡", 0, 0, False, False, None),
        ("钻石会员卡", 0, 0, False, False, None),
    ]


def test_each_kind_of_card_has_its_traits():
    def codes(**trait):
        return list(CardKind.objects.filter(**trait).order_by("pk").values_list("code", flat=True))

    honour = CardKind.objects.get(code="guest-of-honour")
    assert (honour.store_quota, honour.purpose_zh) == (50, "分店维护本地社会关系、店内促销赠送")
    assert codes(store_quota__isnull=False) == ["guest-of-honour"]
    assert codes(is_personal=False) == ["guest-of-honour", "trial"]
    assert codes(is_physical=False) == ["digital"]
    assert codes(from_stock=True) == ["organisation"]
    assert codes(is_offered=False) == ["guest-of-honour", "supplementary", "diamond"]


def test_the_ways_to_join_are_those_of_the_handbooks():
    channels = JoiningChannel.objects.order_by("pk").values_list("code", "is_offered")

    assert list(channels) == [
        ("till", True),
        ("friend", True),
        ("mall", True),
        ("partner", True),
        ("event", True),
        ("online", True),
        ("opening", True),
        ("import", False),
    ]


def test_there_are_ten_ways_of_keeping_up_with_members():
    ways = ContactWay.objects.order_by("pk").values_list("name_zh", flat=True)

    assert list(ways) == [
        "生日问候",
        "节日祝福",
        "新品到店通知",
        "售后回访",
        "保养提醒",
        "积分/券到期提醒",
        "活动邀约",
        "到店礼遇",
        "上门服务",
        "久未到店关怀",
    ]


def test_the_very_best_have_a_tag_with_a_treatment_of_its_own():
    assert list(Tag.objects.values_list("name", "treatment")) == [
        ("超级VIP", "专属接待：请店长迎接，备茶水，可预留新款")
    ]


def test_there_are_rules_and_words_for_every_purpose():
    today = timezone.localdate()

    assert EarningRule.objects.in_force(on=today).get().points_per_yuan == 1
    assert RedemptionRule.objects.in_force(on=today).get().point_value == Decimal("0.01")
    assert list(OwnershipRule.objects.values_list("months", "trial_months")) == [(2, 2)]
    assert set(ConsentText.objects.values_list("purpose", flat=True)) == set(Purpose.values)


def test_gold_and_platinum_begin_with_the_perks_that_cost_little():
    matrix = TierPerk.objects.values_list("perk__code", "tier__code", "quota", "period")

    assert sorted(matrix, key=lambda cell: cell[:2]) == [
        ("birthday-day", "gold", 1, "year"),
        ("birthday-month", "platinum", 1, "year"),
        ("delivery", "gold", 2, "year"),
        ("delivery", "platinum", 6, "year"),
        ("gift-wrapping", "gold", 2, "month"),
        ("gift-wrapping", "platinum", 4, "month"),
        ("greetings", "gold", None, "year"),
        ("greetings", "platinum", None, "year"),
        ("home-visit", "platinum", 1, "year"),
        ("ironing", "gold", 1, "month"),
        ("ironing", "platinum", 2, "month"),
        ("new-products", "gold", None, "year"),
        ("new-products", "platinum", None, "year"),
        ("parking", "gold", 2, "month"),
        ("parking", "platinum", 4, "month"),
        ("specialist", "gold", 2, "year"),
        ("specialist", "platinum", 4, "year"),
    ]
    assert list(Perk.objects.filter(is_internal=True).values_list("code", flat=True)) == [
        "specialist"
    ]


def test_every_perk_of_the_handbooks_can_be_switched_on():
    named = Perk.objects.filter(is_active=True).order_by("code")

    assert " ".join(named.values_list("code", flat=True)) == (
        "anniversary-gift birthday-day birthday-gift birthday-month booking delivery desk draws "
        "events gift-delivery gift-wrapping greetings home-visit ironing launches lounge magazine "
        "new-products news own-guide parking partners priority-line refreshments reminders repair "
        "salons shopping-day special-supply specialist"
    )
    assert [perk.code for perk in named if not (perk.name_zh and perk.name_en)] == []


def test_what_a_shop_changed_or_took_away_stays_so():
    JoiningChannel.objects.filter(code="mall").delete()
    Tier.objects.filter(code="gold").update(discount=9_000)

    call_command("migrate", verbosity=0)

    assert JoiningChannel.objects.filter(code="mall").count() == 0
    assert Tier.objects.get(code="gold").discount == 9_000
    assert Tier.objects.count() == 4
