"""Member numbers: ``NO.<store code>-000001``, one after the other in each store."""

from django.db import transaction

from membership.models import Member, MemberSequence
from stores.models import Store

DIGITS = 6


@transaction.atomic
def draw_number(*, store: Store) -> str:
    """Return the next number of ``store``, skipping those an import brought along.

    The counter moves only if the caller's transaction commits, so no number is lost; it
    stays locked until then, so none is drawn twice. After 999999 it grows to seven digits.
    """
    MemberSequence.objects.get_or_create(store=store)
    sequence = MemberSequence.objects.select_for_update().get(store=store)
    number = ""
    while not number or Member.objects.filter(number=number).exists():
        sequence.last += 1
        number = format_number(store=store, count=sequence.last)
    sequence.save(update_fields=["last"])
    return number


def format_number(*, store: Store, count: int) -> str:
    """Write the ``count``-th number of ``store``; the code is text and is not padded."""
    return f"NO.{store.code}-{count:0{DIGITS}d}"
