"""Correcting a member's own facts."""

import pytest

from common.birthdays import Birthday
from membership.models import Member, Tag
from tests.campaigns.cast import url
from tests.factories import MemberFactory
from tests.visitors import errors, visitor, words

pytestmark = pytest.mark.time_machine("2026-03-20 12:00+08:00")


def send(staff, cast, **typed):
    facts = {"name": "曾黎", "phone": "", "birthday": "", "gender": ""} | typed
    return visitor(staff).post(url("edit_member", cast.ada), facts)


def test_it_shows_what_is_there_but_the_phone(cast):
    Member.objects.update(birth_month=8, birth_day=15, birth_calendar="lunar", gender="F")
    cast.ada.tags.add(Tag.objects.create(name="Silk"))

    answer = visitor(cast.guide).get(url("edit_member", cast.ada))

    form = answer.context["form"]
    assert {name: form[name].value() for name in ("name", "phone", "birthday", "gender")} == {
        "name": "曾黎",
        "phone": None,
        "birthday": "L:08-15",
        "gender": "F",
    }
    assert "Leave empty to keep 138****8000." in words(answer)
    assert b"00138000" not in answer.content


def test_it_corrects_and_returns_to_her_page(cast):
    silk = Tag.objects.create(name="Silk")

    answer = send(
        cast.guide,
        cast,
        name="曾梨",
        phone="139 0013 9000",
        birthday="农历八月十五",
        gender="F",
        tags=[silk.pk],
    )

    assert (answer.status_code, answer.url) == (302, url("member", cast.ada))
    ada = Member.objects.get(pk=cast.ada.pk)
    assert (ada.name, str(ada.phone), ada.birthday, ada.gender, list(ada.tags.all())) == (
        "曾梨",
        "+8613900139000",
        Birthday(8, 15, lunar=True),
        "F",
        [silk],
    )
    assert ada.history.latest("history_id").history_user == cast.guide


def test_it_keeps_the_phone_when_none_is_typed(cast):
    send(cast.guide, cast, name="曾梨")

    assert str(Member.objects.get(pk=cast.ada.pk).phone) == "+8613800138000"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": " "}, {"name": ["This field is required."]}),
        ({"birthday": "02-30"}, {"birthday": ["The calendar has no such day."]}),
        (
            {"birthday": "2030-01-01"},
            {"birthday": ["This birthday lies in the future."]},
        ),
        (
            {"birthday": "05-20", "birthday_declined": "on"},
            {"birthday_declined": ["Either a birthday or the wish not to give one."]},
        ),
    ],
)
def test_it_says_at_the_field_what_is_wrong(cast, typed, said):
    answer = send(cast.guide, cast, **typed)

    assert answer.status_code == 200
    assert errors(answer) == said
    assert Member.objects.get(pk=cast.ada.pk).history.count() == 1


def test_it_knows_a_phone_when_it_sees_one(cast):
    answer = send(cast.guide, cast, phone="12345")

    assert "This is not a phone number." in errors(answer)["phone"][0]


def test_it_says_behind_a_mask_who_has_the_phone(cast):
    MemberFactory(name="张丽", phone="+8613900139000")

    answer = send(cast.guide, cast, name="曾梨", phone="13900139000")

    assert errors(answer) == {"phone": ["张* has this number already (139****9000)."]}
    assert answer.context["form"]["name"].value() == "曾梨"
    assert Member.objects.get(pk=cast.ada.pk).name == "曾黎"


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("area_manager", 403), ("cashier", 403)]
)
def test_it_changes_nothing_for_who_may_not(cast, who, status):
    assert send(getattr(cast, who), cast, name="曾梨").status_code == status
    assert visitor(getattr(cast, who)).get(url("edit_member", cast.ada)).status_code == status
    assert Member.objects.get(pk=cast.ada.pk).name == "曾黎"
