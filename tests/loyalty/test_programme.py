"""The rules are read once, and again as soon as anything of them is another."""

import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from loyalty.enums import Occasion
from loyalty.models import OccasionReward, RulesStamp, SpendRebateRule, Tier
from loyalty.programme import NoRuleInForce, programme
from sales.models import Category
from tests.factories import DAY, ProductFactory, StoreFactory
from tests.loyalty.factories import (
    CouponKindFactory,
    EarningBonusFactory,
    PerkFactory,
    TierPerkFactory,
)

pytestmark = pytest.mark.django_db

TABLE = re.compile(r'"(loyalty_\w+)"')
KEPT = "CREATE TEMPORARY TABLE kept_{0} AS SELECT * FROM {0}"
CHANGES = {
    "update": "UPDATE {0} SET id = id",
    "delete": "DELETE FROM {0}",
    "insert": "INSERT INTO {0} SELECT * FROM kept_{0}",
}


def gold_pays() -> int:
    """Return what gold members pay, as the programme says."""
    return next(tier.discount for tier in programme().tiers if tier.code == "gold")


def change_gold(discount: int) -> None:
    """Change what gold members pay, beside all models."""
    Tier.objects.filter(code="gold").update(discount=discount)


@pytest.fixture
def _everything():
    """Fill every table the rules are made of."""
    kind = CouponKindFactory()
    SpendRebateRule.objects.create(effective_from=DAY, coupon_kind=kind)
    OccasionReward.objects.create(effective_from=DAY, occasion=Occasion.JOINING)
    TierPerkFactory(tier=Tier.objects.get(code="gold"), perk=PerkFactory(coupon_kind=kind))
    bonus = EarningBonusFactory(rule=programme().earning[0])
    category = Category.objects.create(code="c", name="上衣")
    bonus.tiers.add(Tier.objects.get(code="gold"))
    for one in (bonus, kind):
        one.stores.add(StoreFactory())
        one.categories.add(category)
        one.products.add(ProductFactory())


def test_programme_asks_once_while_nothing_changes(django_assert_num_queries):
    programme()

    with django_assert_num_queries(1):
        assert gold_pays() == 8_800


def test_programme_sees_a_change_at_once():
    assert gold_pays() == 8_800

    change_gold(8_000)

    assert gold_pays() == 8_000


def test_programme_forgets_a_change_that_was_rolled_back():
    programme()

    with transaction.atomic():
        change_gold(8_000)
        seen = gold_pays()
        transaction.set_rollback(True)

    assert (seen, gold_pays()) == (8_000, 8_800)


def test_programme_is_read_every_time_where_no_stamp_was_ever_given():
    RulesStamp.objects.all().delete()
    programme()

    with CaptureQueriesContext(connection) as asked:
        programme()

    assert len(asked) > 1


@pytest.mark.usefixtures("_everything")
def test_programme_is_stamped_by_every_change_of_every_table_it_is_read_from():
    with CaptureQueriesContext(connection) as asked:
        programme()
    read = {table for query in asked for table in TABLE.findall(query["sql"])}
    tables = read - {"loyalty_rulesstamp"}

    changes = {table: list(stamped_changes_of(table)) for table in tables}

    assert tables >= set(import_module("loyalty.migrations.0003_rules_are_stamped").RULES)
    assert changes == {table: ["update", "delete", "insert"] for table in tables}


def stamped_changes_of(table: str) -> Iterator[str]:
    """Change all rows of ``table``, take them out, put them back; yield what gave a stamp."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT.format(table))
        for change, statement in CHANGES.items():
            before = RulesStamp.objects.get()
            cursor.execute(statement.format(table))
            assert (table, cursor.rowcount > 0) == (table, True)
            if RulesStamp.objects.get().value != before.value:
                yield change


def test_no_rule_holds_before_the_first():
    before_all = programme().earning[-1].effective_from.replace(year=1999)

    with pytest.raises(NoRuleInForce):
        programme().redemption_rule(on=before_all)
    assert programme().rule(on=before_all).effective_from == before_all


def test_the_ladder_is_climbed_and_descended_by_steps():
    gold = Tier.objects.get(code="gold")
    bottom, top = programme().tiers[0], programme().tiers[-1]

    assert [programme().above(gold).code, programme().below(gold).code] == ["platinum", "silver"]
    assert [programme().above(top), programme().below(bottom)] == [None, None]
