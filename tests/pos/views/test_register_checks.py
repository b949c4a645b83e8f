"""What the form says while it is filled in."""

import pytest

from stores.enums import Role
from tests.factories import posted
from tests.pos.views.conftest import press, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["13800138000", "138 0013 8000", "+86 138-0013-8000"])
def test_it_shows_a_taken_phone_masked(at_till, shift, gold, typed):
    answer = press(at_till, "register_phone", phone=typed)

    text = answer.content.decode()
    assert answer.context["taken"] == gold
    assert ["138****8000" in text, "张**" in text] == [True, True]
    assert ["张丽娜" in text, "13800138000" in text] == [False, False]


@pytest.mark.parametrize("typed", ["", "1380", "13800138001", "丽娜"])
def test_it_says_nothing_of_any_other(at_till, shift, gold, typed):
    assert press(at_till, "register_phone", phone=typed).context["taken"] is None


def test_it_offers_no_till_to_who_has_none(gold, store):
    guide = signed_in(posted(Role.GUIDE, store=store))

    text = press(guide, "register_phone", phone="13800138000").content.decode()

    assert ["138****8000" in text, "<button" in text] == [True, False]


def test_it_reads_a_birthday_back(at_till, shift):
    answer = press(at_till, "register_birthday", birthday="0815", calendar="lunar")

    assert str(answer.context["birthday"]) == "农历八月十五"
    assert str(answer.context["next_on"]) == "2026-09-25"


@pytest.mark.parametrize(("typed", "wrong"), [("0230", True), ("", False), ("tomorrow", True)])
def test_it_says_when_there_is_no_such_day(at_till, shift, typed, wrong):
    answer = press(at_till, "register_birthday", birthday=typed, calendar="solar")

    assert ("wrong" in answer.context) == wrong


@pytest.mark.parametrize("name", ["register_phone", "register_birthday", "register_begin"])
def test_it_is_closed_to_who_registers_nobody(store, name):
    boss = signed_in(posted(Role.AREA_MANAGER, region=store.region))

    assert press(boss, name, phone="13800138000").status_code == 403
