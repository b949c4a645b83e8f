"""Every perk and tier in one sheet: saved whole, refused at its cell, never half."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import translation

from loyalty.models import Perk, Tier, TierPerk
from stores.enums import Role
from tests.admin.corners import NOON, officer
from tests.factories import posted
from tests.visitors import visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON, tick=False)]

URL = "admin:loyalty_perk_grid"


@pytest.fixture
def head_office():
    return visitor(officer())


@pytest.fixture
def salon():
    return Perk.objects.get(code="salons")


@pytest.fixture
def silver():
    return Tier.objects.get(code="silver")


def sheet(browser) -> dict[str, str]:
    """Return what the sheet holds as a browser would send it."""
    form = browser.get(reverse(URL)).context["form"]
    return {
        field.html_name: "" if field.value() is None else str(field.value())
        for _perk, cells in form.rows()
        for cell in cells
        for field in (cell.times, cell.way)
    }


def cell(perk, tier, times, way) -> dict[str, str]:
    return {f"times-{perk.pk}-{tier.pk}": times, f"way-{perk.pk}-{tier.pk}": way}


def stored() -> set[tuple[object, ...]]:
    return set(TierPerk.objects.values_list("tier__code", "perk__code", "quota", "period"))


def test_it_gives_changes_and_takes_away_in_one_go(head_office, salon, silver):
    taken = TierPerk.objects.exclude(quota=None).first()
    counted = TierPerk.objects.exclude(quota=None).last()
    before = stored()

    answer = head_office.post(
        reverse(URL),
        sheet(head_office)
        | cell(salon, silver, "2", "quarter")
        | cell(taken.perk, taken.tier, "", "")
        | cell(counted.perk, counted.tier, "", "freely"),
        follow=True,
    )

    def was(one, *, quota, period):
        return (one.tier.code, one.perk.code, quota, period)

    assert stored() - before == {
        ("silver", "salons", 2, "quarter"),
        was(counted, quota=None, period="year"),
    }
    assert before - stored() == {
        was(taken, quota=taken.quota, period=taken.period),
        was(counted, quota=counted.quota, period=counted.period),
    }
    assert "3 perks were changed." in words(answer)
    assert LogEntry.objects.filter(object_id=str(salon.pk)).count() == 1


def test_it_saves_nothing_where_nothing_is_different(head_office):
    before = list(TierPerk.objects.order_by("pk").values())

    answer = head_office.post(reverse(URL), sheet(head_office), follow=True)

    assert list(TierPerk.objects.order_by("pk").values()) == before
    assert "Nothing was different." in words(answer)
    assert LogEntry.objects.count() == 0


WHEN = "Over what time? Choose a period, or empty the number."


@pytest.mark.parametrize(
    ("times", "way", "said"),
    [
        ("", "year", "How many times?"),
        ("2", "", WHEN),
        ("2", "freely", WHEN),
        ("0", "year", "Ensure this value is greater than or equal to 1."),
        ("two", "year", "Enter a whole number."),
    ],
)
def test_it_says_at_the_cell_what_is_wrong_and_saves_nothing(head_office, salon, times, way, said):
    silver, gold = Tier.objects.get(code="silver"), Tier.objects.get(code="gold")
    before = stored()
    typed = cell(salon, silver, times, way) | cell(salon, gold, "1", "year")

    answer = head_office.post(reverse(URL), sheet(head_office) | typed)

    with translation.override("en"):
        complaints = {
            name: [str(one) for one in errors]
            for name, errors in answer.context["form"].errors.items()
        }
    assert complaints == {f"times-{salon.pk}-{silver.pk}": [said]}
    assert stored() == before
    assert "Nothing was saved: 1 cell needs mending." in words(answer)
    assert f'value="{times}"' in answer.content.decode()


@pytest.mark.parametrize("role", [Role.MEMBER_OFFICER, Role.STORE_MANAGER])
def test_it_is_for_who_may_change_rules(role):
    browser = visitor(officer(role) if role == Role.MEMBER_OFFICER else posted(role))

    assert browser.get(reverse(URL)).status_code == 403
    assert browser.post(reverse(URL), {}).status_code == 403


def test_it_asks_the_database_little(head_office, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        head_office.get(reverse(URL))
