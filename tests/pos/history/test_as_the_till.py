"""History imported with --earn leaves what the till would have left, to the last lot."""

import datetime as dt
import random
import re
from decimal import Decimal
from itertools import product

import pytest
from django.db.models import Sum

from guides.domain.ownership import own_member
from guides.enums import OwnershipReason
from loyalty.domain.expiry import expire_points
from loyalty.domain.tiers import enter_tier
from loyalty.enums import Combining, DebtPolicy, Match, Measure, Window
from loyalty.models import (
    EarningRule,
    PointsAccount,
    PointsEntry,
    ProgrammeRule,
    Tier,
    TierCriterion,
)
from loyalty.queries import ledger_faults
from membership.models import Member
from sales.models import Category, Sale
from stores.enums import Role
from tests.factories import MemberFactory, ProductFactory, ShiftFactory, posted
from tests.loyalty.ladder import ask, change
from tests.loyalty.points import adjust
from tests.pos.history.moving import take_sales, taken, write
from tests.shop import sell, take_back

pytestmark = pytest.mark.django_db

JOINED = dt.datetime(2024, 1, 1, 16, 0, tzinfo=dt.UTC)
HEADER = ("receipt", "sold_at", "store", "sku", "quantity", "amount", "member")


@pytest.fixture
def shift():
    return ShiftFactory()


@pytest.fixture
def guide(shift):
    return posted(Role.GUIDE, store=shift.till.store)


@pytest.fixture
def at_the_till(shift, guide):
    return joined(shift.till.store, guide)


@pytest.fixture
def imported(shift, guide):
    return joined(shift.till.store, guide)


@pytest.fixture(autouse=True)
def rules(db):
    """Points live a year; from 2025 on there are one and a half for a yuan."""
    EarningRule.objects.update(life_months=12)
    EarningRule.objects.create(
        effective_from=dt.date(2025, 1, 1), points_per_yuan=Decimal("1.5"), life_months=18
    )
    Tier.objects.filter(code="gold").update(multiplier=Decimal("1.25"))
    TierCriterion.objects.create(
        tier=Tier.objects.get(code="gold"), measure=Measure.POINTS, threshold=700
    )
    Tier.objects.filter(code="platinum").update(multiplier=Decimal(2))


def joined(store, guide) -> Member:
    member = MemberFactory(
        home_store=store,
        joined_at=JOINED,
        joined_on=JOINED.date(),
        enroller=guide,
    )
    enter_tier(member=member, tier=Tier.objects.get(code="silver"), by=None, at=JOINED)
    own_member(
        member=member,
        guide=guide,
        store=store,
        reason=OwnershipReason.ENROLMENT,
        by=None,
        at=JOINED,
    )
    return member


def live(shift, member: Member, *, seed: int) -> None:
    """Let ``member`` buy and bring back for a year and a half, differently for each ``seed``."""
    chance = random.Random(seed)
    at, sales = JOINED, []
    for _ in range(30):
        at += dt.timedelta(hours=chance.choice([1, 5, 200, 700]))
        kind = chance.choice([None, *Category.objects.all()])
        if sales and chance.random() < 0.35:
            bring_back(shift, chance, sales, at=at)
        else:
            shoes = ProductFactory(regular_price=price(chance), category=kind)
            goods = [(shoes, chance.randint(1, 4))]
            goods.append((ProductFactory(special_price=price(chance)), 1))
            sales.append(sell(shift, *goods, member=member, at=at))


def price(chance: random.Random) -> Decimal:
    return Decimal(chance.randint(50, 40_000)) / 100


def bring_back(shift, chance: random.Random, sales: list[Sale], *, at: dt.datetime) -> None:
    """Bring back some of a sale, or all that is left of it."""
    sale = chance.choice(sales)
    left = [
        line.quantity + (line.returns.aggregate(sum=Sum("quantity"))["sum"] or 0)
        for line in sale.lines.order_by("position")
    ]
    some = left if chance.random() < 0.5 else [chance.randint(0, int(one)) for one in left]
    if any(some):
        take_back(shift, sale, some, at=at)


def rows_of(sales, *, of: Member) -> list[tuple[object, ...]]:
    """Return the rows a file would have of ``sales`` if ``of`` had bought them."""
    return [
        (
            f"H{sale.receipt}",
            sale.sold_at.isoformat(),
            sale.store.code,
            line.product.sku,
            line.quantity,
            line.net,
            of.number,
        )
        for sale in sales
        for line in sale.lines.order_by("position")
    ]


