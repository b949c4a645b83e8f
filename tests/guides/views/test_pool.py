"""The manager's pages of the pool, the draws, her team, the warnings and the simulation."""

import datetime as dt

import pytest
from django.urls import reverse

from guides.domain.mornings import do_mornings
from guides.models import Draw, Ownership, Protection
from guides.queries.standing import standing_of
from stores.enums import Role
from stores.models import Deputy
from tests.factories import MemberFactory, RegionFactory, StoreFactory, posted
from tests.guides.domain.test_recycling import shanghai
from tests.guides.hands import guide_in, hold, noon
from tests.visitors import visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-04-20 12:00+08:00")]

POOL = "/guides/members/pool/"
TEAM = "/guides/members/team/"


@pytest.fixture
def store():
    return StoreFactory(name="Nanjing Road")


@pytest.fixture
def manager(store):
    return posted(Role.STORE_MANAGER, store=store)


@pytest.fixture
def guide(store):
    staff = guide_in(store)
    staff.display_name = "Li"
    staff.save()
    return staff


@pytest.fixture
def ada(store):
    return MemberFactory(name="Ada", home_store=store)


@pytest.fixture
def bea(store, guide):
    """Bea is Li's since 2 March."""
    return hold(MemberFactory(name="Bea", home_store=store), guide, at=noon(2026, 3, 2)).member


def post(manager, standing, **said):
    return visitor(manager).post(f"{POOL}?standing={standing}", said, follow=True)


def test_it_counts_and_lists_where_they_stand(manager, ada, bea):
    MemberFactory(name="Far")
    browser = visitor(manager)

    answer = browser.get(POOL)

    assert [count for _standing, count in answer.context["counts"]] == [1, 0, 1, 0, 0]
    assert [row.record for row in answer.context["table"].page.object_list] == [ada]
    assert "1 member among 1 guides: 1 each" in words(answer)
    owned = browser.get(POOL, {"standing": "owned"})
    assert [row.record for row in owned.context["table"].page.object_list] == [bea]


def test_it_gives_ticked_members_to_a_guide(manager, guide, ada):
    post(manager, "pool", act="assign", member=[ada.pk], guide=guide.pk, note="new district")

    held = ada.ownerships.get()
    assert (held.guide, held.note, held.by) == (guide, "new district", manager)


def test_it_says_who_was_refused_and_why(manager, guide, bea, ada):
    post(manager, "owned", act="put_back", member=[bea.pk], note="moved away")

    all_of_them = {"act": "assign", "everybody": "on", "guide": guide.pk, "note": "all"}
    answer = post(manager, "pool", **all_of_them, sure="on")

    assert ada.ownerships.open().get().guide == guide
    assert [(member, why) for member, why in answer.context["refused"]] == [
        (bea, "Li held this member before and lost her; she does not come back to her.")
    ]


def test_it_asks_before_all_who_are_listed_are_moved(manager, guide, ada, bea):
    said = {"everybody": "on", "guide": guide.pk, "note": "all"}

    asked = [
        words(post(manager, standing, act=act, **said))
        for standing, act in (("pool", "assign"), ("owned", "put_back"), ("owned", "leave"))
    ]

    assert "1 member would go to Li." in asked[0]
    assert "1 member would be taken from her guide for good" in asked[1]
    assert "1 member would be left in peace" in asked[2]
    assert (standing_of(ada), standing_of(bea)) == ("pool", "owned")


def test_it_lets_all_back_without_asking(manager, ada):
    post(manager, "pool", act="leave", member=[ada.pk], note="n")

    post(manager, "peace", act="let_back", everybody="on")

    assert standing_of(ada) == "pool"


def test_it_overrides_only_for_who_may(manager, store, guide, bea):
    post(manager, "owned", act="put_back", member=[bea.pk], note="moved away")
    said = {"act": "assign", "member": [bea.pk], "guide": guide.pk, "note": "n", "override": "on"}

    post(manager, "pool", **said)
    assert standing_of(bea) == "pool"

    post(posted(Role.AREA_MANAGER, region=store.region), "pool", **said)
    assert bea.ownerships.open().get().overrides


def test_it_leaves_in_peace_and_lets_back(manager, ada):
    post(manager, "pool", act="leave", member=[ada.pk], note="asked")
    assert standing_of(ada) == "peace"

    post(manager, "peace", act="let_back", member=[ada.pk])
    assert standing_of(ada) == "pool"


def test_it_asks_for_members_guide_and_reason(manager, ada):
    answer = post(manager, "pool", act="assign")

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "__all__": ["请至少勾选一位会员。"],
        "note": ["请填写原因。"],
        "guide": ["请选择导购。"],
    }


def test_a_member_of_another_store_is_left_alone(manager, guide):
    far = MemberFactory()

    post(manager, "pool", act="leave", member=[far.pk], note="n")

    assert standing_of(far) == "pool"


