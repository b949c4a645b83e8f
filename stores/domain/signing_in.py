"""What somebody signs in with."""

import re

from stores.models import Staff

PIN = re.compile(r"[0-9]{4,6}")
RUNS = "01234567890", "09876543210"


class NotAPin(Exception):
    """A PIN is four to six digits."""


class PinTooEasy(Exception):
    """One digit repeated, or digits in a row: 1111, 1234."""


def set_pin(*, staff: Staff, pin: str) -> Staff:
    """Let ``staff`` switch at a shared till with ``pin``, four to six digits, from now on.

    :raises NotAPin: for anything else
    :raises PinTooEasy: if it is one digit repeated or a run of digits
    """
    if not PIN.fullmatch(pin):
        raise NotAPin
    if len(set(pin)) == 1 or any(pin in run for run in RUNS):
        raise PinTooEasy
    staff.set_pin(pin)
    staff.save(update_fields=["pin"])
    return staff


def set_password(*, staff: Staff, password: str) -> None:
    """Let ``staff`` sign in with ``password`` from now on, and end her sessions elsewhere."""
    staff.set_password(password)
    staff.save(update_fields=["password"])
