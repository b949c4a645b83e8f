"""Keeping ``Member.next_birthday_on`` in the future."""

import datetime as dt

from common.birthdays import next_on
from membership.models import Member

BATCH = 1_000


def roll_birthdays(*, on: dt.date) -> int:
    """Move every birthday that has passed by ``on`` to its next date; return how many.

    Safe to repeat and to interrupt: each batch stands for itself.
    """
    rolled = 0
    while passed := list(
        Member.objects.filter(next_birthday_on__lt=on).order_by("next_birthday_on")[:BATCH]
    ):
        for member in passed:
            birthday = member.birthday
            member.next_birthday_on = next_on(birthday, on=on) if birthday else None
        Member.objects.bulk_update(passed, ["next_birthday_on"])
        rolled += len(passed)
    return rolled