def test_it_draws_now_and_shows_the_minutes(manager, guide, ada):
    code = ada.home_store.code

    answer = visitor(manager).post(reverse("guides:draw_now", args=[code]), follow=True)

    draw = Draw.objects.get()
    assert (draw.by, draw.placed) == (manager, 1)
    assert f"Minutes of draw {draw.pk}" in words(answer)
    assert draw.seed in words(answer)
    listing = visitor(manager).get("/guides/members/draws/")
    assert [row.record for row in listing.context["table"].page.object_list] == [draw]


def test_it_says_why_nothing_was_drawn(manager, guide, store):
    answer = visitor(manager).post(reverse("guides:draw_now", args=[store.code]), follow=True)

    assert "Nobody is in the pool." in words(answer)


def test_minutes_are_for_the_store_s_own(manager, guide, ada):
    visitor(manager).post(reverse("guides:draw_now", args=[ada.home_store.code]))
    minutes = reverse("guides:minutes", args=[Draw.objects.get().pk])

    stranger = posted(Role.STORE_MANAGER, store=StoreFactory(region=RegionFactory()))
    assert visitor(stranger).get(minutes).status_code == 404
    assert visitor(guide).get(minutes).status_code == 403


def test_warnings_reach_the_guide_and_at_the_end_the_manager(manager, guide, bea):
    do_mornings(at=shanghai(dt.date(2026, 4, 20), 8))
    url = "/guides/members/warnings/"

    assert [row.record.member for row in visitor(guide).get(url).context["table"].rows] == [bea]
    assert not visitor(manager).get(url).context["table"].rows

    do_mornings(at=shanghai(dt.date(2026, 4, 29), 8))
    assert [row.record.member for row in visitor(manager).get(url).context["table"].rows] == [bea]


def test_the_team_says_what_each_has(manager, guide, bea):
    answer = visitor(manager).get(TEAM)

    row = answer.context["table"].rows[0].record
    assert (row.staff, row.held, row.on_trial, row.due_soon, row.protected) == (guide, 1, 0, 1, 0)


def page_of(guide, act=""):
    return f"{TEAM}{guide.number}/{guide.postings.first().store.code}/{act}"


def test_a_guide_leaves(manager, guide, bea):
    assert "1 member goes into the pool at once" in words(visitor(manager).get(page_of(guide)))

    visitor(manager).post(page_of(guide, "leave/"))

    assert standing_of(bea) == "pool"
    assert bea.ownerships.get().end_reason == "left"


def test_a_guide_moves(manager, guide, bea):
    to = StoreFactory()

    visitor(manager).post(page_of(guide, "move/"), {"to": to.pk})

    assert bea.ownerships.get().end_reason == "moved"
    assert [one.store for one in guide.postings.filter(ends_on=None)] == [to]


def test_a_guide_is_away(manager, guide, store, bea):
    other = guide_in(store)
    days = {"starts_on": "2026-04-20", "ends_on": "2026-04-25"}

    refused = visitor(manager).post(page_of(guide, "deputy/"), days | {"deputy": ""})
    assert refused.status_code == 422
    visitor(manager).post(page_of(guide, "deputy/"), days | {"deputy": other.pk})

    away = Deputy.objects.get()
    assert "Bea" in words(visitor(other).get("/guides/members/"))
    visitor(manager).post(page_of(guide, f"deputy/{away.pk}/end/"))
    assert "Bea" not in words(visitor(other).get("/guides/members/"))


def test_a_strange_guide_is_not_there(manager):
    stranger = guide_in(StoreFactory())

    assert visitor(manager).get(page_of(stranger)).status_code == 404


def test_it_protects_and_ends_it(manager, bea):
    url = reverse("guides:protect", args=[bea.number])
    said = {"until": "2026-06-01", "reason": "in hospital", "at_her_wish": "on"}

    assert visitor(manager).post(url, said | {"until": "2026-04-20"}).status_code == 422
    visitor(manager).post(url, said)
    assert "She stays until 2026-06-01: in hospital" in words(
        visitor(manager).get(reverse("campaigns:member", args=[bea.number]))
    )
    visitor(manager).post(reverse("guides:unprotect", args=[bea.number]))
    assert Protection.objects.get().ended_by == manager


def test_a_simulation_says_who_would_move_and_changes_nothing(manager, bea):
    browser, url = visitor(manager), "/guides/members/simulation/"

    shorter = browser.get(url, {"time": 45, "trial": 45, "unit": "days"})
    assert (shorter.context["count"], next(iter(shorter.context["table"].data)).member) == (1, bea)
    longer = browser.get(url, {"time": 49, "trial": 49, "unit": "days"})
    assert longer.context["count"] == 0
    months = browser.get(url, {"time": 1, "trial": 1, "unit": "months"})
    assert months.context["count"] == 1
    file = browser.get(f"{url}file/", {"time": 1, "trial": 1, "unit": "months"})
    assert bea.number in b"".join(file.streaming_content).decode()
    assert Ownership.objects.open().count() == 1


@pytest.mark.parametrize(
    "path", [POOL, TEAM, "/guides/members/draws/", "/guides/members/simulation/"]
)
def test_a_guide_has_no_business_here(guide, path):
    assert visitor(guide).get(path).status_code == 403
