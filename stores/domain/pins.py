"""The PIN a cashier switches with at a shared till."""

import re

from stores.models import Staff

_DIGITS = re.compile(r"[0-9]{4,6}")
_RUNS = "01234567890", "09876543210"


class PinTooShort(Exception):
    """A PIN has four to six digits."""


class PinTooEasy(Exception):
    """One digit repeated, or digits in a row: 1111, 1234."""


def choose_pin(*, staff: Staff, pin: str) -> Staff:
    """Remember ``pin`` (four to six digits) as that of ``staff``, hashed.

    :raises PinTooShort: unless it has four to six digits
    :raises PinTooEasy: if it is one digit repeated or a run
    """
    if not _DIGITS.fullmatch(pin):
        raise PinTooShort
    if len(set(pin)) == 1 or any(pin in run for run in _RUNS):
        raise PinTooEasy
    staff.set_pin(pin)
    staff.save(update_fields=["pin"])
    return staff
