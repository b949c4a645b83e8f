"""Where the desk stands, whom it serves, and what it says when something cannot be done."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guides.queries.members import members_of
from loyalty.domain import coupons, perks, rewards
from loyalty.domain.redemption import NotEnoughPoints
from membership.models import Member
from stores.access import Act
from stores.http import StaffRequest
from stores.models import Store

DESK = "desk"

REFUSALS = (
    perks.PerkNotHers,
    perks.BirthdayNotOpen,
    perks.QuotaUsed,
    perks.PerkUseReused,
    rewards.RewardRefused,
    rewards.RedemptionReused,
    rewards.AlreadyClosed,
    NotEnoughPoints,
    coupons.CouponNotIssued,
    coupons.CouponWasUsed,
)
_SENTENCES: dict[type[Exception], str | Promise] = {
    perks.PerkNotHers: gettext_lazy("Her tier does not have this perk, or it is over."),
    perks.BirthdayNotOpen: gettext_lazy("This is for her birthday, which is not near enough."),
    rewards.NotOfferedToday: gettext_lazy("This reward is not offered today."),
    rewards.NotForHerTier: gettext_lazy("This reward is for other tiers."),
    rewards.NotInThisStore: gettext_lazy("This reward is given out in other stores."),
    rewards.EnoughForOneMember: gettext_lazy("She has had as many of these as one member may."),
    rewards.SoldOut: gettext_lazy("Sold out: somebody took the last one. No points were taken."),
    rewards.NotRedeemedThere: gettext_lazy("This voucher is for another store."),
    coupons.CouponWasUsed: gettext_lazy("The coupon has been used already."),
}


def store_of(request: StaffRequest) -> Store | None:
    """Return the store whose desk was chosen in this session, or the only one she may serve in."""
    request.access.require(Act.SERVE_MEMBER)
    stores = request.access.stores(Act.SERVE_MEMBER)
    if chosen := stores.filter(pk=request.session.get(DESK, 0)).first():
        return chosen
    only = list(stores[:2])
    return only[0] if len(only) == 1 else None


def member_of(request: StaffRequest, number: str) -> Member:
    """Return the member with that number; whoever serves may find her by it."""
    request.access.require(Act.SERVE_MEMBER)
    members = members_of(request.access, Act.FIND_MEMBER)
    return get_object_or_404(members.select_related("home_store"), number=number)


def sentence(refusal: Exception) -> str:
    """Return what the desk says of ``refusal``."""
    match refusal:
        case perks.QuotaUsed(starts_anew_on=None):
            return _("She has used this as often as she may.")
        case perks.QuotaUsed(starts_anew_on=day):
            return _("Used up. It starts anew on %(day)s.") % {"day": day}
        case NotEnoughPoints(short_by=points):
            return ngettext("%(n)s point is missing.", "%(n)s points are missing.", points) % {
                "n": f"{points:,}"
            }
        case rewards.AlreadyClosed(redemption=voucher):
            return _("%(number)s: %(state)s already, on %(day)s.") % {
                "number": voucher.number,
                "state": voucher.get_state_display(),
                "day": timezone.localdate(voucher.closed_at),
            }
        case coupons.CouponNotIssued():
            return _("She cannot get this coupon: %(kind)s.") % {"kind": refusal.kind.label}
    return str(_SENTENCES.get(type(refusal), _("This was done already.")))
