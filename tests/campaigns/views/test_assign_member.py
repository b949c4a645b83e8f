"""Giving a member to a guide by hand."""

import pytest

from guides.domain.ownership import reassign_member
from guides.models import Ownership
from tests.campaigns.cast import url
from tests.factories import MemberFactory, StoreFactory
from tests.guides.hands import guide_in, noon
from tests.visitors import errors, visitor, words

pytestmark = pytest.mark.time_machine("2026-03-20 12:00+08:00")


def assign(staff, member, guide):
    return visitor(staff).post(url("assign_member", member), {"guide": guide.pk, "note": "new"})


def test_it_offers_the_guides_of_the_store_and_says_who_held_her(cast):
    reassign_member(
        member=cast.ada, guide=cast.stranger, store=cast.store, by=cast.manager, at=noon(2026, 3, 5)
    )
    guide_in(StoreFactory(), staff__display_name="Far")

    answer = visitor(cast.manager).get(url("assign_member", cast.ada))

    assert "Choose a guide Li (held her before) Wang" in words(answer)
    assert "Far" not in words(answer)
    assert "Now Wang, Nanjing Road" in words(answer)


@pytest.mark.parametrize("who", ["manager", "area_manager", "officer"])
def test_it_gives_her_to_another(cast, who):
    answer = assign(getattr(cast, who), cast.ada, cast.stranger)

    assert (answer.status_code, answer.url) == (302, url("member", cast.ada))
    held = Ownership.objects.open().get()
    assert (held.guide, held.by) == (cast.stranger, getattr(cast, who))


def test_it_gives_her_from_the_pool(cast):
    pooled = MemberFactory(name="Cat", home_store=cast.store)
    browser = visitor(cast.manager)
    assert "Nobody, in the pool of Nanjing Road" in words(browser.get(url("assign_member", pooled)))

    answer = browser.post(
        url("assign_member", pooled), {"guide": cast.guide.pk, "note": "new"}, follow=True
    )

    assert "Li now looks after Cat." in words(answer)


def test_it_says_why_not(cast):
    assert errors(assign(cast.manager, cast.ada, cast.guide)) == {
        "guide": ["Li looks after this member already."]
    }

    assign(cast.manager, cast.ada, cast.stranger)
    assert errors(assign(cast.manager, cast.ada, cast.guide)) == {
        "guide": ["Li held this member before and lost her; she does not come back to her."]
    }

    elsewhere = guide_in(StoreFactory())
    assert errors(assign(cast.manager, cast.ada, elsewhere)) == {
        "guide": ["She is not a guide of this store today."]
    }
    assert Ownership.objects.open().get().guide == cast.stranger


def test_it_asks_for_a_guide(cast):
    answer = visitor(cast.manager).post(
        url("assign_member", cast.ada), {"guide": "", "note": "new"}
    )

    assert errors(answer) == {"guide": ["Choose a guide."]}


@pytest.mark.parametrize(("who", "status"), [("guide", 403), ("stranger", 403), ("cashier", 403)])
def test_it_is_for_managers(cast, who, status):
    staff = getattr(cast, who)

    assert visitor(staff).get(url("assign_member", cast.ada)).status_code == status
    assert assign(staff, cast.ada, cast.stranger).status_code == status
    assert Ownership.objects.open().get().guide == cast.guide


def test_it_is_a_strangers_page_to_the_manager_of_another_store(cast):
    far = MemberFactory()

    assert assign(cast.manager, far, cast.guide).status_code == 404
