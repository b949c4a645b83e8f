"""The day of a guide on the screen: hers alone, noted in place, at a price that does not grow."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from guides.domain.contacting import Said, log_contact
from guides.domain.surveying import decline_survey
from guides.enums import QuestionKind, SurveyWay
from guides.models import CareRule, CareTask, Contact
from loyalty.domain.tiers import enter_tier
from loyalty.models import Tier
from membership.models import PhoneReveal
from stores.enums import Role
from tests.factories import MemberFactory, PostingFactory, StoreFactory, posted
from tests.guides.asking import answer, asking, survey_of
from tests.guides.hands import guide_in, hold, noon, stand_in
from tests.visitors import errors, visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-03-20 12:00+08:00")]

URL, DONE = reverse("guides:day"), reverse("guides:day_done")
TODAY = dt.date(2026, 3, 20)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def store():
    return StoreFactory(code="24")


@pytest.fixture
def guide(store):
    return guide_in(store, staff__display_name="Li", staff__number="L1")


@pytest.fixture
def manager(store):
    return PostingFactory(role=Role.STORE_MANAGER, store=store).staff


def member_of(guide, store, name="曾黎", number="NO.24-000001", birthday=2, **facts):
    member = MemberFactory(
        home_store=store,
        name=name,
        number=number,
        joined_on=TODAY - dt.timedelta(days=3),
        next_birthday_on=TODAY + dt.timedelta(days=birthday),
        **facts,
    )
    hold(member, guide, at=noon(2026, 3, 18))
    return member


def log(staff, member, **typed):
    facts = {"channel": "phone", "outcome": "reached", "note": "她周六来"} | typed
    return visitor(staff).post(reverse("guides:day_log", args=[member.number]), facts, headers=HTMX)


def listed(answer) -> list[str]:
    return [row.member.name for row in answer.context["day"].rows]


def test_it_says_whom_to_contact_and_why(store, guide):
    member_of(guide, store, phone="+8613800138000")
    member_of(guide_in(store), store, "王静", "NO.24-000002")

    answer = visitor(guide).get(URL)

    text = words(answer)
    assert listed(answer) == ["曾黎"]
    assert "曾黎 Birthday in 2 days" in text
    assert "Care only: she has not agreed to marketing by phone." in text
    assert "13800138000" not in answer.content.decode()
    assert "王静" not in text


def test_it_can_be_narrowed_to_one_reason(store, guide):
    member_of(guide, store)
    bea = member_of(guide, store, "王静", "NO.24-000002", birthday=100)
    log_contact(member=bea, said=Said("phone", "x", next_on=TODAY), by=guide, at=noon(2026, 3, 19))
    browser = visitor(guide)

    assert listed(browser.get(URL)) == ["王静", "曾黎"]
    assert listed(browser.get(URL, {"only": "birthday"})) == ["曾黎"]
    assert listed(browser.get(URL, {"only": "nonsense"})) == ["王静", "曾黎"]


def test_it_shows_ten_and_the_way_to_the_next(store, guide):
    for place in range(11):
        member_of(guide, store, f"曾{place}", f"NO.24-{place:06d}")
    browser = visitor(guide)

    first = browser.get(URL)
    rest = browser.get(URL, {"after": first.context["day"].following}, headers=HTMX)

    assert (len(listed(first)), listed(rest)) == (10, ["曾10"])
    assert b"<html" not in rest.content


def test_a_deputy_has_the_list_of_whom_she_stands_in_for(store, guide, manager):
    deputy = guide_in(store, staff__number="L2")
    member_of(guide, store)
    member_of(deputy, store, "王静", "NO.24-000002", birthday=3)
    stand_in(deputy, guide, on=TODAY)

    assert listed(visitor(deputy).get(URL)) == ["曾黎", "王静"]
    assert listed(visitor(guide).get(URL)) == ["曾黎"]
    assert listed(visitor(manager).get(URL, {"guide": "L2"})) == ["曾黎", "王静"]


def test_a_manager_looks_at_the_list_of_one_of_her_guides(store, guide, manager):
    other = guide_in(store, staff__number="L2")
    far = guide_in(StoreFactory(), staff__number="L3")
    member_of(guide, store)
    member_of(other, store, "王静", "NO.24-000002")
    browser = visitor(manager)

    assert [listed(browser.get(URL, {"guide": who.number})) for who in (guide, other, far)] == [
        ["曾黎"],
        ["王静"],
        ["曾黎"],
    ]


def test_a_call_shows_the_number_to_be_dialled_and_is_remembered(store, guide):
    ada = member_of(guide, store, phone="+8613800138000")

    answer = visitor(guide).post(reverse("guides:day_call", args=[ada.number]))

    assert 'href="tel:+8613800138000"' in answer.content.decode()
    assert list(PhoneReveal.objects.values_list("staff", "member", "page")) == [
        (guide.pk, ada.pk, "guides:day")
    ]


def test_what_came_of_it_takes_the_place_of_the_entry(store, guide):
    ada = member_of(guide, store)

    answer = log(guide, ada, next_on="2026-03-28", next_step="回电")

    assert words(answer) == "曾黎 · Reached · again on 03-28 · Put right"
    assert list(CareTask.objects.values_list("what", "due_on")) == [("回电", dt.date(2026, 3, 28))]
    assert listed(visitor(guide).get(URL)) == []
    done = words(visitor(guide).get(DONE))
    assert "Done today 1" in done
    assert "她周六来" in done


def test_no_answer_is_one_touch_and_she_comes_again_tomorrow(store, guide, time_machine):
    ada = member_of(guide, store)

    log(guide, ada, outcome="no_answer", note="")
    assert Contact.objects.get().note == "No answer"
    assert listed(visitor(guide).get(URL)) == []

    time_machine.move_to(timezone.now() + dt.timedelta(days=1))
    assert listed(visitor(guide).get(URL)) == ["曾黎"]


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"note": " "}, {"note": ["Write down what was said."]}),
        ({"next_on": "2026-03-19"}, {"next_on": ["The next day is today or later."]}),
        ({"next_on": "soon"}, {"next_on": ["A day such as 2026-03-08."]}),
        ({"next_step": "回电"}, {"next_on": ["Say on which day."]}),
    ],
)
def test_what_makes_no_sense_is_asked_again_in_the_entry(store, guide, typed, complaint):
    ada = member_of(guide, store)

    answer = log(guide, ada, **typed)

    assert (answer.status_code, errors(answer)) == (422, complaint)
    assert answer.headers["HX-Retarget"] == f"#form-{ada.pk}"
    assert Contact.objects.count() == 0


@pytest.mark.parametrize("role", [Role.CASHIER, Role.AREA_MANAGER, Role.HEAD_OFFICE])
def test_it_is_closed_to_who_contacts_nobody(store, role):
    places = {Role.CASHIER: {"store": store}, Role.AREA_MANAGER: {"region": store.region}}
    staff = posted(role, **places.get(role, {}))

    assert visitor(staff).get(URL).status_code == 403
    assert visitor(staff).get(DONE).status_code == 403


@pytest.mark.parametrize("page", ["day_log", "day_call"])
def test_a_stranger_does_not_reach_her(store, guide, page):
    ada = member_of(guide, store)

    answer = visitor(guide_in(store)).post(
        reverse(f"guides:{page}", args=[ada.number]), {"channel": "phone", "note": "x"}
    )

    assert answer.status_code == 404
    assert (Contact.objects.count(), PhoneReveal.objects.count()) == (0, 0)


def test_a_guide_begins_with_her_day(guide):
    assert visitor(guide).get("/").url == URL


def test_it_hints_at_a_survey_where_there_is_another_reason(store, guide):
    ada = member_of(guide, store)
    member_of(guide, store, "王静", "NO.24-000002", birthday=100)
    survey = survey_of(QuestionKind.MARK, first_on=TODAY, last_on=TODAY)
    browser = visitor(guide)

    page = browser.get(URL)
    assert listed(page) == ["曾黎"]
    assert "曾黎 Birthday in 2 days While you are at it: Spring" in words(page)

    how = asking(guide, store, at=noon(2026, 3, 20))
    decline_survey(survey=survey, member=ada, asking=how)
    assert listed(browser.get(URL)) == ["曾黎"]
    assert "Spring" not in words(browser.get(URL))


def test_a_survey_by_phone_is_the_contact_of_the_day(store, guide):
    ada = member_of(guide, store)
    survey = survey_of(QuestionKind.MARK, first_on=TODAY, last_on=TODAY)

    how = asking(guide, store, way=SurveyWay.PHONE, at=noon(2026, 3, 20))
    answer(survey, ada, 5, how=how)

    assert listed(visitor(guide).get(URL)) == []


def test_it_tells_how_the_very_best_are_treated(store, guide):
    member_of(guide, store).tags.create(name="贵客", treatment="请到贵宾室")

    assert "曾黎 Birthday in 2 days 贵客 请到贵宾室" in words(visitor(guide).get(URL))


def test_an_empty_day_says_so(guide):
    assert "Nobody waits for a call" in words(visitor(guide).get(URL))


@pytest.mark.parametrize("count", [1, 8])
def test_it_asks_the_database_as_often_for_many_as_for_one(
    store, guide, count, django_assert_num_queries
):
    gold = Tier.objects.get(code="gold")
    for place in range(count):
        ada = member_of(guide, store, f"曾{place}", f"NO.24-{place:06d}")
        enter_tier(member=ada, tier=gold, by=None, at=ada.joined_at)
        said = Said("phone", "x", next_on=TODAY)
        log_contact(member=ada, said=said, by=guide, at=noon(2026, 3, 19))
        ada.tags.create(name=f"贵客{place}", treatment="请到贵宾室")
    survey_of(QuestionKind.MARK, first_on=TODAY, last_on=TODAY)
    browser = visitor(guide)
    browser.get(URL)

    with django_assert_num_queries(26):
        assert len(listed(browser.get(URL))) == count


def test_it_spares_who_was_contacted_often_and_says_so(guide, store):
    CareRule.objects.create(effective_from=TODAY, contacts_most=2, contacts_days=30)
    ada = member_of(guide, store)
    for days in (2, 1):
        log_contact(
            member=ada,
            said=Said("sms", "x", outcome="sent"),
            by=guide,
            at=noon(2026, 3, 20) - dt.timedelta(days=days),
        )
    browser = visitor(guide)

    page = browser.get(URL)
    form = browser.get(reverse("guides:day_log", args=[ada.number]), headers=HTMX)

    assert page.context["day"].rows == []
    assert "1 member was contacted 2 times or more in 30 days" in words(page)
    assert "2 contacts with her in 30 days" in words(form)
