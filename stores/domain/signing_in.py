"""What somebody signs in with."""

import re

from stores.models import Staff

PIN = re.compile(r"[0-9]{4,6}")


class NotAPin(Exception):
    """A PIN is four to six digits."""


def set_pin(*, staff: Staff, pin: str) -> None:
    """Let ``staff`` switch at a shared till with ``pin``, four to six digits, from now on.

    :raises NotAPin: for anything else
    """
    if not PIN.fullmatch(pin):
        raise NotAPin
    staff.set_pin(pin)
    staff.save(update_fields=["pin"])


def set_password(*, staff: Staff, password: str) -> None:
    """Let ``staff`` sign in with ``password`` from now on, and end her sessions elsewhere."""
    staff.set_password(password)
    staff.save(update_fields=["password"])
