"""Everybody who works here and may sign in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stores.enums import Language


class StaffManager(BaseUserManager["Staff"]):
    """Makes staff; Django's own commands ask it for users."""

    def create_user(self, number: str, password: str | None = None, **facts: Any) -> Staff:
        """Return a new member of staff who signs in with ``number``."""
        staff = self.model(number=number, **facts)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff

    def create_superuser(self, number: str, password: str | None = None, **facts: Any) -> Staff:
        """Return a new member of staff whom nothing is hidden from."""
        return self.create_user(number, password, is_superuser=True, is_staff=True, **facts)


class Staff(AbstractBaseUser, PermissionsMixin):
    """A member of staff: the user of this system. What she does is in her postings."""

    number = models.CharField(_("staff number"), max_length=20, unique=True)
    display_name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    language = models.CharField(
        _("language"), max_length=10, choices=Language, default=Language.CHINESE
    )
    pin = models.CharField(_("PIN"), max_length=128, blank=True, editable=False)
    is_active = models.BooleanField(_("works here"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    joined_at = models.DateTimeField(_("since"), null=True, blank=True)

    objects = StaffManager()

    USERNAME_FIELD = "number"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(number=""), name="stores_staff_has_a_number"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.number

    def get_full_name(self) -> str:
        """Return the name as shown, for Django's own pages."""
        return str(self)

    def get_short_name(self) -> str:
        """Return the name as shown, for Django's own pages."""
        return str(self)

    def set_pin(self, pin: str) -> None:
        """Remember ``pin``, hashed, for switching at a shared till."""
        self.pin = make_password(pin)

    def has_pin(self, pin: str) -> bool:
        """Tell whether ``pin`` is hers; nobody without a PIN has one that fits."""
        return bool(self.pin) and check_password(pin, self.pin)
