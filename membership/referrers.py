"""Finding who brought somebody: by her code, or by what is hers otherwise."""

from __future__ import annotations

from membership.models import Member
from membership.queries import clean_query, find_exactly


def find_referrer(text: str) -> Member | None:
    """Return the current member whose code, phone, card or number is exactly what was typed."""
    typed = clean_query(text)
    code = "".join(sign for sign in typed.upper() if sign.isalnum())
    by_code = Member.objects.current().filter(referral_code__code=code).first() if code else None
    return by_code or find_exactly(typed)
