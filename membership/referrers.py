"""Finding who brought somebody: by her code, or by what is hers otherwise."""

from __future__ import annotations

from membership.enums import MemberStatus
from membership.former import kept_record
from membership.models import Member
from membership.queries import clean_query, find_exactly


def find_referrer(text: str) -> Member | None:
    """Return the current member whose code, phone, card or number is exactly what was typed.

    The code of a merged record leads to who has everything of it now.
    """
    typed = clean_query(text)
    return _by_code("".join(sign for sign in typed.upper() if sign.isalnum())) or find_exactly(
        typed
    )


def _by_code(code: str) -> Member | None:
    found = Member.objects.filter(referral_code__code=code).first() if code else None
    member = kept_record(found) if found else None
    return member if member and member.status == MemberStatus.ACTIVE else None
