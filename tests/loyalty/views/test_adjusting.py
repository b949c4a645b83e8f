"""Moving points by hand on the pages: the consequence first, somebody else above the limit."""

import re

import pytest
from django.urls import reverse

from loyalty.enums import Decision
from loyalty.models import PointsAdjustment
from loyalty.queries import standing
from stores.enums import Role
from tests.factories import NOON, MemberFactory, posted
from tests.loyalty.points import credit, spend
from tests.visitors import errors, visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON, tick=False)]

LIST = reverse("loyalty:adjustments")


@pytest.fixture
def ada():
    member = MemberFactory(name="曾黎")
    credit(member, 100)
    return member


@pytest.fixture
def officer():
    return posted(Role.MEMBER_OFFICER)


def page_of(member):
    return reverse("loyalty:adjust", args=[member.number])


def balance(member):
    return standing(member=member, at=NOON).balance


def fields(answer) -> dict[str, str]:
    found = re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', answer.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def typed(client, member, points, reason="补偿"):
    key = fields(client.get(page_of(member)))["key"]
    form = {"points": points, "reason": reason, "key": key}
    return client.post(page_of(member), form)


def test_it_shows_what_would_be_left_and_moves_nothing(ada, officer):
    answer = typed(visitor(officer), ada, 300)

    assert "300 points: 补偿 Balance 100 → 400 Can be spent 400" in words(answer)
    assert balance(ada) == 100


def test_it_moves_them_when_confirmed_once(ada, officer):
    client = visitor(officer)
    shown = fields(typed(client, ada, 300))

    client.post(page_of(ada), shown)
    answer = client.post(page_of(ada), shown)

    assert answer["Location"] == reverse("campaigns:member", args=[ada.number])
    assert balance(ada) == 400
    assert PointsAdjustment.objects.get().reason == "补偿"


def test_it_shows_again_what_another_number_would_leave(ada, officer):
    client = visitor(officer)
    shown = fields(typed(client, ada, 300))

    answer = client.post(page_of(ada), shown | {"points": "301"})

    assert "Balance 100 → 401" in words(answer)
    assert balance(ada) == 100


def test_it_says_what_is_missing_before_anything_moves(ada, officer):
    spend(ada, 30)

    text = words(typed(visitor(officer), ada, -80))

    assert "10 points are missing." in text
    assert "Move points Cancel" not in text


def test_it_says_what_is_missing_when_it_was_spent_meanwhile(ada, officer):
    client = visitor(officer)
    shown = fields(typed(client, ada, -80))
    spend(ada, 30)

    answer = client.post(page_of(ada), shown)

    assert errors(answer) == {"points": ["10 points are missing."]}
    assert balance(ada) == 70


@pytest.mark.parametrize(("points", "reason"), [("0", "补偿"), ("", "补偿"), ("5", " ")])
def test_it_needs_points_and_a_reason(ada, officer, points, reason):
    assert typed(visitor(officer), ada, points, reason).status_code == 422


def asked(client, member, points):
    client.post(page_of(member), fields(typed(client, member, points)))
    return PointsAdjustment.objects.get()


def test_it_asks_somebody_else_above_the_limit(ada, officer):
    client = visitor(officer)
    assert "somebody else has to approve" in words(typed(client, ada, 600))

    adjustment = asked(client, ada, 600)

    assert (adjustment.state, balance(ada)) == (Decision.WAITING, 100)
    assert "Balance 100 → 700" in words(client.get(LIST))
    assert "Approve" not in words(client.get(LIST))


@pytest.mark.parametrize(
    ("answer", "state", "left"), [("yes", Decision.APPROVED, 700), ("no", Decision.REFUSED, 100)]
)
def test_somebody_else_decides_with_the_consequence_before_her(ada, officer, answer, state, left):
    adjustment = asked(visitor(officer), ada, 600)
    client = visitor(posted(Role.HEAD_OFFICE))
    assert "Balance 100 → 700" in words(client.get(LIST))
    page = reverse("loyalty:adjustment_decide", args=[adjustment.pk])

    client.post(page, {"approve": answer})
    client.post(page, {"approve": "yes"})

    adjustment.refresh_from_db()
    assert (adjustment.state, balance(ada)) == (state, left)
    assert "Nothing waits" in words(client.get(LIST))


def test_who_asked_does_not_decide(ada, officer):
    client = visitor(officer)
    adjustment = asked(client, ada, 600)

    client.post(reverse("loyalty:adjustment_decide", args=[adjustment.pk]), {"approve": "yes"})

    assert balance(ada) == 100


@pytest.mark.parametrize("role", [Role.CASHIER, Role.GUIDE, Role.STORE_MANAGER, Role.AREA_MANAGER])
def test_it_is_for_officers(ada, officer, role):
    adjustment = asked(visitor(officer), ada, 600)
    client = visitor(posted(role, **({"region": ada.home_store.region} if "area" in role else {})))
    decide = reverse("loyalty:adjustment_decide", args=[adjustment.pk])

    assert client.get(page_of(ada)).status_code == 403
    assert client.get(LIST).status_code == 403
    assert client.post(decide, {"approve": "yes"}).status_code == 403
    assert balance(ada) == 100
