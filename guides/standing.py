"""Where a member stands: owned, on trial, in the pool, exhausted, or left in peace."""

from __future__ import annotations

from guides.enums import Standing
from guides.models import Ownership, SetAside
from membership.models import Member


def standing_of(member: Member) -> Standing:
    """Return where ``member`` stands now."""
    state = Ownership.objects.open().filter(member=member).values_list("state", flat=True).first()
    aside = SetAside.objects.open().filter(member=member).values_list("kind", flat=True).first()
    return Standing(state or aside or Standing.POOL)
