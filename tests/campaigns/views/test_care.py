"""Her page: contacts put right, what was promised, why she left, what is known of her."""

import datetime as dt

import pytest
from django.urls import reverse

from common.birthdays import Birthday
from guides.domain.contacting import Said, log_contact
from guides.domain.losing import lose_member, welcome_back
from guides.domain.setting_aside import leave_in_peace
from guides.models import Contact, Loss, LossReason
from guides.queries.standing import standing_of
from loyalty.models import Tier
from membership.models import SoftProfile
from tests.campaigns.cast import url
from tests.factories import NOON
from tests.visitors import visitor, words

pytestmark = pytest.mark.time_machine(NOON, tick=False)


def say(cast, note="她来过", **said):
    return log_contact(member=cast.ada, said=Said("phone", note, **said), by=cast.guide, at=NOON)


def page(cast):
    return words(visitor(cast.guide).get(url("member", cast.ada)))


def test_it_shows_problem_need_outcome_and_the_next_day(cast):
    say(
        cast,
        outcome="will_come",
        purpose="service",
        problem="掉色",
        need="换货",
        next_step="留货",
        next_on=dt.date(2026, 3, 9),
    )

    text = page(cast)

    assert "Problem : 掉色 · Need : 换货" in text.replace("Problem:", "Problem :").replace(
        "Need:", "Need :"
    )
    assert "2026-03-09 留货 Will come · Phone · Service · Li" in text
    assert "Wants to come: 留货 2026-03-09" in text


def test_a_contact_is_put_right_and_the_wrong_one_stays_to_be_read(cast):
    wrong = say(cast, "打错了")
    browser = visitor(cast.guide)
    address = url("correct_contact", cast.ada, wrong.pk)

    form = browser.get(address).context["form"]
    assert form["note"].value() == "打错了"
    browser.post(address, {"channel": "wechat", "outcome": "reached", "note": "是微信"})

    assert list(Contact.objects.standing().values_list("note", "corrects")) == [
        ("是微信", wrong.pk)
    ]
    text = page(cast)
    assert "打错了" in text
    assert "was put right" in text
    assert browser.get(address).status_code == 404


def test_she_leaves_and_is_welcome_again(cast):
    product = LossReason.objects.get(code="product")
    browser = visitor(cast.guide)

    browser.post(url("lose_member", cast.ada), {"reason": product.pk, "note": "嫌贵"})
    assert "嫌贵" in page(cast)

    browser.post(url("welcome_back", cast.ada))
    assert list(Loss.objects.open()) == []
    assert "She may be contacted again" not in page(cast)


def test_left_in_peace_she_is_no_longer_her_guides_and_the_manager_welcomes_her(cast):
    normal = LossReason.objects.get(code="normal")
    guide, manager = visitor(cast.guide), visitor(cast.manager)

    answer = guide.post(
        url("lose_member", cast.ada), {"reason": normal.pk, "note": "搬走了"}, follow=True
    )
    assert answer.redirect_chain == [(reverse("guides:day"), 302)]
    assert guide.get(url("member", cast.ada)).status_code == 404
    text = words(manager.get(url("member", cast.ada)))
    assert "Days left Left in peace" in text
    assert "搬走了" in text

    manager.post(url("welcome_back", cast.ada))
    assert (standing_of(cast.ada), list(Loss.objects.open())) == ("pool", [])


def test_a_mistaken_wish_for_peace_costs_the_guide_nothing(cast):
    """She notes the wrong outcome; her manager puts it right and gives the member back."""
    task = say(cast, next_on=dt.date(2026, 3, 9)).member.care_tasks.get()
    before = cast.ada.ownerships.get().due_on
    wrong = say(cast, note="点错了", outcome="refused")
    manager = visitor(cast.manager)
    assert "Give her back" not in words(manager.get(url("member", cast.ada)))

    manager.post(
        url("correct_contact", cast.ada, wrong.pk),
        {"channel": "phone", "outcome": "reached", "note": "周末来"},
    )
    assert f"Give her back to {cast.guide}" in words(manager.get(url("member", cast.ada)))
    manager.post(url("restore_guide", cast.ada))

    held = cast.ada.ownerships.get()
    assert (held.guide, held.due_on, held.ends_at) == (cast.guide, before, None)
    assert (held.restored_by, held.restored_at) == (cast.manager, NOON)
    task.refresh_from_db()
    assert task.closed_at is None
    assert f"given back by {cast.manager} on" in words(manager.get(url("member", cast.ada)))


