"""Signing in with a password, or with a PIN at a till where a colleague is signed in already."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet
from django.http import HttpRequest

from common.written_once import written_once
from stores.models import Staff


class StaffBackend(ModelBackend):
    """Knows staff by number and password."""

    def get_user(self, user_id: int) -> Staff | None:
        """Return who is signed in, if she may still be."""
        staff = _staff.first(key=user_id)
        return staff if staff and self.user_can_authenticate(staff) else None


@written_once
def _staff(*, key: int) -> QuerySet[Staff]:
    return Staff.objects.filter(pk=key)


class PinBackend(StaffBackend):
    """Knows staff by number and PIN. Only the page for switching cashiers names a PIN.

    Wrong PINs count towards the same lock as wrong passwords.
    """

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - Django's shape
        username: str | None = None,
        password: str | None = None,  # noqa: ARG002 - Django's shape
        *,
        pin: str | None = None,
        **others: Any,  # noqa: ARG002 - Django's shape
    ) -> Staff | None:
        """Return the member of staff whose number and PIN these are, or None."""
        if not username or not pin:
            return None
        staff = Staff.objects.filter(number=username, is_active=True).first()
        return staff if staff and staff.has_pin(pin) else None
