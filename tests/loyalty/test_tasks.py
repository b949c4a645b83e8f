"""The night's work."""

import logging

import pytest
from django.core.management import call_command
from django.utils import translation

from config.celery import app
from config.schedule import SCHEDULE
from loyalty.queries import ledger_faults, standing
from loyalty.tasks import expire_points
from tests.factories import DAY, NOON, MemberFactory
from tests.loyalty.points import credit

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON, tick=False)]


def test_the_night_expires_points_and_says_how_many(caplog):
    member = MemberFactory()
    credit(member, 100, expires_on=DAY)

    with caplog.at_level(logging.INFO):
        expire_points()

    assert caplog.messages == ["notices of expiry: 1, lots expired: 1, points expired: 100"]
    assert standing(member=member, at=NOON).balance == 0
    assert ledger_faults() == []


def test_the_night_is_on_the_schedule():
    app.loader.import_default_modules()

    assert SCHEDULE["expire points"]["task"] == expire_points.name
    assert expire_points.name in app.tasks


def test_the_command_does_the_same(capsys):
    credit(MemberFactory(), 1_000, expires_on=DAY)

    with translation.override("en"):
        call_command("expire_points")

    assert capsys.readouterr().out == "Notices: 1. Lots expired: 1, points: 1,000.\n"
