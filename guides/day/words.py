"""How the list of the day says why a member is on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guides.day.rule import Facts, Reason, Rule
from guides.enums import DayReason
from loyalty.near_tiers import Near

TONES = {
    DayReason.COMPLAINT: ("bad", "alert-triangle"),
    DayReason.PROMISE: ("pine", "phone"),
    DayReason.TRIAL: ("warn", "hourglass"),
    DayReason.DUE: ("warn", "hourglass"),
    DayReason.BIRTHDAY: ("warn", "cake"),
    DayReason.ANNIVERSARY: ("warn", "heart"),
    DayReason.POINTS: ("warn", "coins"),
    DayReason.COUPON: ("warn", "ticket"),
    DayReason.NEAR_TIER: ("good", "trending-up"),
}


@dataclass(frozen=True)
class Why:
    """A reason as it is shown."""

    kind: DayReason
    sentence: str
    tone: str
    icon: str


@dataclass(frozen=True)
class Speaker:
    """Says reasons on the day ``on``; ``promised`` and ``near`` are those of the members shown."""

    on: dt.date
    rule: Rule
    promised: dict[int, str]
    near: dict[int, Near]

    def why(self, reason: Reason, facts: Facts) -> Why:
        """Return ``reason`` of the member of ``facts`` in words."""
        tone, icon = TONES.get(reason.kind, ("", "clock"))
        holding = reason.kind in {DayReason.TRIAL, DayReason.DUE}
        if holding and (reason.day - self.on).days <= facts.last_warn_days:
            tone = "bad"
        if reason.kind == DayReason.PROMISE and reason.day < self.on:
            tone = "warn"
        return Why(reason.kind, SENTENCES[reason.kind](self, reason, facts), tone, icon)

    def ahead(self, day: dt.date) -> str:
        """Return how far ahead ``day`` lies: today, tomorrow, in 5 days."""
        days = (day - self.on).days
        if days <= 1:
            return _("today") if days <= 0 else _("tomorrow")
        return _("in %(days)s days") % {"days": days}

    def ago(self, day: dt.date) -> str:
        """Return how long ago ``day`` was."""
        days = (self.on - day).days
        return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}


def _complaint(speaker: Speaker, reason: Reason, _facts: Facts) -> str:
    if reason.day < speaker.on:
        return _("Complaint, the answer is overdue")
    return _("Complaint, to be answered %(when)s") % {"when": speaker.ahead(reason.day)}


def _promise(speaker: Speaker, reason: Reason, facts: Facts) -> str:
    day = date_format(reason.day, "m-d")
    what = speaker.promised.get(facts.member, "")
    if what:
        return _("Promised for %(day)s: %(what)s") % {"day": day, "what": what}
    return _("Promised for %(day)s") % {"day": day}


def _trial(speaker: Speaker, reason: Reason, _facts: Facts) -> str:
    return _("Trial ends %(when)s") % {"when": speaker.ahead(reason.day)}


def _due(speaker: Speaker, reason: Reason, _facts: Facts) -> str:
    return _("Leaves you %(when)s without a purchase") % {"when": speaker.ahead(reason.day)}


def _birthday(speaker: Speaker, reason: Reason, _facts: Facts) -> str:
    return _("Birthday %(when)s") % {"when": speaker.ahead(reason.day)}


def _anniversary(speaker: Speaker, reason: Reason, _facts: Facts) -> str:
    return _("A day that matters to her: %(when)s") % {"when": speaker.ahead(reason.day)}


def _follow_up(speaker: Speaker, _reason: Reason, facts: Facts) -> str:
    return _("Bought %(ago)s") % {"ago": speaker.ago(facts.last_visit_on or speaker.on)}


def _welcome(speaker: Speaker, _reason: Reason, facts: Facts) -> str:
    return _("Joined %(ago)s") % {"ago": speaker.ago(facts.joined_on)}


def _points(speaker: Speaker, reason: Reason, _facts: Facts) -> str:
    return _("Points end %(when)s") % {"when": speaker.ahead(reason.day)}


def _coupon(speaker: Speaker, reason: Reason, _facts: Facts) -> str:
    return _("A coupon ends %(when)s") % {"when": speaker.ahead(reason.day)}


def _near(speaker: Speaker, _reason: Reason, facts: Facts) -> str:
    return speaker.near[facts.member].sentences[0]


def _quiet(speaker: Speaker, _reason: Reason, facts: Facts) -> str:
    known = [facts.joined_on, facts.last_visit_on, facts.reached_on]
    last = max(day for day in known if day is not None)
    return _("Last heard from us %(ago)s") % {"ago": speaker.ago(last)}


def _phone(speaker: Speaker, _reason: Reason, facts: Facts) -> str:
    words = _("Phone visits this year: %(done)s of %(asked)s")
    return words % {"done": facts.calls, "asked": speaker.rule.phone_visits}


SENTENCES: dict[DayReason, Callable[[Speaker, Reason, Facts], str]] = {
    DayReason.COMPLAINT: _complaint,
    DayReason.PROMISE: _promise,
    DayReason.TRIAL: _trial,
    DayReason.DUE: _due,
    DayReason.BIRTHDAY: _birthday,
    DayReason.ANNIVERSARY: _anniversary,
    DayReason.FOLLOW_UP: _follow_up,
    DayReason.WELCOME: _welcome,
    DayReason.POINTS: _points,
    DayReason.COUPON: _coupon,
    DayReason.NEAR_TIER: _near,
    DayReason.QUIET: _quiet,
    DayReason.PHONE: _phone,
}
