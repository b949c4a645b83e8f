"""Background work reaches a worker of flesh and blood, through whatever queue the house runs on."""

import datetime as dt

import pytest

from membership.models import Member
from membership.tasks import roll_birthdays
from tests.factories import MemberFactory
from tests.workers import eventually


@pytest.mark.usefixtures("celery_worker_process")
def test_a_task_that_is_sent_is_done():
    member = MemberFactory(birth_month=5, birth_day=1, next_birthday_on=dt.date(2020, 5, 1))

    roll_birthdays.delay()

    today = dt.date.today()  # noqa: DTZ011 - the worker reads the real clock
    eventually(lambda: Member.objects.filter(pk=member.pk, next_birthday_on__gte=today).exists())
