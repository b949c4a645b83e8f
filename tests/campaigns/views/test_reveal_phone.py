"""A whole phone number: one at a time, and never without a trace."""

import pytest

from membership.models import Member, PhoneReveal
from tests.campaigns.cast import url
from tests.factories import NOON
from tests.visitors import visitor, words

pytestmark = pytest.mark.time_machine(NOON, tick=False)


def test_it_shows_the_number_and_remembers_who_looked(cast):
    answer = visitor(cast.guide).post(url("reveal_phone", cast.ada))

    assert words(answer) == "138 0013 8000 This look was noted."
    assert 'href="tel:+8613800138000"' in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert list(PhoneReveal.objects.values_list("member", "staff", "at", "page")) == [
        (cast.ada.pk, cast.guide.pk, NOON, "campaigns:member")
    ]


def test_it_writes_a_foreign_number_with_its_country(cast):
    Member.objects.update(phone="+85291234567")

    answer = visitor(cast.manager).post(url("reveal_phone", cast.ada))

    assert words(answer) == "+852 9123 4567 This look was noted."


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("area_manager", 403), ("cashier", 403)]
)
def test_it_shows_nothing_to_who_may_not(cast, who, status):
    answer = visitor(getattr(cast, who)).post(url("reveal_phone", cast.ada))

    assert answer.status_code == status
    assert b"0013" not in answer.content
    assert PhoneReveal.objects.count() == 0


def test_it_is_only_posted(cast):
    assert visitor(cast.guide).get(url("reveal_phone", cast.ada)).status_code == 405
    assert PhoneReveal.objects.count() == 0


def test_it_has_nothing_to_show_of_who_gave_no_phone(cast):
    Member.objects.update(phone=None)

    assert visitor(cast.guide).post(url("reveal_phone", cast.ada)).status_code == 404
    assert "Mobile —" in words(visitor(cast.guide).get(url("member", cast.ada)))
