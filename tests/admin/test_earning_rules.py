"""Versions of the earning rule: multipliers, copies, and a trial before saving."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from loyalty.models import (
    CouponKind,
    EarningBonus,
    EarningRule,
    OccasionReward,
    PointsEntry,
    ProgrammeRule,
    SpendRebateRule,
    Tier,
)
from sales.models import Category
from stores.enums import Role
from tests.admin.corners import NOON, address, officer, send
from tests.factories import ProductFactory, StoreFactory
from tests.visitors import errors, visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON, tick=False)]
TODAY = dt.date(2026, 3, 2)
TOMORROW = "2026-03-03"


@pytest.fixture
def client():
    return visitor(officer())


def bonus(**typed) -> dict[str, object]:
    """Return a form with one multiplier."""
    facts = {
        "name_zh": "会员日",
        "name_en": "Member day",
        "multiplier": "2",
        "weekdays": "",
        "days_of_month": "",
        "birthday": "",
        "days_around": "0",
    } | typed
    total = {"bonuses-TOTAL_FORMS": "1", "bonuses-INITIAL_FORMS": "0"}
    return total | {f"bonuses-0-{name}": value for name, value in facts.items()}


def complaints(answer) -> list[dict[str, list[str]]]:
    with translation.override("en"):
        (inline,) = answer.context["inline_admin_formsets"]
        return [
            {field: [str(one) for one in told] for field, told in form.errors.items()}
            for form in inline.formset.forms
        ]


def test_a_version_has_multipliers_typed_as_people_write_them(client):
    shoes = Category.objects.create(code="shoes", name="鞋")

    send(
        client,
        address(EarningRule, "add"),
        effective_from="2026-04-01",
        **bonus(weekdays="周二、周四", days_of_month="每月18日", categories=shoes.pk),
    )

    kept = EarningBonus.objects.get()
    assert (kept.multiplier, kept.weekdays, kept.days_of_month) == (2, [2, 4], [18])
    assert list(kept.categories.all()) == [shoes]
    assert kept.rule.effective_from == dt.date(2026, 4, 1)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            {"weekdays": "周八"},
            {"weekdays": ["“周八” is no day of the week. Write 周一 周三, Mon, Wed or 1-5."]},
        ),
        (
            {"days_of_month": "32"},
            {"days_of_month": ["“32” is no day of the month. Write 8, 18, 28 or 1-5."]},
        ),
        (
            {"birthday": "around"},
            {"days_around": ["Write how many days before and after."]},
        ),
        (
            {"since": "2026-05-01", "until": "2026-05-01"},
            {"until": ["This is the first day after the last one: after “from”."]},
        ),
    ],
)
def test_a_multiplier_that_makes_no_sense_is_refused(client, typed, told):
    answer = send(
        client, address(EarningRule, "add"), effective_from="2026-04-01", **bonus(**typed)
    )

    assert complaints(answer) == [told]
    assert EarningBonus.objects.exists() is False


def test_a_version_in_force_is_for_reading_with_its_multipliers(client):
    rule = EarningRule.objects.get()
    kept = EarningBonus.objects.create(rule=rule, name_zh="双倍", multiplier=2, weekdays=[1])
    page = address(EarningRule, "change", rule.pk)

    client.post(page, {"points_per_yuan": "5"} | bonus(multiplier="9"))

    rule.refresh_from_db()
    kept.refresh_from_db()
    assert (rule.points_per_yuan, kept.multiplier) == (1, 2)
    assert EarningBonus.objects.count() == 1
    assert "双倍" in words(client.get(page))


def test_a_new_version_begins_as_a_copy(client):
    rule, gold = EarningRule.objects.get(), Tier.objects.get(code="gold")
    EarningBonus.objects.create(rule=rule, name_zh="双倍", multiplier=2, weekdays=[1]).tiers.add(
        gold
    )
    page = address(EarningRule, "copy", rule.pk)

    again = client.post(page, {"sent": "1", "begins": "2026-03-02"})
    answer = client.post(page, {"sent": "1", "begins": TOMORROW})
    taken = client.post(page, {"sent": "1", "begins": TOMORROW})

    new = EarningRule.objects.get(effective_from=TOMORROW)
    assert answer.url == address(EarningRule, "change", new.pk)
    copied = new.bonuses.get()
    assert (copied.multiplier, copied.weekdays, list(copied.tiers.all())) == (2, [1], [gold])
    assert rule.bonuses.count() == 1
    assert errors(again) == {"begins": ["A copy begins tomorrow or later."]}
    assert errors(taken) == {"begins": ["Another version begins on this day."]}


def test_a_copy_is_made_only_by_who_may_change_rules():
    rule = EarningRule.objects.get()
    page = address(EarningRule, "copy", rule.pk)

    answer = visitor(officer(Role.MEMBER_OFFICER)).post(page, {"sent": "1", "begins": TOMORROW})

    assert answer.status_code == 403
    assert EarningRule.objects.count() == 1


def test_a_basket_shows_what_a_version_would_give_and_saves_nothing(client):
    store, gold = StoreFactory(), Tier.objects.get(code="gold")
    shoes = Category.objects.create(code="shoes", name="鞋")
    pair = ProductFactory(sku="PAIR", category=shoes, regular_price=Decimal(200))
    ProductFactory(sku="HAT", barcode="690", special_price=Decimal(50))

    answer = send(
        client,
        address(EarningRule, "add"),
        address(EarningRule, "try"),
        effective_from="2026-04-01",
        points_per_yuan="1.5",
        sample_goods="PAIR 2\n690",
        sample_tier=gold.pk,
        sample_store=store.pk,
        sample_day="2026-04-18",
        sample_by_points="100",
        **bonus(categories=shoes.pk, days_of_month="18"),
    )

    result = answer.context["result"]
    assert [(one.product.sku, one.line.goods.net, one.line.rate) for one in result.lines] == [
        (pair.sku, Decimal("352.00"), Decimal(3)),
        ("HAT", Decimal("50.00"), Decimal("1.5")),
    ]
    assert result.earning.points == 849  # (352 x 3 + 50 x 1.5) x 302 / 402
    assert "Member day ×2" in words(answer)
    assert EarningRule.objects.count() == 1


def test_a_basket_cannot_be_tried_while_the_form_is_wrong(client):
    answer = send(
        client,
        address(EarningRule, "add"),
        address(EarningRule, "try"),
        effective_from="2026-04-01",
        sample_goods="NOTHING",
        **bonus(weekdays="周八"),
    )

    assert "result" not in answer.context
    text = words(answer)
    assert "“NOTHING” is no product." in text
    assert "“周八” is no day of the week." in text


def test_a_version_that_has_not_begun_is_tried_as_changed(client):
    coming = EarningRule.objects.create(effective_from=dt.date(2026, 4, 1), points_per_yuan=2)
    EarningBonus.objects.create(rule=coming, name_zh="三倍", multiplier=3)
    ProductFactory()
    StoreFactory()

    answer = send(
        client,
        address(EarningRule, "change", coming.pk),
        address(EarningRule, "try", coming.pk),
        points_per_yuan="4",
    )

    assert answer.context["result"].earning.points == 1_200
    coming.refresh_from_db()
    assert coming.points_per_yuan == 2


def test_other_rules_are_typed_as_shops_write_them(client):
    kind = CouponKind.objects.create(code="next", name_zh="券", effect="amount", amount=1)

    send(
        client,
        address(ProgrammeRule, "add"),
        effective_from=TOMORROW,
        cashier_pays_least="9折",
        manager_pays_least="70%",
    )
    send(
        client,
        address(SpendRebateRule, "add"),
        effective_from=TOMORROW,
        share="2.5",
        coupon_kind=kind.pk,
    )
    send(
        client,
        address(OccasionReward, "add"),
        effective_from=TOMORROW,
        occasion="joining",
        points="100",
    )

    rule = ProgrammeRule.objects.get(effective_from=TOMORROW)
    assert (rule.cashier_pays_least, rule.manager_pays_least) == (9_000, 7_000)
    assert SpendRebateRule.objects.get().share == 250
    assert OccasionReward.objects.get().points == 100
    assert PointsEntry.objects.exists() is False


def test_a_reward_is_copied_beside_those_for_other_occasions(client):
    joining = OccasionReward.objects.create(occasion="joining", points=5, effective_from=TODAY)
    OccasionReward.objects.create(occasion="survey", points=5, effective_from=TOMORROW)

    client.post(address(OccasionReward, "copy", joining.pk), {"sent": "1", "begins": TOMORROW})

    assert OccasionReward.objects.filter(occasion="joining").count() == 2


@pytest.mark.parametrize(
    ("typed", "earned", "end"),
    [
        ({"pending_days": "28", "life_months": "1"}, "2027-01-31", "2027-02-28"),
        (
            {"pending_days": "1", "life_months": "0", "life_end": "year"},
            "2026-12-31",
            "2027-01-01",
        ),
    ],
)
def test_points_are_not_pending_longer_than_they_live(client, typed, earned, end):
    with translation.override("en"):
        answer = send(client, address(EarningRule, "add"), effective_from="2026-04-01", **typed)

    (told,) = answer.context["adminform"].form.errors["pending_days"]
    assert told == (
        f"Points earned on {earned} could be spent from {end} on, but expire on {end}. "
        "Write fewer days, or let points live longer."
    )
    assert not EarningRule.objects.filter(effective_from=dt.date(2026, 4, 1)).exists()


@pytest.mark.parametrize(
    "typed",
    [{"pending_days": "27", "life_months": "1"}, {"pending_days": "3000", "life_months": ""}],
)
def test_points_may_be_pending_while_they_live(client, typed):
    send(client, address(EarningRule, "add"), effective_from="2026-04-01", **typed)

    assert EarningRule.objects.filter(effective_from=dt.date(2026, 4, 1)).exists()
