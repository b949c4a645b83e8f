"""Texts on the screen: one's own and the house's, made out, copied by hand, noted."""

import pytest
from django.urls import reverse

from guides.domain.contacting import Said, log_contact
from guides.domain.losing import lose_member
from guides.domain.setting_aside import leave_in_peace
from guides.domain.texting import write_template
from guides.enums import TemplateKind
from guides.models import CareRule, Contact, LossReason, MessageTemplate
from membership.domain.consenting import give_consent
from membership.enums import ConsentChannel, Purpose
from stores.enums import Role
from tests.factories import MemberFactory, StoreFactory, posted
from tests.guides.hands import guide_in, hold, noon
from tests.visitors import errors, visitor, words

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-03-20 12:00+08:00")]

URL, NEW = reverse("guides:texts"), reverse("guides:text_new")
AT = noon(2026, 3, 20)


@pytest.fixture(autouse=True)
def library(db):
    MessageTemplate.objects.all().delete()


@pytest.fixture
def store():
    return StoreFactory(name="Nanjing Road")


@pytest.fixture
def guide(store):
    return guide_in(store, staff__display_name="Li")


@pytest.fixture
def ada(store, guide):
    ada = MemberFactory(home_store=store, name="曾黎", number="NO.24-000001")
    hold(ada, guide, at=noon(2026, 3, 1))
    return ada


def text_of(kind=TemplateKind.GREETING, *, owner=None, title="t", body="{name}，你好"):
    return write_template(kind=kind, title=title, body=body, owner=owner)


def to(member, text=None):
    url = reverse("guides:texts_for", args=[member.number])
    return f"{url}?text={text.pk}" if text else url


def titles(answer):
    return [text.title for text in answer.context["texts"]]


def test_a_guide_sees_her_own_and_the_houses(store, guide):
    text_of(title="house")
    text_of(owner=guide, title="own")
    text_of(owner=guide_in(store), title="hers")

    assert titles(visitor(guide).get(URL)) == ["own", "house"]


def test_a_guide_writes_a_text_of_her_own_and_changes_it(guide):
    browser = visitor(guide)

    browser.post(NEW, {"kind": "season", "title": "入冬", "body": "添衣", "is_of_house": "on"})
    text = MessageTemplate.objects.get()
    assert (text.owner, text.kind, text.title, text.body) == (guide, "season", "入冬", "添衣")

    browser.post(
        reverse("guides:text_edit", args=[text.pk]),
        {"kind": "season", "title": "冬", "body": "多添衣"},
    )
    text.refresh_from_db()
    assert (text.title, text.body, text.is_active) == ("冬", "多添衣", False)


def test_a_taboo_is_named_at_the_text(guide):
    answer = visitor(guide).post(NEW, {"kind": "greeting", "title": "t", "body": "优惠活动"})

    assert errors(answer) == {"body": ["A text of care does not say: 活动, 优惠."]}
    assert MessageTemplate.objects.count() == 0


def test_nobody_changes_the_text_of_another_or_of_the_house(store, guide):
    for text in (text_of(), text_of(owner=guide_in(store))):
        answer = visitor(guide).get(reverse("guides:text_edit", args=[text.pk]))
        assert answer.status_code == 404


def test_it_is_made_out_signed_and_noted_as_sent(guide, ada):
    text = text_of()
    browser = visitor(guide)

    shown = browser.get(to(ada, text))
    assert shown.context["form"]["text"].value() == "曾黎，你好\n——Nanjing Road Li"
    answer = browser.post(to(ada, text), {"channel": "wechat", "text": "曾黎，你好"})

    assert answer.url == reverse("guides:day")
    assert list(Contact.objects.values_list("member", "channel", "outcome", "note")) == [
        (ada.pk, "wechat", "sent", "曾黎，你好")
    ]


def test_what_was_changed_before_sending_keeps_the_taboos(guide, ada):
    answer = visitor(guide).post(to(ada, text_of()), {"channel": "sms", "text": "打折"})

    assert errors(answer) == {"text": ["A text of care does not say: 打折."]}
    assert Contact.objects.count() == 0


def test_recommendations_need_a_yes_and_go_only_that_way(guide, ada):
    text = text_of(TemplateKind.PROMOTION, title="promo")
    browser = visitor(guide)
    assert "promo" not in words(browser.get(to(ada)))

    give_consent(member=ada, purpose=Purpose.SMS, channel=ConsentChannel.TILL, by=guide, at=AT)

    assert "promo" in words(browser.get(to(ada)))
    form = browser.get(to(ada, text)).context["form"]
    assert [value for value, _ in form.fields["channel"].choices] == ["sms"]
    assert browser.post(to(ada, text), {"channel": "wechat", "text": "x"}).status_code == 200
    assert Contact.objects.count() == 0


@pytest.mark.parametrize("by_hand", [True, False])
def test_who_is_left_in_peace_gets_no_text(store, ada, by_hand):
    text, manager = text_of(), posted(Role.STORE_MANAGER, store=store)
    if by_hand:
        leave_in_peace(member=ada, note="asked", by=manager, at=AT)
    else:
        normal = LossReason.objects.get(code="normal")
        lose_member(member=ada, reason=normal, by=manager, at=AT)
    browser = visitor(manager)

    assert "She is left in peace" in words(browser.get(to(ada)))
    browser.post(to(ada, text), {"channel": "sms", "text": "x"})
    assert Contact.objects.count() == 0


def test_strangers_send_nothing(store, ada):
    assert visitor(guide_in(store)).get(to(ada)).status_code == 404
    cashier = visitor(posted(Role.CASHIER, store=store))
    assert {cashier.get(url).status_code for url in (URL, NEW, to(ada))} == {403}


def test_who_was_contacted_often_gets_care_alone(guide, ada):
    CareRule.objects.create(effective_from=AT.date(), contacts_most=2, contacts_days=30)
    give_consent(
        member=ada, purpose=Purpose.SMS, channel=ConsentChannel.TILL, by=guide, at=noon(2026, 3, 1)
    )
    care, promotion = text_of(title="care"), text_of(TemplateKind.PROMOTION, title="sale")
    browser, sent = visitor(guide), {"text": "上新", "channel": "sms"}

    browser.post(to(ada, promotion), sent)
    before = browser.get(to(ada))
    open_page = browser.get(to(ada, promotion))
    log_contact(member=ada, said=Said("phone", "x"), by=guide, at=AT)
    after = browser.get(to(ada))
    late = browser.post(to(ada, promotion), sent)

    assert [one.title for one in before.context["offer"].templates] == ["care", "sale"]
    assert "form" in open_page.context
    assert [one.title for one in after.context["offer"].templates] == ["care"]
    assert "2 contacts with her in 30 days" in words(after)
    assert "form" not in late.context  # no longer among the texts there are
    assert Contact.objects.count() == 2
    browser.post(to(ada, care), sent)
    assert Contact.objects.count() == 3
