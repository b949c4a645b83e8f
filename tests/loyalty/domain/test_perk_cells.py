"""Which tiers have which perks, said in one go."""

import pytest

from loyalty.domain.perk_cells import Given, set_perk_cells
from loyalty.enums import LimitPeriod
from loyalty.models import Perk, Tier, TierPerk

pytestmark = pytest.mark.django_db


@pytest.fixture
def gold():
    return Tier.objects.get(code="gold")


@pytest.fixture
def perks():
    TierPerk.objects.all().delete()
    return list(Perk.objects.order_by("pk")[:3])


def stored(gold) -> dict[int, tuple[int | None, str]]:
    cells = TierPerk.objects.filter(tier=gold).values_list("perk", "quota", "period")
    return {perk: (quota, period) for perk, quota, period in cells}


def test_set_perk_cells_gives_changes_and_takes_away(gold, perks):
    one, two, three = (perk.pk for perk in perks)
    TierPerk.objects.create(tier=gold, perk_id=one, quota=3)
    TierPerk.objects.create(tier=gold, perk_id=two, quota=1)

    changed = set_perk_cells(
        cells={
            (gold.pk, one): Given(5, LimitPeriod.MONTH),
            (gold.pk, two): None,
            (gold.pk, three): Given(),
        }
    )

    assert changed == {one, two, three}
    assert stored(gold) == {one: (5, "month"), three: (None, "year")}


def test_set_perk_cells_leaves_alone_what_is_so_already(gold, perks):
    one, two, three = (perk.pk for perk in perks)
    TierPerk.objects.create(tier=gold, perk_id=one, quota=3)
    TierPerk.objects.create(tier=gold, perk_id=two, quota=None, period=LimitPeriod.EVER)
    before = list(TierPerk.objects.order_by("pk").values())

    changed = set_perk_cells(
        cells={
            (gold.pk, one): Given(3, LimitPeriod.YEAR),
            (gold.pk, two): Given(),
            (gold.pk, three): None,
        }
    )

    assert changed == set()
    assert list(TierPerk.objects.order_by("pk").values()) == before
