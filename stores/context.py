"""What every page's frame shows: who is here, where, and the doors open to her."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stores.access import Access, Act, Reach
from stores.http import StaffRequest


@dataclass(frozen=True)
class Link:
    """A door: where it leads, what it says, and whether we stand in it.

    ``counts`` is where the number that stands beside it is asked for, after the page is there.
    """

    url: str
    label: str | Promise
    icon: str
    hint: str | Promise
    active: bool
    counts: str = ""


DOORS = [
    (Act.RING_UP, "pos:till", _("Till"), "cash-register", _("Ring up sales, register members.")),
    (
        Act.LOG_CONTACT,
        "guides:day",
        _("Today"),
        "clipboard-list",
        _("Whom to contact today, and why."),
    ),
    (
        Act.LIST_MEMBERS,
        "guides:my_members",
        _("Members"),
        "users",
        _("Your members: who is due, who has a birthday."),
    ),
    (
        Act.SEE_REPORTS,
        "reports:home",
        _("Figures"),
        "chart",
        _("Member sales, retention, repurchase."),
    ),
    (
        Act.RUN_REBATE,
        "programme:rebates",
        _("Rebate"),
        "ticket",
        _("A year's points become coupons."),
    ),
    (
        Act.OPEN_ADMIN,
        "admin:index",
        _("Administration"),
        "settings",
        _("Records, rules and staff."),
    ),
]

# What lies behind a door at another address.
BEHIND = {"guides:my_members": "/members/"}

# Where the number beside a door is asked for, by whom it is of use to: who has a store or less.
COUNTS = {"guides:my_members": "guides:due_count"}
BUSY = "pos:till"  # there nothing is asked beside the work


def links_of(access: Access, path: str) -> list[Link]:
    """Return the doors open to the visitor, the present one marked."""
    links = []
    asks = not path.startswith(reverse(BUSY))
    for act, name, label, icon, hint in DOORS:
        if access.can(act):
            url = reverse(name)
            here = path.startswith((url, BEHIND.get(name, url)))
            counted = asks and name in COUNTS and (access.reach(act) or Reach.BRAND) <= Reach.STORE
            counts = reverse(COUNTS[name]) if counted else ""
            links.append(Link(url, label, icon, hint, active=here, counts=counts))
    return links


def shell(request: StaffRequest) -> dict[str, object]:
    """Return the frame's context; nothing for who has not signed in."""
    staff = getattr(request, "user", None)
    if staff is None or not staff.is_authenticated:
        return {"shell": {"staff": None, "links": []}}
    return {
        "shell": {
            "staff": staff,
            "links": partial(links_of, request.access, request.path),  # fragments have none
            "postings": request.access.postings,
        }
    }
