"""A member's code for bringing friends, and finding her by it."""

import re

import pytest

from membership.domain.introducing import referral_code
from membership.enums import MemberStatus
from membership.referrers import find_referrer
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


def test_referral_code_is_made_once_and_easy_to_say():
    ada, bea = MemberFactory(), MemberFactory()

    first, again, other = (referral_code(member=one).code for one in (ada, ada, bea))

    assert first == again
    assert first != other
    assert re.fullmatch(r"[A-HJKMNP-Z][2-9A-HJKMNP-Z]{5}", first)


def test_find_referrer_by_code_phone_or_number():
    ada = MemberFactory(phone="+8613800138000")
    MemberFactory()
    code = referral_code(member=ada).code

    typed = [code, code.lower(), f" {code[:3]}-{code[3:]} ", "138 0013 8000", ada.number]

    assert [find_referrer(text) for text in typed] == [ada] * len(typed)
    assert [find_referrer(text) for text in ("", "ABCDEF", code[:5])] == [None] * 3


def test_find_referrer_finds_only_current_members():
    gone = MemberFactory(status=MemberStatus.DISQUALIFIED)

    assert find_referrer(referral_code(member=gone).code) is None