def test_giving_back_is_for_who_assigns_members(cast):
    leave_in_peace(member=cast.ada, note="n", by=cast.manager, at=NOON)
    welcome_back(member=cast.ada, by=cast.manager, at=NOON)

    assert visitor(cast.guide).post(url("restore_guide", cast.ada)).status_code == 403
    assert visitor(cast.stranger).post(url("restore_guide", cast.ada)).status_code == 403
    assert standing_of(cast.ada) == "pool"


def test_peace_given_by_hand_shows_and_is_ended_on_her_page(cast):
    leave_in_peace(member=cast.ada, note="不要打扰", by=cast.manager, at=NOON)
    manager = visitor(cast.manager)
    assert "She may be contacted again" in words(manager.get(url("member", cast.ada)))

    manager.post(url("welcome_back", cast.ada))

    assert standing_of(cast.ada) == "pool"


def test_what_is_known_of_her_is_written_down_and_scored(cast):
    browser = visitor(cast.guide)

    browser.post(url("soft_profile", cast.ada), {"sizes": "M", "why_she_buys": "送礼"})
    browser.post(url("anniversary", cast.ada), {"name": "结婚", "day": "农历八月十五"})
    browser.post(url("note", cast.ada), {"text": "爱喝茶"})
    browser.post(url("check_record", cast.ada))

    text = page(cast)
    assert "Complete 5 / 10" in text
    assert "Sizes M" in text
    assert "爱喝茶" in text
    assert "Last verified 2026-03-02 · Li" in text
    assert cast.ada.anniversaries.get().kept_as == Birthday(8, 15, lunar=True)


def test_a_day_that_cannot_be_read_is_said(cast):
    answer = visitor(cast.guide).post(
        url("anniversary", cast.ada), {"name": "结婚", "day": "13-45"}, follow=True
    )

    assert cast.ada.anniversaries.count() == 0
    assert answer.context["messages"]


def test_the_highest_tier_has_a_deeper_file(cast):
    browser = visitor(cast.guide)
    deeper = {"family": "女儿", "service": "安静", "avoid": "香水"}

    browser.post(url("soft_profile", cast.ada), deeper)
    assert SoftProfile.objects.get().family == ""

    platinum = Tier.objects.get(code="platinum")
    cast.ada.tier_assignments.update(tier=platinum)
    browser.post(url("soft_profile", cast.ada), deeper)
    assert SoftProfile.objects.get().family == "女儿"
    assert "People she buys for 女儿" in page(cast)


@pytest.mark.parametrize("who", ["stranger", "area_manager", "cashier"])
def test_strangers_change_nothing(cast, who):
    wrong = say(cast)
    lose_member(
        member=cast.ada, reason=LossReason.objects.get(code="product"), by=cast.guide, at=NOON
    )
    browser = visitor(getattr(cast, who))

    answers = [
        browser.post(address, {"name": "x", "day": "05-01", "text": "x", "note": "x"}).status_code
        for address in (
            url("correct_contact", cast.ada, wrong.pk),
            url("lose_member", cast.ada),
            url("welcome_back", cast.ada),
            url("soft_profile", cast.ada),
            url("anniversary", cast.ada),
            url("note", cast.ada),
            url("check_record", cast.ada),
        )
    ]

    assert set(answers) <= {403, 404}
    assert (Contact.objects.count(), Loss.objects.open().count()) == (1, 1)
    assert cast.ada.notes.count() == cast.ada.record_checks.count() == 0
