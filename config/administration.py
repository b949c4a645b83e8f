"""The administration's site: who gets in, and what its sidebar lists."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from stores.access import Act
from stores.context import links_of
from stores.http import StaffRequest


class ShopAdminSite(UnfoldAdminSite):
    """Opened by postings, not by flags, and entered through the house's own door."""

    index_title = _("Administration")
    index_template = "admin/house.html"

    def has_permission(self, request: StaffRequest) -> bool:
        """Let in who may open the administration."""
        return request.access.can(Act.OPEN_ADMIN)

    @method_decorator(login_not_required)
    def login(
        self, request: StaffRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send a visitor to the house's login; who is signed in needs another posting."""
        if not request.user.is_authenticated:
            after = request.GET.get("next") or reverse("admin:index")
            return redirect_to_login(after, reverse("stores:login"))
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")


# Pages of the shop that have no door of their own.
PAGES = [
    (Act.RUN_DRAW, "guides:pool", _("Pool and draw"), "casino"),
    (Act.MOVE_GUIDE, "guides:team", _("Guides"), "groups"),
    (Act.LIST_MEMBERS, "guides:expiring", _("Points about to expire"), "hourglass_bottom"),
    (Act.LIST_MEMBERS, "guides:points_bands", _("Members by points"), "leaderboard"),
    (Act.LIST_MEMBERS, "guides:grades", _("ABC grades"), "grade"),
    (Act.SEE_REPORTS, "reports:surveys", _("Results of surveys"), "poll"),
    (Act.SEE_REPORTS, "guides:referrals", _("Brought by members"), "group_add"),
    (Act.ADJUST_MEMBER, "loyalty:adjustments", _("Points moved by hand"), "approval"),
    (Act.RUN_PARTNERS, "partners:partners", _("Partners"), "handshake"),
    (Act.ISSUE_CARD, "membership:card_stock", _("Stock of cards"), "inventory_2"),
    (Act.MERGE_MEMBERS, "programme:doubles", _("Suspected doubles"), "join_inner"),
    (Act.CHECK_LEDGER, "loyalty:self_check", _("Self-check"), "fact_check"),
]

# The sidebar: groups of models with their icons (Material Symbols), in the order of use.
GROUPS = [
    (
        _("Members"),
        [
            ("membership.Member", "group"),
            ("membership.Card", "credit_card"),
            ("membership.Organisation", "corporate_fare"),
            ("membership.Disqualification", "block"),
            ("membership.Consent", "handshake"),
            ("membership.Prospect", "person_search"),
            ("guides.Ownership", "volunteer_activism"),
            ("guides.SetAside", "pause_circle"),
            ("guides.Protection", "shield"),
            ("guides.DueWarning", "notification_important"),
            ("guides.Contact", "call"),
            ("membership.Tag", "sell"),
            ("membership.PhoneReveal", "visibility"),
        ],
    ),
    (
        _("Points and tiers"),
        [
            ("loyalty.PointsAccount", "savings"),
            ("loyalty.PointsEntry", "receipt_long"),
            ("loyalty.PointsLot", "stacks"),
            ("loyalty.LotAllocation", "call_split"),
            ("loyalty.ExpiryNotice", "notifications"),
            ("loyalty.PointsAdjustment", "tune"),
            ("loyalty.TierAssignment", "military_tech"),
            ("loyalty.TierApplication", "approval"),
            ("loyalty.Referral", "group_add"),
            ("loyalty.Coupon", "confirmation_number"),
        ],
    ),
    (
        _("Perks and rewards"),
        [
            ("loyalty.Perk", "diamond"),
            ("loyalty.PerkUse", "check_circle"),
            ("loyalty.Reward", "featured_seasonal_and_gifts"),
            ("loyalty.Redemption", "confirmation_number"),
            ("loyalty.Partner", "handshake"),
            ("loyalty.PartnerTerms", "contract"),
            ("loyalty.PartnerEntry", "receipt_long"),
            ("loyalty.PartnerStatement", "request_quote"),
            ("loyalty.PartnerCheck", "fact_check"),
        ],
    ),
    (
        _("Sales"),
        [
            ("sales.Sale", "shopping_bag"),
            ("sales.SaleLine", "list_alt"),
            ("sales.Tender", "payments"),
            ("sales.Visit", "storefront"),
            ("sales.Shift", "schedule"),
            ("pos.Receipt", "receipt"),
            ("pos.Basket", "shopping_basket"),
        ],
    ),
    (
        _("Goods"),
        [
            ("sales.Product", "checkroom"),
            ("sales.Category", "category"),
            ("loyalty.MemberPrice", "price_change"),
        ],
    ),
    (
        _("Stores and staff"),
        [
            ("stores.Store", "store"),
            ("stores.Region", "map"),
            ("sales.Till", "point_of_sale"),
            ("stores.Staff", "badge"),
            ("stores.Posting", "work"),
            ("stores.Deputy", "supervisor_account"),
            ("guides.RecyclingRun", "autorenew"),
            ("guides.Draw", "casino"),
            ("membership.CardBatch", "inventory_2"),
            ("membership.PrintedCard", "credit_score"),
        ],
    ),
    (
        _("Rules"),
        [
            ("loyalty.Tier", "workspace_premium"),
            ("loyalty.EarningRule", "add_circle"),
            ("loyalty.RedemptionRule", "redeem"),
            ("loyalty.ProgrammeRule", "rule"),
            ("loyalty.PointsBand", "leaderboard"),
            ("loyalty.ScoringRule", "grade"),
            ("loyalty.MemberScore", "military_tech"),
            ("loyalty.OccasionReward", "celebration"),
            ("loyalty.SpendRebateRule", "currency_yuan"),
            ("loyalty.CouponKind", "local_activity"),
            ("guides.OwnershipRule", "timer"),
            ("guides.DrawRule", "shuffle"),
            ("guides.CareRule", "event_available"),
            ("guides.Cadence", "event_repeat"),
            ("guides.FollowUpStep", "next_plan"),
            ("guides.Survey", "quiz"),
            ("guides.ContactWay", "diversity_1"),
            ("guides.LossReason", "logout"),
            ("guides.TabooWord", "speaker_notes_off"),
            ("membership.CardKind", "style"),
            ("membership.JoiningChannel", "login"),
            ("membership.ConsentText", "gavel"),
            ("membership.MemberSequence", "tag"),
        ],
    ),
]


def navigation(request: StaffRequest) -> list[dict[str, Any]]:
    """Return the sidebar: the doors of the shop, then the records the visitor may see."""
    doors = [
        {"title": link.label, "icon": SHOP_ICONS[link.icon], "link": link.url}
        for link in links_of(request.access, request.path)
        if link.icon in SHOP_ICONS
    ]
    pages = [
        {"title": label, "icon": icon, "link": reverse(name)}
        for act, name, label, icon in PAGES
        if request.access.can(act)
    ]
    groups = [{"title": _("Shop"), "items": [*doors, *pages]}]
    for title, models in GROUPS:
        items = [_item(label, icon) for label, icon in models if _sees(request, label)]
        groups.append({"title": title, "separator": True, "items": items})
    return groups


# The icons of the shell and their counterparts here.
SHOP_ICONS = {
    "cash-register": "point_of_sale",
    "clipboard-list": "checklist",
    "users": "groups",
    "chart": "bar_chart",
    "ticket": "confirmation_number",
}


def _sees(request: StaffRequest, label: str) -> bool:
    return admin.site.get_model_admin(apps.get_model(label)).has_view_permission(request)


def _item(label: str, icon: str) -> dict[str, Any]:
    meta = apps.get_model(label)._meta
    return {
        "title": capfirst(meta.verbose_name_plural),
        "icon": icon,
        "link": reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"),
    }
