"""Signing in with a PIN, at a till where a colleague is signed in already."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from stores.models import Staff


class PinBackend(ModelBackend):
    """Knows staff by number and PIN. Only the page for switching cashiers asks it.

    Wrong PINs count towards the same lock as wrong passwords.
    """

    def authenticate(  # type: ignore[override] - a PIN is no password
        self, request: HttpRequest | None, username: str | None = None, pin: str | None = None
    ) -> Staff | None:
        """Return the member of staff whose number and PIN these are, or None."""
        if not username or not pin:
            return None
        staff = Staff.objects.filter(number=username, is_active=True).first()
        return staff if staff and staff.has_pin(pin) else None
