"""Print a figure, as a table for people or as JSON or CSV for programs."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from common.periods import EmptyPeriod, Period
from reports.answers import Answer, Question, ask
from reports.catalogue import BY_SLUG, MOST_DAYS, Figure
from reports.export import as_csv, as_json, rows_of
from reports.periods import EARLIEST, LATEST
from reports.scope import BRAND, Scope
from stores.models import Store

UNUSABLE = 2  # exit status


class Command(BaseCommand):
    help = "Print a figure: what it is, of which days, stores and state of knowledge."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("figure", metavar="FIGURE", help=", ".join(BY_SLUG))
        parser.add_argument("--since", metavar="YYYY-MM-DD", help="first day")
        parser.add_argument("--until", metavar="YYYY-MM-DD", help="first day no longer in it")
        parser.add_argument("--store", metavar="CODE", help="one store; the whole brand without")
        parser.add_argument("--as-of", metavar="YYYY-MM-DD", help="last day known; today without")
        parser.add_argument("--format", choices=WRITERS, default="table")
        parser.add_argument("--days", type=int, help="of retention and repurchase within days")

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ARG002 - Django's hook
        figure = _figure(options["figure"])
        answer = ask(figure, _question(figure, options, today=timezone.localdate()))
        self.stdout.write(WRITERS[options["format"]](answer), ending="")


def _figure(slug: str) -> Figure:
    if slug not in BY_SLUG:
        figures = ", ".join(BY_SLUG)
        raise _unusable(
            _("There is no figure %(slug)s. The figures are: %(figures)s.")
            % {"slug": slug, "figures": figures}
        )
    return BY_SLUG[slug]


def _question(figure: Figure, options: dict[str, Any], *, today: dt.date) -> Question:
    as_of = _day(options, "as_of") or today
    return Question(
        period=_period(figure, _day(options, "since"), _day(options, "until"), as_of),
        scope=_scope(options["store"]),
        as_of=as_of,
        days=_days(figure, options["days"]),
    )


def _day(options: dict[str, Any], name: str) -> dt.date | None:
    text = options[name]
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise _unusable(
            _("--%(option)s: %(text)s is no day; write it as YYYY-MM-DD.")
            % {"option": name.replace("_", "-"), "text": text}
        )
    return day


def _period(figure: Figure, since: dt.date | None, until: dt.date | None, as_of: dt.date) -> Period:
    if since and until:
        try:
            return Period(since, until)
        except EmptyPeriod as refusal:
            raise _unusable(str(refusal)) from None
    if figure.stock:
        return Period(as_of, as_of + dt.timedelta(days=1))
    raise _unusable(_("%(figure)s needs --since and --until.") % {"figure": figure.slug})


def _scope(code: str | None) -> Scope:
    if code is None:
        return BRAND
    store = Store.objects.filter(code=code).first()
    if store is None:
        raise _unusable(_("There is no store with the code %(code)s.") % {"code": code})
    return Scope(store=store)


def _days(figure: Figure, days: int | None) -> int | None:
    if days is None:
        return None
    if figure.days is None:
        raise _unusable(_("%(figure)s has no option --days.") % {"figure": figure.slug})
    if not 1 <= days <= MOST_DAYS:
        raise _unusable(
            _("--days %(days)s is not between 1 and %(most)s.") % {"days": days, "most": MOST_DAYS}
        )
    return days


def _table(answer: Answer) -> str:
    """Return the answer as aligned columns under its definition, period, scope and as-of day."""
    asked, rows = answer.asked, rows_of(answer)
    lines = [
        f"{answer.figure.name} ({answer.figure.slug})",
        answer.definition,
        _("%(since)s until %(until)s (exclusive) · %(scope)s · as known on %(as_of)s")
        % {
            "since": asked.period.since,
            "until": asked.period.until,
            "scope": asked.scope.label,
            "as_of": asked.as_of,
        },
    ]
    if not answer.complete:
        lines.append(_("Not complete yet: the window of the last ones has not ended."))
    cells: list[list[Any]] = [list(row.values()) for row in rows]
    cells[:0] = [list(rows[0])] if rows else []
    texts = [["—" if cell is None else str(cell) for cell in row] for row in cells]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    lines += [""] + ["  ".join(map(str.rjust, row, widths)) for row in texts]
    return "\n".join(lines) + "\n"


def _json(answer: Answer) -> str:
    return json.dumps(as_json(answer), ensure_ascii=False, indent=2) + "\n"


WRITERS = {"table": _table, "json": _json, "csv": as_csv}


def _unusable(message: str) -> CommandError:
    return CommandError(message, returncode=UNUSABLE)
