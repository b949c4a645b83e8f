"""A membership is taken away on her page, appealed against, and given back."""

import pytest

from membership.enums import MemberStatus
from tests.campaigns.cast import url
from tests.factories import NOON
from tests.visitors import errors, visitor, words

pytestmark = pytest.mark.time_machine(NOON, tick=False)


def send(staff, page, member, **typed):
    return visitor(staff).post(url(page, member), typed, follow=True)


def status(member):
    member.refresh_from_db()
    return member.status


def test_it_disqualifies_hears_the_appeal_and_grants_it(cast):
    taken = words(send(cast.officer, "disqualify", cast.ada, reason="刷单套积分"))
    assert "Disqualified She appeals No till gives her a member's price, points or perks." in taken
    assert ("刷单套积分" in taken, "Issue a card" in taken, "Edit" in taken) == (
        True,
        False,
        False,
    )
    assert status(cast.ada) == MemberStatus.DISQUALIFIED

    heard = words(send(cast.guide, "appeal", cast.ada, text="是我先生用的卡"))
    assert "Appeal under review · 2026-03-02 “是我先生用的卡”" in heard
    assert ("She appeals" in heard, "Decide the appeal" in heard) == (False, False)

    page = visitor(cast.officer).get(url("decide", cast.ada))
    assert "是我先生用的卡" in words(page)
    given = words(
        send(cast.officer, "decide", cast.ada, verdict="granted", answer="已核实，予以恢复")
    )
    assert "Reinstated" in given
    assert "Appeal granted" in given
    assert "Issue a card" in given
    assert status(cast.ada) == MemberStatus.ACTIVE


def test_it_rejects_an_appeal_for_good(cast):
    send(cast.officer, "disqualify", cast.ada, reason="刷单")
    send(cast.manager, "appeal", cast.ada, text="不是我")

    send(cast.officer, "decide", cast.ada, verdict="rejected", answer="证据确凿")

    assert status(cast.ada) == MemberStatus.DISQUALIFIED
    assert "There is no open appeal any more." in words(
        send(cast.officer, "decide", cast.ada, verdict="granted", answer="好")
    )
    assert status(cast.ada) == MemberStatus.DISQUALIFIED


def test_it_asks_for_words(cast):
    without = send(cast.officer, "disqualify", cast.ada, reason="")
    assert errors(without) == {"reason": ["Nobody is disqualified without a reason."]}
    send(cast.officer, "disqualify", cast.ada, reason="刷单")
    assert errors(send(cast.officer, "appeal", cast.ada, text=" ")) == {
        "text": ["Write down what she says."]
    }
    send(cast.officer, "appeal", cast.ada, text="不是我")

    assert errors(send(cast.officer, "decide", cast.ada, answer="")) == {
        "verdict": ["Decide one way or the other."],
        "answer": ["She is owed an answer."],
    }


@pytest.mark.parametrize("who", ["guide", "manager", "area_manager", "cashier"])
def test_it_is_for_the_head_office(cast, who):
    staff = getattr(cast, who)

    assert send(staff, "disqualify", cast.ada, reason="x").status_code == 403
    assert send(staff, "decide", cast.ada).status_code == 403
    assert status(cast.ada) == MemberStatus.ACTIVE


def test_it_stays_a_stranger_to_other_guides(cast):
    send(cast.officer, "disqualify", cast.ada, reason="刷单")

    answers = [
        visitor(staff).get(url("member", cast.ada)).status_code
        for staff in (cast.guide, cast.stranger, cast.manager)
    ]

    assert answers == [200, 404, 200]
