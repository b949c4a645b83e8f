"""Whose members are whose, and what a list of them shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias, TypedDict

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from common.periods import add_months, month_of
from common.written_once import written_once
from guides.enums import Focus, OwnershipState
from guides.models import Ownership
from loyalty.models import Tier, TierAssignment
from membership.enums import Calendar
from membership.models import Member
from sales.models import Visit
from stores.access import Access, Act
from stores.models import Staff, Store

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Shown(TypedDict):
        """What a list shows of a member, beside her own columns."""

        held: Ownership | None
        due_on: dt.date | None
        held_by: str | None
        tier_now: TierAssignment | None
        tier_rank: int | None
        balance: int | None
        last_visit_on: dt.date | None

    ListedMember: TypeAlias = WithAnnotations[Member, Shown]

ALONG = ("held__guide", "held__rule", "tier_now__tier")


def members_of(
    access: Access, act: Act = Act.LIST_MEMBERS, *, among: QuerySet[Member] | None = None
) -> QuerySet[Member]:
    """Return the members on whom the visitor may ``act``: the one door to a member's page.

    They are current members, unless ``among`` says among whom to look. A guide's own are those
    she holds now; the moment she loses one, the page is a stranger's.
    """
    members = Member.objects.current() if among is None else among
    return access.narrow(members, act, store="home_store", own=_own(access, act))


def _own(access: Access, act: Act) -> Q:
    """Whom a guide holds, and whom she serves while another is away."""
    if not access.reaches_own(act):
        return Q(pk__in=[])
    return Q(pk__in=in_the_hands(access))


def in_the_hands(access: Access) -> QuerySet[Ownership, int]:
    """Return the keys of the members in her hands: her own, and of whom she stands in for."""
    held = Ownership.objects.open().filter(guide__in=access.hands)
    return held.values_list("member", flat=True)


def acts_on(
    access: Access, member: Member, *acts: Act, among: QuerySet[Member] | None = None
) -> set[Act]:
    """Return those of ``acts`` the visitor may do to this one ``member``, if she is ``among``."""
    allowed = {
        act.name: Exists(members_of(access, act, among=among).filter(pk=OuterRef("pk")))
        for act in acts
    }
    found = Member.objects.filter(pk=member.pk).values(**allowed).first() or {}
    return {act for act in acts if found.get(act.name)}


def listed(members: QuerySet[Member]) -> QuerySet[ListedMember]:
    """Return ``members``, each with what a list shows of her, in the same query.

    ``held`` is her open ownership with its guide, until ``due_on``; ``tier_now`` her tier's
    assignment; ``balance`` her points; ``last_visit_on`` her last visit that no return undid.
    Order by the plain names: a lookup through ``held`` would join it again.
    """
    last_visit = (
        Visit.objects.standing()
        .filter(member=OuterRef("pk"))
        .order_by("-business_day")
        .values("business_day")[:1]
    )
    return members.annotate(
        held=FilteredRelation("ownerships", condition=Q(ownerships__ends_at=None)),
        due_on=F("held__due_on"),
        held_by=F("held__guide__display_name"),
        tier_now=FilteredRelation("tier_assignments", condition=Q(tier_assignments__ends_at=None)),
        tier_rank=F("tier_now__tier__rank"),
        balance=F("points_account__balance"),
        last_visit_on=Subquery(last_visit),
    ).select_related(*ALONG)


def listed_in_order(keys: Sequence[int]) -> list[ListedMember]:
    """Return the members with these ``keys``, few of them, in their order, as ``listed`` does."""
    found = {member.pk: member for member in _listed.rows(keys=list(keys))} if keys else {}
    return [found[key] for key in keys if key in found]


@written_once
def _listed(*, keys: list[int]) -> QuerySet[ListedMember]:
    return listed(Member.objects.filter(pk__in=keys))


def next_due_first(members: QuerySet[ListedMember]) -> QuerySet[ListedMember]:
    """Return those of the listed ``members`` whom a guide holds, by their last day."""
    return members.filter(due_on__isnull=False).order_by("due_on", "pk")


def last_joined_first(members: QuerySet[ListedMember]) -> QuerySet[ListedMember]:
    """Order ``members`` by the day they joined."""
    return members.order_by("-joined_on", "-pk")


def in_a_hand(members: QuerySet[Member]) -> QuerySet[Member]:
    """Return those of ``members`` whom a guide holds."""
    return members.filter(_held())


def in_the_pool(members: QuerySet[Member]) -> QuerySet[Member]:
    """Return those of ``members`` whom nobody holds."""
    return members.filter(~_held())


def focused(members: QuerySet[Member], focus: str, *, on: dt.date) -> QuerySet[Member]:
    """Return those of ``members`` who need looking after for the reason ``focus``."""
    match focus:
        case Focus.DUE:
            return members.filter(
                Exists(Ownership.objects.due_soon(on=on).filter(member=OuterRef("pk")))
            )
        case Focus.TRIAL:
            return members.filter(_held(state=OwnershipState.TRIAL))
        case Focus.BIRTHDAY:
            return members.filter(_birthday_in_month_of(on))
    return members


def of_tier(members: QuerySet[Member], tier: Tier) -> QuerySet[Member]:
    """Return those of ``members`` who have ``tier`` now."""
    has_it = TierAssignment.objects.open().filter(member=OuterRef("pk"), tier=tier)
    return members.filter(Exists(has_it))


def _held(**how: object) -> Exists:
    """Say that a guide holds the member; a join would be counted along with the members."""
    return Exists(Ownership.objects.open().filter(member=OuterRef("pk"), **how))


def _birthday_in_month_of(on: dt.date) -> Q:
    """A birthday still to come this month; a solar one also when it has passed."""
    to_come = Q(next_birthday_on__gte=on, next_birthday_on__lt=add_months(month_of(on), 1))
    return to_come | Q(birth_calendar=Calendar.SOLAR, birth_month=on.month)


def count_up_to(members: QuerySet[Member], most: int) -> int:
    """Return how many ``members`` there are, ``most`` standing for that many or more."""
    return members.order_by()[:most].count()


def guides_of(store: Store, *, member: Member, on: dt.date) -> QuerySet[Staff]:
    """Return the guides of ``store`` on ``on``, each knowing whether she ``held_before``."""
    posted = store.postings.current(on=on).guides().values("staff")
    before = Ownership.objects.filter(guide=OuterRef("pk"), member=member, ends_at__isnull=False)
    return (
        Staff.objects.filter(pk__in=posted, is_active=True)
        .annotate(held_before=Exists(before))
        .order_by("number")
    )
