"""What was said to a member is added to, never changed; what follows from it is hers."""

import datetime as dt

import pytest

from guides.domain.contacting import (
    AlreadyCorrected,
    NextDayMissing,
    NextDayPast,
    NothingSaid,
    Said,
    correct_contact,
    log_contact,
)
from guides.domain.setting_aside import leave_in_peace
from guides.enums import ContactChannel, ContactPurpose, EndReason, Outcome, TaskKind
from guides.models import CareTask, Complaint, Contact, ContactWay, Loss
from guides.queries.standing import standing_of
from tests.factories import DAY, NOON, MemberFactory, StaffFactory, StoreFactory
from tests.guides.hands import guide_in, hold

pytestmark = pytest.mark.django_db

A_DAY = dt.timedelta(days=1)


@pytest.fixture
def ada():
    return MemberFactory()


def say(member, note="你好", *, at=NOON, by=None, **said):
    return log_contact(
        member=member, said=Said("phone", note, **said), by=by or StaffFactory(), at=at
    )


def open_tasks() -> list[tuple[object, ...]]:
    return list(
        CareTask.objects.open().soonest_first().values_list("member", "kind", "what", "due_on")
    )


def test_log_contact_keeps_who_said_what_where(ada):
    guide = StaffFactory()
    said = Said(
        channel=ContactChannel.WECHAT,
        note=" 新围巾到了 ",
        outcome=Outcome.WILL_COME,
        purpose=ContactPurpose.MARKETING,
        problem="颜色",
        need="红色围巾",
        next_step="留一条红色",
        next_on=DAY + A_DAY,
        way=ContactWay.objects.get(name_zh="新品到店通知"),
    )

    contact = log_contact(member=ada, said=said, by=guide, at=NOON)

    assert Contact.objects.values().get() == {
        "id": contact.pk,
        "member_id": ada.pk,
        "staff_id": guide.pk,
        "store_id": ada.home_store_id,
        "channel": "wechat",
        "purpose": "marketing",
        "way_id": said.way.pk,
        "outcome": "will_come",
        "at": NOON,
        "note": "新围巾到了",
        "problem": "颜色",
        "need": "红色围巾",
        "next_step": "留一条红色",
        "next_on": DAY + A_DAY,
        "corrects_id": None,
        "noted_at": None,
    }


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"note": " \n "}, NothingSaid),
        ({"next_on": DAY - A_DAY}, NextDayPast),
        ({"next_step": "回电"}, NextDayMissing),
    ],
)
def test_log_contact_refuses_what_makes_no_sense(ada, said, refusal):
    with pytest.raises(refusal):
        say(ada, **said)

    assert Contact.objects.count() == 0


def test_the_day_is_the_stores(ada):
    ada.home_store = StoreFactory(day_ends_at=dt.time(2, 0))
    half_past_midnight = NOON + dt.timedelta(hours=12, minutes=30)

    say(ada, at=half_past_midnight, next_on=DAY)

    assert open_tasks() == [(ada.pk, TaskKind.CALL_BACK, "", DAY)]


def test_a_promise_goes_to_whoever_looks_after_her_then(ada):
    first, second = guide_in(ada.home_store), guide_in(ada.home_store)
    held = hold(ada, first, at=NOON)
    say(ada, by=first, next_on=DAY + A_DAY, next_step="回电")

    held.ends_at, held.end_reason = NOON + A_DAY, EndReason.RECYCLED
    held.save()
    hold(ada, second, at=NOON + A_DAY)

    assert open_tasks() == [(ada.pk, TaskKind.CALL_BACK, "回电", DAY + A_DAY)]


def test_talking_to_her_keeps_the_promises_of_the_day(ada):
    say(ada, next_on=DAY + A_DAY)

    early = say(ada)
    assert len(open_tasks()) == 1
    kept = say(ada, at=NOON + A_DAY)

    assert open_tasks() == []
    assert list(early.tasks_done.all()) == []
    assert [task.due_on for task in kept.tasks_done.all()] == [DAY + A_DAY]


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.SENT])
def test_no_answer_and_a_text_keep_no_promise(ada, outcome):
    say(ada, next_on=DAY)

    say(ada, outcome=outcome)

    assert len(open_tasks()) == 1


