"""How one fact of a member is shown, in lists and on her page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.birthdays import Birthday
from common.remembering import remembered
from common.tables import days_left_badge
from guides.enums import OwnershipState, Standing
from guides.models import Ownership
from loyalty.models import Tier
from membership.models import Member

SOON = 14


def name_cell(member: Member) -> SafeString:
    """Return her name as the way to her page."""
    return format_html(
        '<a href="{}">{}</a><span class="hint d-block">{}</span>',
        reverse("campaigns:member", args=[member.number]),
        member.name,
        member.number,
    )


def tier_cell(tier: Tier) -> SafeString:
    """Return the tier as a badge."""
    return _tier(tier.label, tier.colour)


@remembered
def _tier(label: str, colour: str) -> SafeString:
    return render_to_string("common/tier_badge.html", {"tier": {"label": label, "colour": colour}})


def days_left_cell(held: Ownership, *, on: dt.date) -> SafeString:
    """Return how many days after ``on`` the guide keeps her, and whether it is a trial.

    It takes colour in the days of warning of the rule she is held under.
    """
    days, on_trial = (held.due_on - on).days, held.state == OwnershipState.TRIAL
    return _days_left(days, on_trial, held.rule.warn_days, held.rule.last_warn_days)


def nobodys_cell(member: Member) -> str:
    """Return where a member stands whom nobody holds; ``aside_now`` is why she is not drawn."""
    aside = getattr(member, "aside_now", [])
    return str(aside[0].get_kind_display() if aside else Standing.POOL.label)


@remembered
def _days_left(days: int, on_trial: bool, warning: int, alarm: int) -> SafeString:
    badge = days_left_badge(days=days, warning=warning, alarm=alarm)
    return render_to_string("guides/_days_left.html", {"badge": badge, "on_trial": on_trial})


@remembered
def last_visit_cell(day: dt.date, *, on: dt.date) -> SafeString:
    """Return the day she was last here and how long ago that is."""
    return render_to_string("guides/_last_visit.html", {"day": day, "days": (on - day).days})


@remembered
def birthday_cell(birthday: Birthday, *, kept_on: dt.date | None, on: dt.date) -> SafeString:
    """Return the day of her birthday, marked when it is kept within 14 days after ``on``."""
    days = (kept_on - on).days if kept_on else None
    return render_to_string(
        "guides/_birthday.html",
        {
            "birthday": replace(birthday, year=None),
            "kept_on": kept_on if birthday.lunar else None,
            "days": days,
            "soon": days is not None and 0 <= days <= SOON,
        },
    )
