"""What a visitor asks the figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from common.periods import Period, month_of
from reports.answers import Question
from reports.enums import PeriodName
from reports.periods import A_DAY, EARLIEST, LATEST, named_period, period_before
from reports.scope import Scope

WINDOWS = [30, 60, 90, 180, 365]  # days


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class QuestionForm(forms.Form):
    """Which days, which stores, and as known when."""

    period = forms.ChoiceField(label=_("Period"), choices=PeriodName)
    first = forms.DateField(
        label=pgettext_lazy("period", "First day"), widget=DayInput, required=False
    )
    last = forms.DateField(
        label=pgettext_lazy("period", "Last day"), widget=DayInput, required=False
    )
    scope = forms.ChoiceField(label=_("Stores"))
    days = forms.TypedChoiceField(label=_("Within"), coerce=int, required=False, empty_value=None)
    as_of = forms.DateField(label=_("As known on"), widget=DayInput, required=False)

    def __init__(
        self,
        asked: Mapping[str, str],
        *,
        scopes: dict[str, Scope],
        today: dt.date,
        days: int | None = None,
    ) -> None:
        defaults = {"period": PeriodName.LAST_30_DAYS, "scope": next(iter(scopes)), "days": days}
        super().__init__({**defaults, **asked}, label_suffix="")
        self.scopes = scopes
        self.today = today
        self._offer("scope", [(code, scope.label) for code, scope in scopes.items()])
        if days is None:
            del self.fields["days"]
        else:
            self._offer("days", [(window, _days(window)) for window in sorted({*WINDOWS, days})])

    def clean(self) -> dict[str, Any]:
        """Refuse other days that are missing or the wrong way round, and days to come."""
        cleaned = super().clean() or {}
        for name in ("first", "last", "as_of"):
            if (day := cleaned.get(name)) and not EARLIEST <= day <= LATEST:
                self.add_error(name, _("Please check the year."))
        first, last = cleaned.get("first"), cleaned.get("last")
        if cleaned.get("period") == PeriodName.CUSTOM:
            for name in ("first", "last"):
                if name in cleaned and cleaned[name] is None:
                    self.add_error(name, _("Which day?"))
            if first and last and first > last:
                self.add_error("last", _("This is before the first day."))
        if (as_of := cleaned.get("as_of")) and as_of > self.today:
            self.add_error("as_of", _("This day is still to come."))
        return cleaned

    def question(self) -> Question:
        """Return what is asked."""
        return self._question(self._period())

    def comparison(self) -> Question:
        """Return the same for the days it is compared with."""
        return self._question(period_before(self._name, self._period()))

    def query_of_month(self, day: dt.date) -> str:
        """Return the query that asks the same for the month of ``day``, up to it."""
        asked = {
            "period": PeriodName.CUSTOM.value,
            "first": month_of(day).isoformat(),
            "last": day.isoformat(),
            "scope": self.cleaned_data["scope"],
        }
        return f"?{urlencode(asked)}"

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    @property
    def _name(self) -> PeriodName:
        return PeriodName(self.cleaned_data["period"])

    @property
    def _as_of(self) -> dt.date:
        return self.cleaned_data["as_of"] or self.today

    def _period(self) -> Period:
        if self._name == PeriodName.CUSTOM:
            return Period(self.cleaned_data["first"], self.cleaned_data["last"] + A_DAY)
        return named_period(self._name, today=self._as_of)

    def _question(self, period: Period) -> Question:
        scope = self.scopes[self.cleaned_data["scope"]]
        return Question(period, scope, self._as_of, self.cleaned_data.get("days"))


def _days(count: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}