def test_a_new_day_takes_the_place_of_the_old_one(ada):
    say(ada, next_on=DAY + A_DAY)

    say(ada, outcome=Outcome.NO_ANSWER, next_on=DAY + 3 * A_DAY, next_step="再打")

    assert open_tasks() == [(ada.pk, TaskKind.CALL_BACK, "再打", DAY + 3 * A_DAY)]


def test_who_wants_to_come_is_expected(ada):
    say(ada, outcome=Outcome.WILL_COME, next_on=DAY + A_DAY)

    assert open_tasks() == [(ada.pk, TaskKind.APPOINTMENT, "", DAY + A_DAY)]


def test_a_complaint_is_opened_by_what_she_complains_of(ada):
    contact = say(ada, "她很生气", outcome=Outcome.COMPLAINT, problem="掉色")

    complaint = Complaint.objects.get()
    assert (complaint.member, complaint.contact, complaint.about) == (ada, contact, "掉色")
    assert complaint.due_at == NOON + dt.timedelta(hours=24)


def test_who_asks_for_it_is_left_in_peace_and_promised_nothing(ada):
    guide = guide_in(ada.home_store)
    hold(ada, guide, at=NOON - A_DAY)
    say(ada, next_on=DAY + A_DAY)

    say(ada, by=guide, outcome=Outcome.REFUSED)
    say(ada, outcome=Outcome.REFUSED)

    assert standing_of(ada) == "peace"
    assert [loss.reason.code for loss in Loss.objects.left_in_peace()] == ["asked"]
    assert open_tasks() == []


def test_correct_contact_counts_in_the_others_place(ada):
    contact = say(ada, "说错了", next_on=DAY + A_DAY)

    correction = correct_contact(
        contact=contact, said=Said("wechat", "其实是微信"), by=StaffFactory(), at=NOON + A_DAY
    )

    assert list(Contact.objects.standing()) == [correction]
    assert (correction.corrects, correction.at, correction.noted_at) == (
        contact,
        NOON,
        NOON + A_DAY,
    )
    assert Contact.objects.get(pk=contact.pk).note == "说错了"


def test_correct_contact_takes_back_what_followed_from_the_other(ada):
    say(ada, next_on=DAY)
    wrong = say(ada, next_on=DAY + A_DAY)

    correct_contact(
        contact=wrong, said=Said("phone", "没接", Outcome.NO_ANSWER), by=StaffFactory(), at=NOON
    )

    assert [day for *_, day in open_tasks()] == [DAY]


def test_correct_contact_ends_the_peace_a_wrong_one_brought(ada):
    wrong = say(ada, outcome=Outcome.REFUSED)

    correct_contact(contact=wrong, said=Said("phone", "说反了"), by=StaffFactory(), at=NOON)

    assert list(Loss.objects.open()) == []
    assert standing_of(ada) == "pool"


def test_correct_contact_leaves_the_peace_that_was_there_before(ada):
    leave_in_peace(member=ada, note="asked", by=StaffFactory(), at=NOON)
    wrong = say(ada, outcome=Outcome.REFUSED)

    correct_contact(contact=wrong, said=Said("phone", "说反了"), by=StaffFactory(), at=NOON)

    assert standing_of(ada) == "peace"


def test_a_complaint_is_not_opened_twice_by_its_correction(ada):
    contact = say(ada, outcome=Outcome.COMPLAINT)

    correct_contact(
        contact=contact, said=Said("phone", "掉色", Outcome.COMPLAINT), by=StaffFactory(), at=NOON
    )

    assert Complaint.objects.count() == 1


def test_a_contact_is_corrected_once_and_the_correction_in_turn(ada):
    contact = say(ada)
    first = correct_contact(contact=contact, said=Said("sms", "一"), by=StaffFactory(), at=NOON)

    with pytest.raises(AlreadyCorrected) as refusal:
        correct_contact(contact=contact, said=Said("sms", "二"), by=StaffFactory(), at=NOON)
    second = correct_contact(contact=first, said=Said("sms", "三"), by=StaffFactory(), at=NOON)

    assert refusal.value.by == first
    assert list(Contact.objects.standing()) == [second]
