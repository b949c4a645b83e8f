"""Do by hand what the night does: notices of expiry, and points that have expired."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from loyalty.domain import expiry


class Command(BaseCommand):
    help = "Write the notices of expiry that are due and write off expired points."

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ARG002 - Django's hook
        done = expiry.expire_points(at=timezone.now())
        self.stdout.write(
            _("Notices: %(notices)s. Lots expired: %(lots)s, points: %(points)s.")
            % {
                "notices": f"{done.notices:,}",
                "lots": f"{done.lots:,}",
                "points": f"{done.points:,}",
            }
        )
