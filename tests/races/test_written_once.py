"""Threads share what was written and keep their own connections."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet

from common.written_once import written_once
from membership.models import Member
from tests.factories import MemberFactory
from tests.races.together import on_postgresql, together

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]


@written_once
def numbers(*, key: int) -> QuerySet[Member, str]:
    return Member.objects.filter(pk=key).values_list("number", flat=True)


def test_each_thread_gets_its_own_answer():
    members = [MemberFactory() for _ in range(8)]

    def ask(member):
        return lambda: {numbers.first(key=member.pk) for _ in range(50)}

    assert together([ask(member) for member in members]) == [{m.number} for m in members]
