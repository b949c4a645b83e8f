"""Which members the visitor may see are near the next tier, or about to lose theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils import timezone

from guides.enums import NearList
from guides.queries import members as queries
from guides.queries.standing import know_aside
from loyalty.models import Tier
from loyalty.near_tiers import Near, near_keeping, near_the_next
from membership.models import Member
from stores.access import Access, Act, Reach
from stores.models import Store

if TYPE_CHECKING:
    from guides.queries.members import ListedMember

AT_ONCE = 500


@dataclass(frozen=True)
class NearMember:
    """One row of the list."""

    member: ListedMember
    near: Near

    @property
    def tier(self) -> Tier | None:
        """The tier she has now."""
        held = getattr(self.member, "tier_now", None)
        return held.tier if held else None

    @property
    def guide(self) -> str:
        """The name of the guide who looks after her, or nothing."""
        return self.member.held_by or ""

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which no more than this is missing."""
        return self.near.until - dt.timedelta(days=1) if self.near.until else None


def stores_of(access: Access) -> QuerySet[Store]:
    """Return the stores to choose from: who sees several looks at one at a time."""
    return access.stores(Act.LIST_MEMBERS).order_by("name", "pk")


def members_in(access: Access, store: Store | None) -> QuerySet[Member]:
    """Return the members the visitor may see: her own, or those of ``store``."""
    members = queries.members_of(access)
    if access.reach(Act.LIST_MEMBERS) == Reach.OWN:
        return members
    return members.filter(home_store=store)


def found(
    members: QuerySet[Member], *, which: NearList, within: int, at: dt.datetime
) -> list[Near]:
    """Return who of ``members`` is on the list, the nearest first."""
    if which == NearList.KEEP:
        return near_keeping(members=members, on=timezone.localdate(at))
    return near_the_next(members=members, within=Decimal(within), at=at)


def shown(rows: list[Near]) -> Iterator[NearMember]:
    """Yield ``rows`` with their members, some hundred members a query."""
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        them = Member.objects.filter(pk__in=[one.member for one in some])
        listed = list(queries.listed(them))
        know_aside(listed)
        members = {member.pk: member for member in listed}
        yield from (NearMember(members[one.member], one) for one in some)
