"""What the import commands have in common: their options, their last lines, their exit status.

0: all taken, 1: some refused, 2: nothing could be done.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, IntegrityError
from django.utils.translation import gettext as _

from common.csvfile import UnusableFile, ends_within_a_row
from common.staging import NoRoom
from pos.domain.history.origins import ChangedMeanwhile
from pos.domain.history.refusals import Counts, Refusal

SOME_REFUSED, UNUSABLE = 1, 2


def add_options(parser: ArgumentParser) -> None:
    """Declare the file and the options both imports have."""
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="check everything, take nothing")
    parser.add_argument(
        "--create-stores", action="store_true", help="open stores whose codes are unknown"
    )
    parser.add_argument(
        "--errors", metavar="OUT.csv", type=Path, help="write refused rows and the reasons there"
    )


@contextmanager
def refusing_in_words() -> Iterator[None]:
    """Turn what stops an import into one line of words and exit status 2."""
    try:
        yield
    except (UnusableFile, NoRoom) as refusal:
        raise CommandError(str(refusal), returncode=UNUSABLE) from refusal
    except (ChangedMeanwhile, IntegrityError) as refusal:
        words = _("Somebody changed the same data meanwhile. Run the import again.")
        raise CommandError(words, returncode=UNUSABLE) from refusal
    except DatabaseError as fault:
        words = _(
            "The database could not be written: %(reason)s. What was taken before is whole; "
            "run the import again."
        )
        raise CommandError(words % {"reason": fault}, returncode=UNUSABLE) from fault


def tell(
    command: BaseCommand, options: dict[str, Any], *, refusals: list[Refusal], **counts: Counts
) -> None:
    """Print the first refusals and the counts; leave with status 1 if anything was refused.

    The counts are the same in every language: scripts read them.
    """
    refused = next(iter(counts.values())).refused
    if ends_within_a_row(options["file"]):
        command.stderr.write(_("The last row has no end; the file may have been cut there."))
    _tell_refusals(command, refusals, options["errors"], refused)
    if options["dry_run"]:
        command.stdout.write(_("Nothing was taken: this was a dry run."))
    for name, count in counts.items():
        command.stdout.write(
            f"{name}: read {count.read}, created {count.created}, "
            f"unchanged {count.unchanged}, refused {count.refused}"
        )
    if refused:
        sys.exit(SOME_REFUSED)


def _tell_refusals(
    command: BaseCommand, refusals: list[Refusal], errors: Path | None, total: int
) -> None:
    for refusal in refusals:
        words = _("line %(line)s, column %(column)s: %(reason)s")
        if not refusal.column:
            words = _("line %(line)s: %(reason)s")
        command.stderr.write(words % refusal._asdict())
    if more := total - len(refusals):
        command.stderr.write(_("… and %(more)s more.") % {"more": more})
    if total and errors:
        command.stderr.write(_("All of them are in %(path)s.") % {"path": errors})
    elif more:
        command.stderr.write(_("--errors OUT.csv lists all of them."))
