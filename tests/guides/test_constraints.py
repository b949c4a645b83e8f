"""Each promise of the tables of guides, broken by name."""

import datetime as dt

import pytest

from guides.domain.complaining import open_complaint
from guides.domain.contacting import Said, log_contact
from guides.domain.losing import lose_member
from guides.enums import (
    AsideKind,
    AsideReason,
    ContactChannel,
    DrawScope,
    DrawState,
    EndReason,
    QuestionKind,
    StepAfter,
    SurveyWay,
    TargetFigure,
    TemplateKind,
    WarningTo,
)
from guides.models import (
    Cadence,
    CareRule,
    CareTask,
    Complaint,
    Contact,
    Draw,
    DrawRule,
    DueWarning,
    FollowUpStep,
    GuideTarget,
    Loss,
    LossReason,
    MessageTemplate,
    Ownership,
    OwnershipRule,
    Protection,
    RecyclingRun,
    SetAside,
    SpotCheck,
    SurveyAnswer,
    SurveyReply,
    TabooWord,
)
from loyalty.models import Tier
from tests.constraints import promises_of, refused
from tests.factories import DAY, NOON, MemberFactory, StaffFactory, StoreFactory
from tests.guides.asking import answer, asking, survey_of
from tests.guides.hands import guide_in, hold

pytestmark = pytest.mark.django_db

TOMORROW = DAY + dt.timedelta(days=1)
EARLIER = NOON - dt.timedelta(seconds=1)


def held():
    member = MemberFactory()
    return hold(member, guide_in(member.home_store), at=NOON)


def change(**facts):
    Ownership.objects.filter(pk=held().pk).update(**facts)


def a_second_hand():
    first = held()
    Ownership.objects.create(
        member=first.member,
        guide=StaffFactory(),
        store=first.store,
        rule=first.rule,
        reason=first.reason,
        starts_at=NOON,
        clock_from=DAY,
        due_on=first.due_on,
    )


def two_rules_of_one_day(**of):
    for _ in "ab":
        OwnershipRule.objects.create(effective_from=DAY, **of)


def a_second_run():
    store = StoreFactory()
    for _ in "ab":
        RecyclingRun.objects.create(store=store, day=DAY, ran_at=NOON, recycled=0)


def aside(**facts):
    return SetAside.objects.create(
        **{
            "member": MemberFactory(),
            "kind": AsideKind.EXHAUSTED,
            "reason": AsideReason.ALL_HELD,
            "starts_at": NOON,
        }
        | facts
    )


def aside_twice():
    aside(member=aside().member)


def protection(**facts):
    member = MemberFactory()
    guide = guide_in(member.home_store)
    Protection.objects.create(
        **{
            "ownership": hold(member, guide, at=NOON),
            "reason": "in hospital",
            "starts_on": DAY,
            "until": TOMORROW,
            "at": NOON,
            "by": guide,
        }
        | facts
    )


def warning_twice():
    ownership = held()
    for _ in "ab":
        DueWarning.objects.create(
            ownership=ownership, to=WarningTo.GUIDE, days=14, due_on=DAY, made_at=NOON
        )


def draw(**facts):
    defaults = {
        "scope": DrawScope.BRAND,
        "day": DAY,
        "rule": DrawRule.objects.get(),
        "inputs": "{}",
        "inputs_hash": "0",
        "frozen_at": NOON,
        "members": 1,
    }
    return Draw.objects.create(**defaults | facts)


def two_draw_rules(**of):
    for _ in "ab":
        DrawRule.objects.create(effective_from=DAY, **of)


SEEDED = {"state": DrawState.SEEDED, "seed": "5", "seeded_at": NOON}


def contact():
    return log_contact(member=MemberFactory(), said=Said("phone", "x"), by=StaffFactory(), at=NOON)


def change_contact(**facts):
    Contact.objects.filter(pk=contact().pk).update(**facts)


def two_corrections():
    wrong = contact()
    for _ in "ab":
        Contact.objects.filter(pk=contact().pk).update(corrects=wrong, noted_at=NOON)


def reply(**facts):
    survey, member = survey_of(QuestionKind.MARK), MemberFactory()
    how = asking(StaffFactory(), member.home_store, way=SurveyWay.PHONE)
    done = answer(survey, member, 4, how=how).reply
    SurveyReply.objects.filter(pk=done.pk).update(**facts)
    return done


def change_answer(**facts):
    SurveyAnswer.objects.filter(reply=reply()).update(**facts)


def task(**facts):
    return CareTask.objects.create(
        **{"member": MemberFactory(), "due_on": DAY, "cause": "x", "opened_at": NOON} | facts
    )


def complaint():
    return open_complaint(member=MemberFactory(), about="x", by=StaffFactory(), at=NOON)


def change_complaint(**facts):
    Complaint.objects.filter(pk=complaint().pk).update(**facts)


def answered(**facts):
    answer = {"answer": "x", "answered_by": StaffFactory(), "answered_at": NOON}
    change_complaint(**(answer | facts))


def two_complaints_of_one_contact():
    said = contact()
    for _ in "ab":
        Complaint.objects.filter(pk=complaint().pk).update(contact=said)


