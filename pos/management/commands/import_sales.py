"""``import_sales FILE``: the receipts of an earlier system."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from common.progress import Progress
from pos.domain.history.sale_import import import_sales
from pos.management.telling import add_options, refusing_in_words, tell


class Command(BaseCommand):
    help = "Import receipts from sales.csv; docs/importing.md describes the file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options, which are a promise."""
        add_options(parser)
        parser.add_argument(
            "--earn", action="store_true", help="give points and tiers as the till would have"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, tell what became of the rows, and exit with 1 if some were refused."""
        with refusing_in_words():
            taken = import_sales(
                path=options["file"],
                at=timezone.now(),
                progress=Progress(sys.stderr),
                dry_run=options["dry_run"],
                create_stores=options["create_stores"],
                earn=options["earn"],
                errors=options["errors"],
            )
        tell(self, options, refusals=taken.refusals, lines=taken.lines, receipts=taken.receipts)
