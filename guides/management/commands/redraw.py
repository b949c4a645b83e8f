"""Repeat a draw from what was stored of it, and say whether the same comes out."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from guides.domain.draws import InputsChanged, redraw
from guides.enums import DrawState
from guides.models import Draw

DIFFERENT = 1  # exit status


class Command(BaseCommand):
    help = "Draw again with the stored inputs and seed. --verify compares it with what was drawn."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("draw", type=int, help="the number of the draw")
        parser.add_argument(
            "--verify", action="store_true", help="compare, byte for byte; status 1 if it differs"
        )

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ARG002 - Django's hook
        draw = Draw.objects.filter(pk=options["draw"], state=DrawState.PLACED).first()
        if draw is None:
            raise CommandError(_("There is no finished draw %(draw)s.") % options)
        try:
            again = redraw(draw)
        except InputsChanged:
            self._differs(
                _("The inputs of draw %(draw)s are not those that were frozen.") % options
            )
        if not options["verify"]:
            self.stdout.write(again)
        elif again != draw.result:
            self._differs(_("Draw %(draw)s gives another result.") % options)
        else:
            self.stdout.write(_("Draw %(draw)s is as it was drawn.") % options)

    def _differs(self, words: str) -> None:
        self.stderr.write(words)
        sys.exit(DIFFERENT)
