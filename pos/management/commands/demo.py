"""``manage.py demo``: an empty house becomes the demonstration chain."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import F, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from guides.domain.mornings import do_mornings
from pos.demo.build import SMALL, WHOLE, HouseNotEmpty, build_demo, is_demo
from pos.demo.chain import PASSWORD, PIN
from pos.demo.staffing import HouseHasStaff, is_staffed, staff_house
from sales.models import Sale
from stores.models import Posting

BAR = 30  # characters


class Command(BaseCommand):
    help = "Fill a house without staff with a demonstration chain and print its logins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--small", action="store_true", help="two stores, three months")
        parser.add_argument(
            "--staff", action="store_true", help="only give imported stores their people"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build the chain unless it is there; leave a house with data of its own alone."""
        if options["staff"] and not is_staffed():
            self._hire()
        elif not (is_demo() or is_staffed()):
            try:
                self._build(small=options["small"])
            except HouseNotEmpty:
                self.stdout.write(
                    _("This house has data of its own: no demonstration chain added.")
                )
                return
        self.stdout.write(_logins())

    def _build(self, *, small: bool) -> None:
        started = time.monotonic()
        at = timezone.now()
        build_demo(size=SMALL if small else WHOLE, at=at, progress=self._show)
        do_mornings(at=at)  # the first worker would: by lot, and so not part of the one story
        if self.stderr.isatty():
            self.stderr.write("")
        took = round(time.monotonic() - started)
        self.stderr.write(_("Demonstration chain built in %(seconds)d s.") % {"seconds": took})

    def _hire(self) -> None:
        """Post people since the first day of the history that is there."""
        first = Sale.objects.aggregate(day=Min("business_day"))["day"]
        try:
            staff_house(since=first or timezone.localdate())
        except HouseHasStaff as refusal:
            raise CommandError(_("This house has staff of its own.")) from refusal

    def _show(self, done: int, days: int) -> None:
        """Draw how far the history has come, where somebody watches."""
        if self.stderr.isatty():
            filled = BAR * done // days
            bar = "█" * filled + "·" * (BAR - filled)
            self.stderr.write(
                f"\r{_('Building the demonstration chain')} {bar} {done}/{days}", ending=""
            )
            self.stderr.flush()


def _logins() -> str:
    postings = Posting.objects.select_related("staff", "store", "region").order_by(
        F("store").asc(nulls_first=True), "staff__number"
    )
    lines = [
        f"  {posting.staff.number:<6} {posting.staff.display_name}  {posting}"
        for posting in postings
    ]
    head = _("Sign in with a staff number; the password of all is %(password)s, the PIN %(pin)s.")
    return "\n".join([head % {"password": PASSWORD, "pin": PIN}, *lines])
