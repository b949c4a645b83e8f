"""Who is drawn: the members of a pool, with the guides who held each of them before."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from common.aggregates import sum_money
from common.periods import add_months, midnight
from guides.domain.draw_rules import Place
from guides.domain.drawing import Group, Inputs
from guides.enums import DrawScope, Strata, WhenExhausted
from guides.models import Ownership, SetAside
from membership.models import Member
from membership.models.member import MemberQuerySet
from sales.models import Visit
from stores.models import Posting, Store

_BANDS = 3  # of members who bought; those who did not are a fourth
_AT_ONCE = 5_000


def pool_of(stores: Iterable[Store]) -> MemberQuerySet:
    """Return the members at home in ``stores`` whom no guide holds and who may be drawn."""
    aside = SetAside.objects.open().filter(member=OuterRef("pk"))
    return unheld(Member.objects.filter(~Exists(aside), home_store__in=stores))


def unheld(members: MemberQuerySet) -> MemberQuerySet:
    """Return those of ``members`` who are current and whom no guide holds."""
    held = Ownership.objects.open().filter(member=OuterRef("pk"))
    return members.current().filter(~Exists(held))


def candidates(place: Place) -> QuerySet[Member, int]:
    """Return whom a draw looks at, by key: the pool, and the exhausted, who may have a guide again.

    A store that is drawn alone also looks at those whom other stores of its region offer.
    """
    here = _drawable(Member.objects.filter(home_store__in=place.stores))
    store = place.store
    if place.scope != DrawScope.STORE or store is None or store.region_id is None:
        return here
    offered = SetAside.objects.open().filter(
        is_offered=True, member__home_store__region=store.region_id
    )
    # With an "or", both would be looked for among all members of the brand.
    return here.union(_drawable(Member.objects.filter(pk__in=offered.values("member"))))


def _drawable(members: MemberQuerySet) -> QuerySet[Member, int]:
    peace = SetAside.objects.open().in_peace().filter(member=OuterRef("pk"))
    return unheld(members).filter(~Exists(peace)).values_list("pk", flat=True)


def gather(*, place: Place, seats: Sequence[Posting], on: dt.date) -> Inputs:
    """Return the inputs of the draw of ``place`` on ``on`` among the guides in ``seats``.

    Who is exhausted already comes in only when somebody is there to have her.
    """
    keys = list(candidates(place).order_by("pk"))
    members = frozenset(keys)
    strata = _strata(Member.objects.filter(pk__among=members), place.rule.strata, on=on)
    before = _held_before(members, seats, place, on=on)
    asides = set(
        SetAside.objects.open()
        .exhausted()
        .filter(member__among=members)
        .values_list("member", flat=True)
    )
    groups: dict[tuple[int, tuple[int, ...]], list[int]] = defaultdict(list)
    for member in keys:
        held_by = before.get(member, ())
        if len(held_by) == len(seats) and member in asides:
            continue
        groups[strata.get(member, 0), held_by].append(member)
    return Inputs(
        guides=tuple((seat.staff.number, str(seat.store and seat.store.code)) for seat in seats),
        groups=tuple(
            Group(stratum, held_by, tuple(found))
            for (stratum, held_by), found in sorted(groups.items())
        ),
    )


def _held_before(
    members: frozenset[int], seats: Sequence[Posting], place: Place, *, on: dt.date
) -> dict[int, tuple[int, ...]]:
    """Return by member the places in ``seats`` of the guides who held her."""
    seat_of = {seat.staff_id: index for index, seat in enumerate(seats)}
    past = Ownership.objects.filter(guide__in=seat_of, ends_at__isnull=False)
    before = _places(past.filter(member__among=members), seat_of)
    if place.rule.when_exhausted == WhenExhausted.FORGET:
        since = add_months(on, -(place.rule.forget_months or 0))
        by_all = frozenset(who for who, held_by in before.items() if len(held_by) == len(seats))
        recent = past.filter(
            member__among=by_all, ends_at__gte=midnight(since + dt.timedelta(days=1))
        )
        before |= dict.fromkeys(by_all, ()) | _places(recent, seat_of)
    return before


def _places(past: QuerySet[Ownership], seat_of: dict[int, int]) -> dict[int, tuple[int, ...]]:
    alike: dict[tuple[int, ...], tuple[int, ...]] = {}
    places = {}
    rows = past.order_by("member").values_list("member", "guide").iterator(chunk_size=_AT_ONCE)
    for member, held in groupby(rows, key=itemgetter(0)):
        held_by = tuple(sorted({seat_of[guide] for _member, guide in held}))
        places[member] = alike.setdefault(held_by, held_by)
    return places


def _strata(members: QuerySet[Member], by: str, *, on: dt.date) -> dict[int, int]:
    """Return the stratum of each member, 0 the richest; nothing where all are alike."""
    match by:
        case Strata.TIER:
            return _by_tier(members)
        case Strata.SPEND:
            return _by_spend(members, on=on)
    return {}


def _by_tier(members: QuerySet[Member]) -> dict[int, int]:
    """The highest tier first; who has none comes last."""
    ranked = members.annotate(
        tier_now=FilteredRelation("tier_assignments", condition=Q(tier_assignments__ends_at=None)),
        rank=F("tier_now__tier__rank"),
    ).values_list("pk", "rank")
    rank_of = dict(ranked.iterator(chunk_size=_AT_ONCE))
    ranks = sorted({rank for rank in rank_of.values() if rank is not None}, reverse=True)
    stratum = {rank: place for place, rank in enumerate(ranks)} | {None: len(ranks)}
    return {member: stratum[rank] for member, rank in rank_of.items()}


def _by_spend(members: QuerySet[Member], *, on: dt.date) -> dict[int, int]:
    """Thirds of the members who bought in the last 12 months, by how much; then the others."""
    spent = (
        Visit.objects.of_last_year(on=on)
        .filter(member__in=members)
        .values_list("member")
        .annotate(net=sum_money("net"))
    )
    buyers = sorted((-net, member) for member, net in spent if net > 0)
    stratum = {member: place * _BANDS // len(buyers) for place, (_net, member) in enumerate(buyers)}
    everybody = members.values_list("pk", flat=True)
    return {member: stratum.get(member, _BANDS) for member in everybody.iterator(_AT_ONCE)}
