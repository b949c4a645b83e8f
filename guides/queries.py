"""Whose members are whose."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from guides.models import Ownership
from membership.models import Member
from stores.access import Access, Act


def members_of(access: Access, act: Act = Act.LIST_MEMBERS) -> QuerySet[Member]:
    """Return the members on whom the visitor may ``act``: the one door to a member's page.

    A guide's own are those she holds now; the moment she loses one, the page is a stranger's.
    """
    held = Ownership.objects.open().filter(guide=access.staff.pk).values("member")
    return access.narrow(Member.objects.current(), act, store="home_store", own=Q(pk__in=held))


def held_by_guides(access: Access) -> QuerySet[Ownership]:
    """Return the open ownerships the visitor may see, with member, tier and store at hand."""
    return (
        access.narrow(
            Ownership.objects.open(),
            Act.LIST_MEMBERS,
            store="store",
            own=Q(guide=access.staff.pk),
        )
        .select_related("member", "guide", "store")
        .order_by("due_on", "pk")
    )
