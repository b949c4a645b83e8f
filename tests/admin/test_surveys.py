"""Officers make surveys and name the ways of care; what was answered is not asked otherwise."""

import pytest

from guides.domain.contacting import Said, log_contact
from guides.enums import QuestionKind
from guides.models import Contact, ContactWay, Survey
from stores.enums import Role
from tests.admin.corners import address, officer, send
from tests.factories import NOON, MemberFactory, StaffFactory, StoreFactory, posted
from tests.guides.asking import answer, asking, survey_of
from tests.visitors import visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON, tick=False)]

MARK, CHOICE = QuestionKind.MARK, QuestionKind.CHOICE


@pytest.fixture
def client():
    return visitor(officer(Role.MEMBER_OFFICER))


def make(client, **typed):
    facts = {
        "name_zh": "春季问卷",
        "first_on": "2026-03-02",
        "last_on": "2026-04-02",
        "questions-0-name_zh": "满意吗",
        "questions-0-kind": "mark",
    }
    return send(client, address(Survey, "add"), **facts | typed)


def test_an_officer_makes_a_survey(client):
    make(client, **{"questions-0-kind": "choice", "questions-0-choices_zh": " 红 \n\n黄"})

    survey = Survey.objects.get()
    question = survey.questions.get()
    assert (survey.name_zh, question.name_zh, question.choices) == (
        "春季问卷",
        "满意吗",
        ["红", "黄"],
    )


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"questions-0-name_zh": ""}, "This field is required."),
        (
            {"questions-0-kind": "choice", "questions-0-choices_zh": "红"},
            "Write at least two, one a line.",
        ),
        (
            {
                "questions-0-kind": "choice",
                "questions-0-choices_zh": "红\n黄",
                "questions-0-choices_en": "red",
            },
            "As many as in Chinese, in the same order.",
        ),
        ({"last_on": "2026-03-01"}, "This is before the first day."),
    ],
)
def test_what_makes_no_sense_is_asked_again(client, typed, complaint):
    answer = make(client, **typed)

    assert answer.status_code == 200
    assert complaint in words(answer)
    assert Survey.objects.count() == 0


def test_questions_stay_as_they_are_once_somebody_answered(client):
    survey, member = survey_of(MARK), MemberFactory()
    page = address(Survey, "change", survey.pk)
    assert "questions-0-name_zh" in client.get(page).content.decode()

    answer(survey, member, 4, how=asking(StaffFactory(), member.home_store))

    assert "questions-0-name_zh" not in client.get(page).content.decode()
    send(client, page, last_on="2026-05-02")
    survey.refresh_from_db()
    assert (survey.last_on.month, survey.questions.get().name_zh) == (5, "第1题")


def test_the_same_is_asked_again(client):
    survey = survey_of(MARK, CHOICE)
    page = f"{address(Survey)}{survey.pk}/again/"

    early = client.post(page, {"sent": "1", "first_on": "2026-03-01"})
    done = client.post(page, {"sent": "1", "first_on": "2026-06-01"})

    copy = Survey.objects.latest("pk")
    assert "It begins today or later." in words(early)
    assert done.url == address(Survey, "change", copy.pk)
    assert (copy.questions.count(), str(copy.first_on)) == (2, "2026-06-01")


def test_ways_of_care_are_the_officers(client):
    send(client, address(ContactWay, "add"), name_zh="下午茶")

    assert ContactWay.objects.latest("pk").name_zh == "下午茶"


def test_contacts_are_counted_by_their_way_of_care(client):
    greeting, visit = ContactWay.objects.filter(
        name_en__in=["Birthday greeting", "Festive greeting"]
    )
    for way, times in ((greeting, 2), (visit, 1), (None, 3)):
        for _ in range(times):
            said = Said("phone", "x", way=way)
            log_contact(member=MemberFactory(), said=said, by=StaffFactory(), at=NOON)

    def counted(**asked):
        return client.get(address(Contact), asked).context["cl"].result_count

    assert counted() == 6
    assert counted(way__id__exact=greeting.pk) == 2
    assert counted(way__id__exact=visit.pk) == 1


def test_a_manager_reads_surveys_and_changes_none():
    survey = survey_of(MARK)
    client = visitor(posted(Role.STORE_MANAGER, store=StoreFactory()))

    assert "Spring" in words(client.get(address(Survey)))
    assert "Ask the same again" not in words(client.get(address(Survey, "change", survey.pk)))
    assert client.get(address(Survey, "add")).status_code == 403
    assert client.post(f"{address(Survey)}{survey.pk}/again/").status_code == 403
