"""What of a merged record goes over row by row: receipts, days, cards, coupons, contacts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from guides.models import CareTask, Complaint, Contact, Loss, SurveyReply
from loyalty.enums import Decision
from loyalty.models import (
    Coupon,
    CouponUse,
    PerkUse,
    PointsAdjustment,
    Redemption,
    Referral,
    TierApplication,
)
from membership.models import (
    Anniversary,
    Card,
    Member,
    MemberMerge,
    MemberNote,
    RecordCheck,
    SoftProfile,
    Tag,
)
from sales.domain.moving import Day, add_days, days_of_member, take_off_days
from sales.models import Sale, Visit

Moved = dict[str, Any]


def move(merge: MemberMerge) -> Moved:
    """Move the rows of the merged record; return which."""
    moved = {name: _hand(rows, "member", merge.kept) for name, rows in _rows(merge)}
    return {
        **moved,
        "cards": _move_cards(merge),
        "visits": _move_visits(merge),
        "coupons_withdrawn": _withdraw_doubled_coupons(merge),
        "perk_uses": _move_perk_uses(merge),
        "tags": _add_tags(merge),
        **_move_referrals(merge),
    }


def give_back(merge: MemberMerge) -> None:
    """Give the rows back that ``move`` moved."""
    kept, merged, moved = merge.kept, merge.merged, merge.moved
    for name, model in MODELS.items():
        # Merges of before a model was there moved none of its rows.
        model.objects.filter(pk__in=moved.get(name, []), member=kept).update(member=merged)
    _hand_cards(moved["cards"], merge, kept, merged)
    days = [_read_day(kept_as) for kept_as in moved["visits"]]
    take_off_days(member=kept, days=days)
    add_days(member=merged, days=days)
    Coupon.objects.filter(pk__in=moved["coupons_withdrawn"]).update(withdrawn_at=None)
    for key, place in moved["perk_uses"]:
        PerkUse.objects.filter(pk=key).update(member=merged, place=place)
    kept.tags.remove(*moved["tags"])
    _give_back_referrals(merge)


def used_since(merge: MemberMerge) -> str:
    """Return what of the moved rows was used since, or nothing."""
    moved = merge.moved
    sales, coupons = moved["sales"], moved["coupons"]
    elsewhere = Sale.objects.filter(pk__in=sales).exclude(member=merge.kept)
    came_back = Sale.objects.filter(original__in=sales).exclude(pk__in=sales)
    if elsewhere.exists() or came_back.exists():
        return "sales"
    used = CouponUse.objects.filter(coupon__in=coupons, used_at__gt=merge.merged_at)
    return "coupons" if used.exists() else ""


MODELS: dict[str, Any] = {
    "sales": Sale,
    "contacts": Contact,
    "coupons": Coupon,
    "redemptions": Redemption,
    "applications": TierApplication,
    "adjustments": PointsAdjustment,
    "care_tasks": CareTask,
    "complaints": Complaint,
    "losses": Loss,
    "anniversaries": Anniversary,
    "notes": MemberNote,
    "record_checks": RecordCheck,
    "soft_profiles": SoftProfile,
    "survey_replies": SurveyReply,
}


def _rows(merge: MemberMerge) -> Iterator[tuple[str, QuerySet[Any]]]:
    """Yield the rows that only change their member, without those the kept record has too."""
    kept, merged = merge.kept, merge.merged
    same_coupon = Coupon.objects.filter(
        member=kept, kind=OuterRef("kind"), reference=OuterRef("reference")
    )
    asked = kept.tier_applications.filter(state=Decision.WAITING).values("tier")
    yield "sales", merged.sales.all()
    yield "contacts", merged.contacts.all()
    yield "coupons", merged.coupons.filter(~Exists(same_coupon))
    yield "redemptions", merged.redemptions.all()
    yield "applications", merged.tier_applications.exclude(state=Decision.WAITING, tier__in=asked)
    yield "adjustments", merged.points_adjustments.filter(state=Decision.WAITING)
    yield from _care_rows(kept, merged)


def _care_rows(kept: Member, merged: Member) -> Iterator[tuple[str, QuerySet[Any]]]:
    """Yield how she was looked after; what the kept record says of the same thing goes before."""
    yield "care_tasks", merged.care_tasks.all()
    yield "complaints", merged.complaints.all()
    still_lost = kept.losses.open()
    yield "losses", merged.losses.exclude(ended_at=None) if still_lost else merged.losses.all()
    names = kept.anniversaries.values("name")
    yield "anniversaries", merged.anniversaries.exclude(name__in=names)
    yield "notes", merged.notes.all()
    yield "record_checks", merged.record_checks.exclude(on__in=kept.record_checks.values("on"))
    described = SoftProfile.objects.filter(member=kept)
    hers = SoftProfile.objects.filter(member=merged)
    yield "soft_profiles", hers.none() if described else hers
    replied = kept.survey_replies.values("survey")
    yield "survey_replies", merged.survey_replies.exclude(survey__in=replied)


def _hand(rows: QuerySet[Any], column: str, to: Member) -> list[int]:
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.model.objects.filter(pk__in=keys).update(**{column: to})
    return keys


def _move_cards(merge: MemberMerge) -> list[int]:
    keys = list(merge.merged.cards.order_by("pk").values_list("pk", flat=True))
    _hand_cards(keys, merge, merge.merged, merge.kept)
    return keys


def _hand_cards(keys: list[int], merge: MemberMerge, giver: Member, taker: Member) -> None:
    """Give the cards over one by one: each keeps the history of its record."""
    by, at = merge.undone_by or merge.merged_by, merge.undone_at or merge.merged_at
    for card in Card.objects.filter(pk__in=keys, member=giver).order_by("pk"):
        card.member = taker
        vars(card).update(_history_user=by, _history_date=at)
        card.save(update_fields=["member"])


def _move_visits(merge: MemberMerge) -> list[list[object]]:
    days = days_of_member(member=merge.merged)
    Visit.objects.filter(member=merge.merged).delete()
    add_days(member=merge.kept, days=days)
    return [
        [
            day.store_id,
            day.business_day.isoformat(),
            day.tickets,
            str(day.units),
            str(day.net),
            str(day.returned_later),
        ]
        for day in days
    ]


def _read_day(kept: list[Any]) -> Day:
    store, day, tickets, *sums = kept
    return Day(store, dt.date.fromisoformat(day), tickets, *(Decimal(one) for one in sums))


def _withdraw_doubled_coupons(merge: MemberMerge) -> list[int]:
    """Withdraw the coupons that stayed because the kept record has one of the same cause."""
    doubled = merge.merged.coupons.unused()
    keys = list(doubled.order_by("pk").values_list("pk", flat=True))
    Coupon.objects.filter(pk__in=keys).update(withdrawn_at=merge.merged_at)
    return keys


def _move_perk_uses(merge: MemberMerge) -> list[list[int]]:
    """Count the uses of both records on: once a year stays once a year."""
    moved = []
    for use in merge.merged.perk_uses.order_by("pk"):
        same = {"perk": use.perk_id, "period_starts_on": use.period_starts_on}
        last = merge.kept.perk_uses.filter(**same).aggregate(last=Max("place"))["last"] or 0
        moved.append([use.pk, use.place])
        PerkUse.objects.filter(pk=use.pk).update(member=merge.kept, place=last + 1)
    return moved


def _add_tags(merge: MemberMerge) -> list[int]:
    have = merge.kept.tags.values("pk")
    new = list(Tag.objects.filter(members=merge.merged).exclude(pk__in=have).order_by("pk"))
    merge.kept.tags.add(*new)
    return [tag.pk for tag in new]


def _move_referrals(merge: MemberMerge) -> Moved:
    """Move whom she brought and who brought her; nobody comes to have brought herself."""
    kept, merged = merge.kept, merge.merged
    brought_by_self = kept.referrer_id == merged.pk
    if brought_by_self:
        _set_referrer(kept, None)
    friends = Member.objects.filter(referrer=merged).exclude(pk=kept.pk)
    referrals = Referral.objects.filter(referrer=merged).exclude(friend=kept)
    as_friend = Referral.objects.filter(~Q(referrer=kept), friend=merged)
    if Referral.objects.filter(friend=kept).exists():
        as_friend = as_friend.none()
    return {
        "brought_by_self": brought_by_self,
        "friends": _hand(friends, "referrer", kept),
        "referrals": _hand(referrals, "referrer", kept),
        "as_friend": _hand(as_friend, "friend", kept),
    }


def _give_back_referrals(merge: MemberMerge) -> None:
    kept, merged, moved = merge.kept, merge.merged, merge.moved
    Referral.objects.filter(pk__in=moved["as_friend"]).update(friend=merged)
    Referral.objects.filter(pk__in=moved["referrals"]).update(referrer=merged)
    Member.objects.filter(pk__in=moved["friends"]).update(referrer=merged)
    if moved["brought_by_self"]:
        _set_referrer(kept, merged)


def _set_referrer(member: Member, referrer: Member | None) -> None:
    member.referrer = referrer
    Member.objects.filter(pk=member.pk).update(referrer=referrer)