def left_behind(member: Member) -> dict[str, list[object]]:
    """Return every fact that sales and returns leave of a member."""
    account = PointsAccount.objects.get(member=member)
    entries = account.entries.order_by("occurred_at", "pk")
    ownership = member.ownerships.get()
    return {
        "account": [account.balance, account.debt],
        "entries": [
            (
                one.kind,
                one.points,
                one.qualifying,
                one.rate,
                one.working and in_any_order(one.working),
                one.rule_id,
                one.store_id,
                one.occurred_at,
                one.reverses and (one.reverses.occurred_at, one.reverses.points),
                re.sub(r"\d+", "", one.reference),
            )
            for one in entries
        ],
        "lots": list(
            account.lots.order_by("entry__occurred_at", "pk").values_list(
                "points", "remaining", "spendable_from", "expires_on"
            )
        ),
        "allocations": list(
            entries.exclude(allocations=None).values_list(
                "occurred_at", "allocations__lot__entry__occurred_at", "allocations__points"
            )
        ),
        "tiers": list(
            member.tier_assignments.order_by("starts_at").values_list(
                "tier__code", "starts_at", "ends_at", "reason", "sale__sold_at", "review_on"
            )
        ),
        "visits": list(
            member.visits.order_by("business_day").values_list(
                "store", "business_day", "month", "tickets", "units", "net", "returned_later"
            )
        ),
        "sales": list(
            member.sales.order_by("sold_at", "pk").values_list(
                "kind", "business_day", "units", "net", "owner", "enroller", "original__sold_at"
            )
        ),
        "clock": [ownership.state, ownership.rule_id, ownership.clock_from, ownership.due_on],
    }


def in_any_order(working: dict[str, object]) -> dict[str, object]:
    """Return ``working`` with its lines as a file may have them."""
    lines = [(line["net"], line["rate"], line["bonuses"]) for line in working["lines"]]
    return working | {"lines": sorted(lines)}


def multiply(*, combining: Combining) -> None:
    """Let some days, goods and the birthday multiply points, which wait before they are spent."""
    shoes = Category.objects.create(code="shoes", name="鞋")
    for rule in EarningRule.objects.all():
        rule.bonuses.create(name_zh="鞋", multiplier=2).categories.add(shoes)
        rule.bonuses.create(name_zh="周二", multiplier=Decimal("1.5"), weekdays=[2, 3])
        rule.bonuses.create(name_zh="生日月", multiplier=3, birthday="month")
    EarningRule.objects.update(
        combining=combining,
        pending_days=14,
        life_end="quarter",
        minimum_ticket=Decimal(20),
        ticket_cap=900,
    )


@pytest.fixture(params=product(Combining, [DebtPolicy.DEBT, DebtPolicy.FORGIVE], range(2)))
def seeded(request) -> int:
    """A shop with multipliers, in one of several ways, and a seed for what happens in it."""
    combining, policy, seed = request.param
    multiply(combining=combining)
    ProgrammeRule.objects.update(debt_policy=policy)
    return seed


def test_import_sales_multiplies_as_the_till(shift, at_the_till, imported, tmp_path, seeded):
    for member in (at_the_till, imported):
        member.birth_month, member.birth_day = 5, 20
        member.save()
        adjust(member, 400, at=JOINED)
    live(shift, at_the_till, seed=seeded)
    rows = rows_of(Sale.objects.order_by("sold_at"), of=imported)
    random.Random(seeded).shuffle(rows)

    take_sales(write(tmp_path / "sales.csv", HEADER, *rows), earn=True)

    assert left_behind(imported) == left_behind(at_the_till)
    kept = PointsEntry.objects.filter(account__member=imported).values_list("rate", "working")
    assert any(rate is None for rate, _working in kept.filter(kind="earn"))
    assert ledger_faults() == []


def test_import_sales_forgives_as_the_till(shift, at_the_till, imported, tmp_path):
    """Goods come back whose points are gone; the shop forgives what is missing."""
    multiply(combining=Combining.STACK)
    ProgrammeRule.objects.update(debt_policy=DebtPolicy.FORGIVE)
    coat, hat = ProductFactory(regular_price=Decimal(500)), ProductFactory()
    coat.category = Category.objects.get()
    coat.save()
    first = sell(shift, (coat, 1), (hat, 1), member=at_the_till, at=after(days=1))
    take_sales(write(tmp_path / "1.csv", HEADER, *rows_of([first], of=imported)), earn=True)
    for member in (at_the_till, imported):
        adjust(member, -450, at=after(days=30))
    backs = [
        take_back(shift, first, goods, at=after(days=day))
        for day, goods in ((31, [0, 1]), (32, [1, 0]))
    ]

    take_sales(write(tmp_path / "2.csv", HEADER, *rows_of(backs, of=imported)), earn=True)

    assert left_behind(imported) == left_behind(at_the_till)
    assert left_behind(imported)["account"] == [0, 0]
    assert ledger_faults() == []


@pytest.mark.parametrize("seed", range(6))
def test_import_sales_with_earn_equals_the_till(shift, at_the_till, imported, tmp_path, seed):
    live(shift, at_the_till, seed=seed)
    rows = rows_of(Sale.objects.order_by("sold_at"), of=imported)
    random.Random(seed).shuffle(rows)

    result = take_sales(write(tmp_path / "sales.csv", HEADER, *rows), earn=True)

    assert result.refusals == []
    assert left_behind(imported) == left_behind(at_the_till)
    assert ledger_faults() == []


