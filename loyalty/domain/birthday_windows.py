"""Whether a day lies in somebody's birthday window."""

from __future__ import annotations

import datetime as dt

from common.birthdays import Birthday, occurrence_in
from loyalty.enums import BirthdayWindow


def in_birthday_window(
    birthday: Birthday | None, *, window: BirthdayWindow | str, on: dt.date, days_around: int = 0
) -> bool:
    """Tell whether ``on`` is the birthday, in its month, or within ``days_around`` of it.

    The month is that of the day on which the birthday is kept, also of a lunar one.
    Who has given no birthday is never in a window.
    """
    if birthday is None:
        return False
    # A lunar year ends in the solar year after; days around a birthday reach over a new year.
    kept = [occurrence_in(birthday, on.year + shift) for shift in (-1, 0, 1)]
    match BirthdayWindow(window):
        case BirthdayWindow.DAY:
            return on in kept
        case BirthdayWindow.AROUND:
            return min(abs((day - on).days) for day in kept) <= days_around
        case BirthdayWindow.MONTH:
            return (on.year, on.month) in [(day.year, day.month) for day in kept]
