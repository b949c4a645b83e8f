"""The results of surveys on the screen and as a file, each visitor's within her reach."""

import datetime as dt

import pytest
from django.urls import reverse

from guides.enums import QuestionKind
from stores.enums import Role
from tests.factories import MemberFactory, StaffFactory, StoreFactory, posted
from tests.guides.asking import answer, asking, survey_of
from tests.guides.hands import noon
from tests.visitors import errors, visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-03-20 12:00+08:00")]

LIST = reverse("reports:surveys")
MARK, CHOICE, WORDS = QuestionKind.MARK, QuestionKind.CHOICE, QuestionKind.WORDS
TODAY = dt.date(2026, 3, 20)


@pytest.fixture
def store():
    return StoreFactory(code="24", name="Nanjing Road")


@pytest.fixture
def other():
    return StoreFactory(code="3", name="Kunshan")


@pytest.fixture
def survey():
    return survey_of(MARK, CHOICE, WORDS, first_on=TODAY - dt.timedelta(days=9), last_on=TODAY)


@pytest.fixture
def _answers(survey, store, other):
    staff = StaffFactory(display_name="Li")
    for place, day, name, said in [
        (store, 18, "曾黎", (5, 1, "好")),
        (store, 19, "王静", (2, 1, "=1+1")),
        (other, 19, "张丽", (1, 3, "贵")),
    ]:
        member = MemberFactory(home_store=place, name=name)
        answer(survey, member, *said, how=asking(staff, place, at=noon(2026, 3, day)))


@pytest.fixture
def manager(store):
    return visitor(posted(Role.STORE_MANAGER, store=store))


@pytest.fixture
def officer():
    return visitor(posted(Role.MEMBER_OFFICER))


def page(survey):
    return reverse("reports:survey", args=[survey.pk])


def file_of(browser, survey, **asked):
    answer = browser.get(reverse("reports:survey_file", args=[survey.pk]), asked)
    return answer.getvalue().decode("utf-8-sig").splitlines()


@pytest.mark.usefixtures("_answers")
def test_it_shows_what_a_store_answered(manager, survey):
    text = words(manager.get(page(survey)))

    assert "Asked 2 Answered 2 Satisfaction 3.50 / 5" in text
    assert "Mean 3.50 · 2 answers" in text
    assert "王* · Nanjing Road · 2026-03-19 好 曾* · Nanjing Road · 2026-03-18" in text
    assert "贵" not in text
    assert "曾黎" not in text


@pytest.mark.usefixtures("_answers")
def test_it_can_be_narrowed_to_stores_and_days(officer, survey):
    def asked(**query):
        return officer.get(page(survey), query).context["results"].asked

    assert asked() == 3
    assert asked(scope="3") == 1
    assert asked(first="2026-03-19") == 2
    assert asked(first="2026-03-18", last="2026-03-18") == 1
    wrong = officer.get(page(survey), {"first": "2026-03-19", "last": "2026-03-18"})
    assert errors(wrong) == {"last": ["This is before the first day."]}


@pytest.mark.usefixtures("_answers")
def test_it_leaves_as_a_file_with_masked_names(manager, officer, survey):
    assert file_of(manager, survey) == [
        "Day,Store,Member,Asked by,How she is asked,Declined,Question 1,Question 2,Question 3",
        "2026-03-19,Nanjing Road,王*,Li,In the store,,2,红,'=1+1",
        "2026-03-18,Nanjing Road,曾*,Li,In the store,,5,红,好",
    ]
    assert len(file_of(officer, survey)) == 4
    assert len(file_of(officer, survey, scope="3", first="2026-03-19")) == 2


def test_the_list_names_surveys_of_the_house_and_of_her_stores(
    manager, officer, survey, store, other
):
    survey_of(name_en="Ours", store=store)
    survey_of(name_en="Theirs", store=other)
    survey_of(name_en="Next", first_on=TODAY + dt.timedelta(days=1), last_on=dt.date(2026, 4, 1))

    text = words(manager.get(LIST))

    assert [name in text for name in ("Spring", "Ours", "Theirs")] == [True, True, False]
    assert "Next To come" in text
    assert "Spring In force" in text
    assert "Ours Over" in text
    assert "Theirs" in words(officer.get(LIST))


def test_nothing_there_says_what_to_do(manager, officer, survey):
    assert "Nobody was asked here yet Guides ask on the member's page" in words(
        manager.get(page(survey))
    )
    survey.delete()
    assert "A member officer makes surveys in the administration" in words(manager.get(LIST))
    assert reverse("admin:guides_survey_add") in officer.get(LIST).content.decode()


@pytest.mark.usefixtures("_answers")
def test_other_stores_are_not_there(manager, survey, other):
    theirs = survey_of(MARK, store=other)

    for address in (page(survey), reverse("reports:survey_file", args=[survey.pk])):
        for scope in ("3", "brand", f"region:{other.region.code}"):
            assert manager.get(address, {"scope": scope}).status_code == 404
    assert manager.get(page(theirs)).status_code == 404


@pytest.mark.parametrize("role", [Role.CASHIER, Role.GUIDE])
def test_it_is_not_for_who_sees_no_figures(role, store, survey):
    browser = visitor(posted(role, store=store))

    for address in (LIST, page(survey), reverse("reports:survey_file", args=[survey.pk])):
        assert browser.get(address).status_code == 403


@pytest.mark.parametrize("count", [1, 5])
def test_it_asks_the_database_as_often_for_many_as_for_one(
    manager, survey, store, count, django_assert_num_queries
):
    staff = StaffFactory()
    for _ in range(count):
        how = asking(staff, store, at=noon(2026, 3, 19))
        answer(survey, MemberFactory(home_store=store), 4, 1, "好", how=how)
    manager.get(page(survey))

    with django_assert_num_queries(10):
        assert manager.get(page(survey)).context["results"].asked == count
