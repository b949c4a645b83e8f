"""Two records side by side, and the merges a record has behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loyalty.queries import standing
from membership.models import Consent, Member, MemberMerge
from sales.enums import SaleKind
from sales.models import Sale
from stores.access import Access, Act


@dataclass(frozen=True)
class Fact:
    """One fact of two records; ``differs`` where both know it and say otherwise."""

    what: str | Promise
    one: str
    other: str

    @property
    def differs(self) -> bool:
        """Whether it speaks against one person."""
        return bool(self.one and self.other) and self.one != self.other


def side_by_side(kept: Member, merged: Member, *, at: dt.datetime) -> list[Fact]:
    """Return what the two records say, in the order they are compared in."""
    ones, others = _facts(kept, at=at), _facts(merged, at=at)
    return [Fact(what, one, others[what]) for what, one in ones.items()]


def merges_of(member: Member) -> QuerySet[MemberMerge]:
    """Return the records that went up in ``member``, the latest first; the undone ones too."""
    return member.merges.select_related("merged", "merged_by", "undone_by").order_by("-pk")


def mark_movable(sales: Iterable[Sale], *, access: Access) -> None:
    """Let each of ``sales`` know whether the visitor may move it to another member."""
    for sale in sales:
        is_sale = sale.kind == SaleKind.SALE
        vars(sale)["movable"] = is_sale and access.can_at(Act.MOVE_SALE, sale.store)


def _facts(member: Member, *, at: dt.datetime) -> dict[str | Promise, str]:
    where = standing(member=member, at=at)
    held = member.ownerships.open().select_related("guide").first()
    purposes = Consent.objects.standing().filter(member=member).order_by("pk")
    last = member.visits.standing().order_by("-business_day").first()
    return {
        _("Name"): member.name,
        _("Mobile"): member.masked_phone,
        _("Birthday"): str(member.birthday or ""),
        _("Gender"): str(member.get_gender_display()),
        _("Joined on"): member.joined_on.isoformat(),
        _("Home store"): str(member.home_store),
        _("Tier"): str(where.tier or ""),
        _("Points"): f"{where.balance:,}",
        _("Receipts"): str(member.sales.count()),
        _("Last visit"): last.business_day.isoformat() if last else "",
        _("Cards"): ", ".join(member.cards.order_by("pk").values_list("number", flat=True)),
        pgettext_lazy("shop guide", "Guide"): str(held.guide) if held else "",
        _("Agreed to"): ", ".join(str(one.get_purpose_display()) for one in purposes),
    }
