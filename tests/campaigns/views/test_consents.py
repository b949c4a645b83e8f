"""Consents are given and withdrawn on her page, each as easily."""

import pytest

from membership.enums import Purpose
from membership.models import Consent, ConsentText
from tests.campaigns.cast import url
from tests.factories import NOON
from tests.visitors import visitor, words

pytestmark = pytest.mark.time_machine(NOON, tick=False)


def change(staff, cast, how: str, purpose: str = Purpose.SMS, channel: str = "till"):
    return visitor(staff).post(
        url(f"{how}_consent", cast.ada, purpose), {"channel": channel}, follow=True
    )


def test_it_gives_and_withdraws(cast):
    assert "Noted." in words(change(cast.guide, cast, "give", channel="paper"))
    consent = Consent.objects.get()
    assert (consent.purpose, consent.channel, consent.given_by, consent.given_at) == (
        Purpose.SMS,
        "paper",
        cast.guide,
        NOON,
    )

    answer = change(cast.manager, cast, "withdraw")

    consent.refresh_from_db()
    assert (consent.withdrawn_by, consent.withdrawn_channel) == (cast.manager, "till")
    assert "Marketing by SMS Withdrawn 2026-03-02 · At the till" in words(answer)


@pytest.mark.parametrize("how", ["give", "withdraw"])
def test_it_tells_when_somebody_was_faster(cast, how):
    if how == "give":
        change(cast.manager, cast, "give")

    answer = change(cast.guide, cast, how)

    assert "Somebody has noted that already." in words(answer)


def test_it_shows_the_words_she_agrees_to(cast):
    text = words(visitor(cast.guide).get(url("member", cast.ada)))

    assert ConsentText.objects.get(purpose=Purpose.SMS).body_en in text


@pytest.mark.parametrize(
    ("purpose", "channel"),
    [(Purpose.MEMBERSHIP, "till"), ("cookies", "till"), (Purpose.SMS, "pigeon")],
)
@pytest.mark.parametrize("how", ["give", "withdraw"])
def test_it_takes_only_what_may_change_alone(cast, how, purpose, channel):
    assert change(cast.guide, cast, how, purpose, channel).status_code == 404
    assert Consent.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("area_manager", 403), ("cashier", 403)]
)
def test_it_changes_nothing_for_who_may_not(cast, who, status):
    assert change(getattr(cast, who), cast, "give").status_code == status
    assert Consent.objects.count() == 0
