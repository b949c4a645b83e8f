"""How complete a member's profile is, and what is missing."""

import pytest
from django.utils import translation

from membership.completeness import completeness
from membership.domain.knowing import describe_member
from tests.factories import NOON, MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db


def score(member, *, tags=0, anniversaries=0):
    found = completeness(member, tags=tags, anniversaries=anniversaries)
    with translation.override("en"):
        return found.percent, [str(one) for one in found.missing]


def test_a_bare_record_names_what_is_missing():
    assert score(MemberFactory(birthday_declined=True)) == (
        20,
        [
            "birthday",
            "gender",
            "tags",
            "sizes",
            "colours and cuts she likes",
            "why she buys",
            "how she buys",
            "anniversaries",
        ],
    )


def test_a_whole_profile_has_a_hundred():
    ada = MemberFactory(birth_month=8, birth_day=15, gender="F")
    tastes = dict.fromkeys(("sizes", "colours", "why_she_buys", "how_she_buys"), "x")
    describe_member(member=ada, tastes=tastes, by=StaffFactory(), at=NOON)

    assert score(ada, tags=1, anniversaries=1) == (100, [])
    assert score(ada, tags=1) == (90, ["anniversaries"])
