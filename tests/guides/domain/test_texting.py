"""Texts of care keep the taboos of the house; promotions may say what they like."""

import datetime as dt

import pytest

from guides.domain.sparing import HeardEnough
from guides.domain.texting import (
    NothingWritten,
    TabooWords,
    made_out,
    note_sent,
    rewrite_template,
    taboos_in,
    write_template,
)
from guides.enums import Outcome, TemplateKind
from guides.models import CareRule, Contact, MessageTemplate, TabooWord
from tests.factories import NOON, MemberFactory, StaffFactory, StoreFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (TemplateKind.GREETING, "生日快乐，店里有优惠活动", ["活动", "优惠"]),
        (TemplateKind.SEASON, "天凉了，优惠多多", []),
        (TemplateKind.SEASON, "天凉了，新品到店", ["新品"]),
        (TemplateKind.UNSEEN, "好久不见，是不是出什么事了", ["出什么事"]),
        (TemplateKind.UNSEEN, "好久不见，很想您", []),
        (TemplateKind.GREETING, "Happy birthday! SALE today", ["sale"]),
        (TemplateKind.PROMOTION, "新品优惠活动", []),
    ],
)
def test_taboos_are_looked_for_in_texts_of_care_alone(kind, text, said):
    assert taboos_in(text, kind=kind) == said


def test_a_taboo_without_a_kind_holds_for_all_care():
    TabooWord.objects.create(word="亏本")

    assert [kind.value for kind in TemplateKind if taboos_in("亏本", kind=kind)] == [
        "greeting",
        "season",
        "unseen",
    ]


def test_the_texts_of_the_house_keep_its_taboos():
    assert [
        (one.title, found)
        for one in MessageTemplate.objects.all()
        if (found := taboos_in(one.body, kind=one.kind))
    ] == []


def test_a_text_with_a_taboo_is_not_kept():
    kept = MessageTemplate.objects.count()

    with pytest.raises(TabooWords) as refusal:
        write_template(kind=TemplateKind.GREETING, title="t", body="打折", owner=StaffFactory())
    with pytest.raises(NothingWritten):
        write_template(kind=TemplateKind.GREETING, title=" ", body="x", owner=None)

    assert (refusal.value.words, MessageTemplate.objects.count()) == (["打折"], kept)


def test_a_text_may_say_something_else_but_no_taboo():
    text = write_template(kind=TemplateKind.PROMOTION, title="t", body="打折", owner=None)
    facts = {"template": text, "title": "t", "body": "打折", "is_active": True}

    with pytest.raises(TabooWords):
        rewrite_template(kind=TemplateKind.GREETING, **facts)
    rewrite_template(kind=TemplateKind.PROMOTION, **(facts | {"body": " 满减 "}))

    text.refresh_from_db()
    assert (text.kind, text.body) == ("promotion", "满减")


def test_a_guide_has_her_own_texts_and_those_of_the_house_her_own_first():
    MessageTemplate.objects.all().delete()
    li, wang = StaffFactory(), StaffFactory()
    facts = {"kind": TemplateKind.GREETING, "body": "x"}
    house = write_template(title="家", owner=None, **facts)
    own = write_template(title="己", owner=li, **facts)
    write_template(title="人", owner=wang, **facts)
    old = write_template(title="旧", owner=li, **facts)
    rewrite_template(template=old, title="旧", is_active=False, **facts)

    assert list(MessageTemplate.objects.offered_to(li).own_first()) == [own, house]


def test_made_out_names_the_member_and_signs_with_store_and_name():
    body = "{姓名}，{name}，生日快乐 {x}"
    text = MessageTemplate(kind=TemplateKind.GREETING, title="t", body=body)
    ada, li = MemberFactory(name="曾黎"), StaffFactory(display_name="李晓梅")

    assert made_out(text, member=ada, by=li, store=StoreFactory(name="漕宝店")) == (
        "曾黎，曾黎，生日快乐 {x}\n——漕宝店 李晓梅"
    )


@pytest.mark.parametrize(
    ("kind", "purpose"), [(TemplateKind.SEASON, "care"), (TemplateKind.PROMOTION, "marketing")]
)
def test_note_sent_is_a_contact_of_its_class(kind, purpose):
    ada, li = MemberFactory(), StaffFactory()
    text = write_template(kind=kind, title="t", body="x", owner=None)

    note_sent(member=ada, template=text, channel="sms", text="天凉了", by=li, at=NOON)

    contact = Contact.objects.get()
    assert (contact.member, contact.staff, contact.channel, contact.note) == (
        ada,
        li,
        "sms",
        "天凉了",
    )
    assert (contact.purpose, contact.outcome) == (purpose, Outcome.SENT)


def test_a_text_that_was_changed_before_it_was_sent_keeps_the_taboos():
    text = write_template(kind=TemplateKind.SEASON, title="t", body="x", owner=None)

    with pytest.raises(TabooWords):
        note_sent(
            member=MemberFactory(),
            template=text,
            channel="sms",
            text="新品上市",
            by=StaffFactory(),
            at=NOON,
        )

    assert Contact.objects.count() == 0


def test_a_recommendation_is_refused_to_whom_we_contacted_often():
    CareRule.objects.create(effective_from=NOON.date(), contacts_most=1, contacts_days=7)
    ada, by = MemberFactory(), StaffFactory()
    sale, care = (
        write_template(kind=kind, title="t", body="x", owner=by)
        for kind in (TemplateKind.PROMOTION, TemplateKind.GREETING)
    )
    sent = {"member": ada, "channel": "sms", "text": "x", "by": by}
    note_sent(template=sale, at=NOON, **sent)

    with pytest.raises(HeardEnough) as refusal:
        note_sent(template=sale, at=NOON + dt.timedelta(days=6), **sent)
    note_sent(template=care, at=NOON + dt.timedelta(days=6), **sent)
    note_sent(template=sale, at=NOON + dt.timedelta(days=14), **sent)

    assert (refusal.value.heard.times, refusal.value.heard.days) == (1, 7)
    assert Contact.objects.count() == 3