@pytest.fixture
def pair(shift, at_the_till, imported):
    """Two members alike: what one does at the till, the other's file says."""
    return shift, at_the_till, imported


LADDERS = [
    (Window.ROLLING, {"net": 700}, {"net": 2500, "visits": 9}),
    (Window.CALENDAR, {"ticket": 500}, {"visits": 6}),
    (Window.MEMBERSHIP, {"visits": 4, "points": 1500}, {"ticket": 900, "net": 3000}),
]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("ladder", LADDERS)
def test_import_sales_climbs_as_the_till_whatever_the_tiers_ask_for(pair, tmp_path, seed, ladder):
    (shift, at_the_till, imported), (window, gold, platinum) = pair, ladder
    ask("gold", **gold)
    ask("platinum", **platinum)
    change("platinum", one_step=False, entry_match=Match.ALL, window=window)
    change("gold", keep_months=12, window=window)
    live(shift, at_the_till, seed=seed)
    rows = rows_of(Sale.objects.order_by("sold_at"), of=imported)

    result = take_sales(write(tmp_path / "sales.csv", HEADER, *rows), earn=True)

    assert result.refusals == []
    assert left_behind(imported) == left_behind(at_the_till)


def test_import_sales_in_two_files_equals_the_till_when_points_were_spent_between(
    shift, at_the_till, imported, tmp_path
):
    """Goods come back whose points are gone: a debt that the next sale pays."""
    coat, scarf = ProductFactory(regular_price=Decimal(500)), ProductFactory()
    first = sell(shift, (coat, 1), member=at_the_till, at=after(days=1))
    take_sales(write(tmp_path / "1.csv", HEADER, *rows_of([first], of=imported)), earn=True)
    for member in (at_the_till, imported):
        adjust(member, -450, at=after(days=2))
    back = take_back(shift, first, at=after(days=3))
    second = sell(shift, (scarf, 2), member=at_the_till, at=after(days=4))

    result = take_sales(
        write(tmp_path / "2.csv", HEADER, *rows_of([back, second], of=imported)), earn=True
    )

    assert result.receipts == taken(created=2)
    assert left_behind(imported) == left_behind(at_the_till)
    assert left_behind(imported)["account"] == [480 - 450 - 480 + 192, 258]
    assert ledger_faults() == []


@pytest.mark.parametrize("night_was", ["late", "in time"])
def test_import_sales_counts_what_has_expired_as_gone_as_the_till(pair, tmp_path, night_was):
    """Of 500 and of 100 points 250 were spent; the others expired before the goods came back."""
    shift, at_the_till, imported = pair
    coat, scarf = ProductFactory(regular_price=Decimal(100)), ProductFactory()
    sales = [
        sell(shift, (coat, 5), member=at_the_till, at=after(days=1)),
        sell(shift, (scarf, 1), member=at_the_till, at=after(days=2)),
    ]
    take_sales(write(tmp_path / "1.csv", HEADER, *rows_of(sales, of=imported)), earn=True)
    for member in (at_the_till, imported):
        adjust(member, -250, at=after(days=3))
        adjust(member, 20, at=after(days=4))
    if night_was == "in time":
        expire_points(at=after(days=390))
    backs = [
        take_back(shift, sale, [pieces], at=after(days=day))
        for day, (sale, pieces) in enumerate(
            [(sales[0], 1), (sales[1], 1), (sales[0], 3), (sales[0], 1)], start=400
        )
    ]

    take_sales(write(tmp_path / "2.csv", HEADER, *rows_of(backs, of=imported)), earn=True)

    expire_points(at=after(days=410))
    assert left_behind(imported) == left_behind(at_the_till)
    assert left_behind(imported)["account"] == [20 - 250, 230]
    assert ledger_faults() == []


def test_import_sales_reaches_the_tier_with_the_sale_that_earns_it(
    shift, at_the_till, imported, tmp_path
):
    coat = ProductFactory(regular_price=Decimal(600))
    sales = [sell(shift, (coat, 1), member=at_the_till, at=after(days=day)) for day in (1, 2, 3, 4)]

    take_sales(
        write(tmp_path / "sales.csv", HEADER, *reversed(rows_of(sales, of=imported))), earn=True
    )

    tiers = left_behind(imported)["tiers"]
    assert tiers == left_behind(at_the_till)["tiers"]
    assert [code for code, *_ in tiers] == ["silver", "gold"]
    assert list(
        PointsEntry.objects.filter(account__member=imported)
        .order_by("occurred_at")
        .values_list("points", flat=True)
    ) == [576, 576, 660, 660]


def after(*, days: int) -> dt.datetime:
    return JOINED + dt.timedelta(days=days)