def loss(member=None):
    reason = LossReason.objects.get(code="product")
    return lose_member(member=member or MemberFactory(), reason=reason, by=StaffFactory(), at=NOON)


def change_loss(**facts):
    Loss.objects.filter(pk=loss().pk).update(**facts)


def two_losses():
    ada = MemberFactory()
    loss(ada)
    Loss.objects.create(member=ada, reason=LossReason.objects.first(), at=NOON, by=StaffFactory())


def target(**facts):
    store = facts.pop("store", None) or StoreFactory()
    month = DAY.replace(day=1)
    figure = TargetFigure.CONTACTS
    return GuideTarget.objects.create(
        **{"store": store, "month": month, "figure": figure, "value": 1} | facts
    )


def two_targets(**of):
    store = StoreFactory()
    for _ in "ab":
        target(store=store, **of)


def check(said=None, **facts):
    return SpotCheck.objects.create(
        **{"contact": said or contact(), "is_right": True, "by": StaffFactory(), "at": NOON} | facts
    )


def two_checks():
    said = contact()
    for _ in "ab":
        check(said)


BREAKERS = {
    "guides_member_is_set_aside_once": [aside_twice],
    "guides_set_aside_ends_after_it_starts": [lambda: aside(ends_at=EARLIER)],
    "guides_peace_is_given_by_somebody_who_says_why": [
        lambda: aside(kind=AsideKind.PEACE, reason=AsideReason.BY_HAND, note="asked"),
        lambda: aside(kind=AsideKind.PEACE, reason=AsideReason.BY_HAND, by=StaffFactory()),
        lambda: aside(kind=AsideKind.PEACE, note="asked", by=StaffFactory()),
    ],
    "guides_protection_has_days": [lambda: protection(until=DAY)],
    "guides_protection_has_a_reason": [lambda: protection(reason="")],
    "guides_protection_is_ended_by_somebody": [lambda: protection(ended_at=NOON)],
    "guides_warning_is_made_once_per_due_day": [warning_twice],
    "guides_ownership_rule_warns_last_after_first": [
        lambda: OwnershipRule.objects.create(effective_from=DAY, warn_days=2, last_warn_days=3)
    ],
    "guides_draw_rule_is_one_per_day_and_store": [
        two_draw_rules,
        lambda: two_draw_rules(store=StoreFactory()),
    ],
    "guides_draw_rule_says_when_it_forgets": [
        lambda: DrawRule.objects.create(effective_from=DAY, when_exhausted="forget"),
        lambda: DrawRule.objects.create(
            effective_from=DAY, when_exhausted="forget", forget_months=0
        ),
    ],
    "guides_draw_is_finished_before_the_next": [lambda: [draw() for _ in "ab"]],
    "guides_draw_has_the_place_of_its_scope": [
        lambda: draw(scope=DrawScope.STORE),
        lambda: draw(scope=DrawScope.REGION),
        lambda: draw(store=StoreFactory()),
    ],
    "guides_draw_gets_its_seed_after_its_inputs": [
        lambda: draw(seed="5", seeded_at=NOON),
        lambda: draw(state=DrawState.SEEDED, seed="5"),
        lambda: draw(state=DrawState.SEEDED, seeded_at=NOON),
    ],
    "guides_draw_has_a_result_once_placed": [
        lambda: draw(**SEEDED, result="{}"),
        lambda: draw(**SEEDED | {"state": DrawState.PLACED, "placed_at": NOON}),
        lambda: draw(**SEEDED | {"state": DrawState.PLACED, "result": "{}"}),
    ],
    "guides_contact_is_corrected_once": [two_corrections],
    "guides_contact_correction_says_when": [
        lambda: change_contact(noted_at=NOON),
        lambda: change_contact(corrects=contact()),
    ],
    "guides_survey_ends_after_it_began": [lambda: survey_of(last_on=DAY - dt.timedelta(days=1))],
    "guides_survey_choice_has_something_to_choose": [
        lambda: survey_of(QuestionKind.MARK).questions.update(kind=QuestionKind.CHOICE)
    ],
    "guides_member_is_in_a_survey_once": [
        lambda: reply(member=(first := reply()).member, survey=first.survey)
    ],
    "guides_survey_reply_has_its_own_contact": [lambda: reply(contact=reply().contact)],
    "guides_survey_by_phone_is_a_contact": [
        lambda: reply(contact=None),
        lambda: reply(way=SurveyWay.STORE),
    ],
    "guides_survey_question_is_answered_once": [
        lambda: change_answer(question=(first := reply()).answers.get().question, reply=first)
    ],
    "guides_survey_mark_is_one_to_five": [
        lambda: change_answer(mark=0),
        lambda: change_answer(mark=6),
    ],
    "guides_survey_answer_says_one_thing": [
        lambda: change_answer(mark=None),
        lambda: change_answer(choice=1),
        lambda: change_answer(words="x"),
    ],
    "guides_contact_next_step_has_a_day": [lambda: change_contact(next_step="x")],
    "guides_care_rule_gives_time_to_answer": [
        lambda: CareRule.objects.create(effective_from=DAY, complaint_hours=0)
    ],
    "guides_care_rule_counts_contacts_within_a_year": [
        lambda: CareRule.objects.create(effective_from=DAY, contacts_days=0),
        lambda: CareRule.objects.create(effective_from=DAY, contacts_days=366),
    ],
    "guides_care_rule_keeps_prospects_for_a_time": [
        lambda: CareRule.objects.create(effective_from=DAY, prospect_months=0)
    ],
    "guides_care_rule_asks_what_can_be_done": [
        lambda: CareRule.objects.create(effective_from=DAY, phone_visits=53)
    ],
    "guides_cadence_is_one_per_tier": [
        lambda: Cadence.objects.create(rhythm="week"),
        lambda: Cadence.objects.create(rhythm="week", tier=Tier.objects.get(code="gold")),
    ],
    "guides_follow_up_step_is_there_once": [
        lambda: FollowUpStep.objects.create(after=StepAfter.PURCHASE, days=3)
    ],
    "guides_follow_up_step_comes_after": [
        lambda: FollowUpStep.objects.create(after=StepAfter.PURCHASE, days=0)
    ],
    "guides_care_task_is_made_once": [lambda: [task(), task()]],
    "guides_care_task_done_is_closed": [lambda: task(done_by=contact())],
    "guides_contact_complains_once": [two_complaints_of_one_contact],
    "guides_complaint_says_something": [lambda: change_complaint(about="")],
    "guides_complaint_gives_time": [lambda: change_complaint(due_at=NOON)],
    "guides_complaint_answer_says_what_who_and_when": [
        lambda: change_complaint(answered_at=NOON),
        lambda: change_complaint(answer="x"),
        lambda: answered(answer=""),
        lambda: answered(answered_by=None),
    ],
    "guides_complaint_is_settled_after_the_answer": [
        lambda: change_complaint(settlement="x", settled_by=StaffFactory(), settled_at=NOON),
        lambda: answered(settled_at=NOON),
        lambda: answered(settlement="x", settled_by=StaffFactory(), settled_at=EARLIER),
    ],
    "guides_member_is_lost_once": [two_losses],
    "guides_loss_ends_after_it_began": [
        lambda: change_loss(ended_at=NOON),
        lambda: change_loss(ended_at=EARLIER, ended_by=StaffFactory()),
    ],
    "guides_template_says_something": [
        lambda: MessageTemplate.objects.create(kind=TemplateKind.SEASON, title="", body="x"),
        lambda: MessageTemplate.objects.create(kind=TemplateKind.SEASON, title="x", body=""),
    ],
    "guides_taboo_word_is_there_once": [
        lambda: TabooWord.objects.create(word="活动", kind=TemplateKind.GREETING)
    ],
    "guides_taboo_word_is_a_word": [lambda: TabooWord.objects.create(word="")],
    "guides_taboo_is_of_care": [
        lambda: TabooWord.objects.create(word="x", kind=TemplateKind.PROMOTION)
    ],
    "guides_target_is_set_once": [
        two_targets,
        lambda: two_targets(guide=StaffFactory()),
    ],
    "guides_target_is_something": [lambda: target(value=0)],
    "guides_target_is_of_a_month": [lambda: target(month=DAY)],
    "guides_contact_is_checked_once": [two_checks],
    "guides_spot_check_says_what_is_wrong": [lambda: check(is_right=False)],
    "guides_contact_says_something": [
        lambda: Contact.objects.create(
            member=MemberFactory(),
            staff=StaffFactory(),
            channel=ContactChannel.PHONE,
            at=NOON,
            note="",
        )
    ],
    "guides_ownership_rule_is_one_per_day_store_and_tier": [
        two_rules_of_one_day,
        lambda: two_rules_of_one_day(store=StoreFactory()),
        lambda: two_rules_of_one_day(tier=Tier.objects.get(code="gold")),
    ],
    "guides_ownership_rule_gives_some_time": [
        lambda: OwnershipRule.objects.create(effective_from=DAY, months=0),
        lambda: OwnershipRule.objects.create(effective_from=DAY, trial_months=0),
    ],
    "guides_member_is_in_one_hand": [a_second_hand],
    "guides_ownership_ends_after_it_starts_and_says_why": [
        lambda: change(ends_at=EARLIER, end_reason=EndReason.LEFT),
        lambda: change(ends_at=NOON),
        lambda: change(end_reason=EndReason.LEFT),
    ],
    "guides_ownership_says_who_restored_it": [
        lambda: change(restored_at=NOON),
        lambda: change(restored_by=StaffFactory()),
        lambda: change(restored_at=NOON - dt.timedelta(days=900), restored_by=StaffFactory()),
    ],
    "guides_ownership_gives_some_time": [lambda: change(due_on=DAY)],
    "guides_recycling_runs_once_a_day_per_store": [a_second_run],
}


@pytest.mark.parametrize("name", promises_of("guides"))
def test_the_database_keeps_its_promise(name):
    for breaker in BREAKERS[name]:
        with refused(name):
            breaker()
