"""What was said to her is written down on her page."""

import pytest

from guides.models import Contact, ContactWay
from tests.campaigns.cast import url
from tests.factories import NOON
from tests.visitors import errors, visitor, words

pytestmark = pytest.mark.time_machine(NOON, tick=False)


def log(staff, cast, **typed):
    facts = {"channel": "wechat", "note": "She likes the scarf."} | typed
    return visitor(staff).post(url("log_contact", cast.ada), facts, headers={"HX-Request": "true"})


def test_it_writes_the_contact_down_and_shows_it_first(cast):
    log(cast.manager, cast, note="Earlier")

    answer = log(cast.guide, cast)

    assert answer.status_code == 200
    assert [contact.note for contact in answer.context["contacts"].rows] == [
        "She likes the scarf.",
        "Earlier",
    ]
    assert "Noted." in words(answer)
    assert b"<html" not in answer.content
    contact = Contact.objects.latest("pk")
    assert (contact.member, contact.staff, contact.store, contact.channel, contact.at) == (
        cast.ada,
        cast.guide,
        cast.store,
        "wechat",
        NOON,
    )


@pytest.mark.parametrize("note", ["", "  \n "])
def test_it_asks_for_the_note_at_its_field_and_keeps_the_rest(cast, note):
    answer = log(cast.guide, cast, note=note)

    assert answer.status_code == 422
    assert errors(answer, "contact_form") == {"note": ["Write down what was said."]}
    assert (
        'value="wechat" class' in answer.content.decode()
        or answer.context["contact_form"]["channel"].value() == "wechat"
    )
    assert "data-focus" in str(answer.context["contact_form"]["note"])
    assert Contact.objects.count() == 0


def test_it_keeps_the_way_of_care_that_was_chosen(cast):
    way = ContactWay.objects.get(name_en="Birthday greeting")
    gone = ContactWay.objects.create(name_zh="旧", is_offered=False)

    answer = log(cast.guide, cast, way=way.pk)

    assert Contact.objects.get().way == way
    assert "Reached · WeChat · Birthday greeting" in words(answer)
    assert log(cast.guide, cast, way=gone.pk).status_code == 422


def test_it_knows_only_the_channels_there_are(cast):
    answer = log(cast.guide, cast, channel="pigeon")

    assert answer.status_code == 422
    assert list(errors(answer, "contact_form")) == ["channel"]


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("area_manager", 403), ("cashier", 403)]
)
def test_it_writes_nothing_for_who_may_not(cast, who, status):
    assert log(getattr(cast, who), cast).status_code == status
    assert Contact.objects.count() == 0


def test_it_escapes_what_was_typed(cast):
    answer = log(cast.guide, cast, note="<b>bold</b>\nnext line")

    assert "&lt;b&gt;bold&lt;/b&gt;<br>next line" in answer.content.decode()
