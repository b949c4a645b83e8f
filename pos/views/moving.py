"""A sale rung on the wrong member is moved to the right one; and back, if that was wrong."""

from __future__ import annotations

from uuid import uuid4, uuid5

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from loyalty.domain.lots import PointsAlreadySpent
from loyalty.domain.redemption import NotEnoughPoints
from membership.domain.card_refusals import MainCardMissing
from pos.domain import moving
from pos.domain.fees import CardNeedsMember
from pos.domain.move_preview import MovePreview, preview_move
from pos.domain.moving_offers import CouponNotCovered
from pos.forms.moving import MoveForm
from sales.enums import SaleKind
from sales.models import Sale, SaleMove
from stores.access import Act
from stores.http import StaffRequest

REFUSALS = (
    moving.AlreadyHers,
    moving.NotACurrentMember,
    moving.ReturnedWithOthers,
    moving.PointsNeedAMember,
    moving.MoveKeyReused,
    NotEnoughPoints,
    PointsAlreadySpent,
    CouponNotCovered,
    CardNeedsMember,
    MainCardMissing,
)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sale_move(request: StaffRequest, sale: int) -> HttpResponse:
    """Ask for the right member, show what the move does, and do it once confirmed."""
    found = _sale(request, sale)
    form = MoveForm(request.POST or None, initial={"key": uuid4()})
    preview: MovePreview | None = None
    if request.method == "POST" and form.is_valid():
        facts, at = form.cleaned_data, timezone.now()
        try:
            if request.POST.get("confirmed") == facts["member"].number:
                moving.move_sale(
                    key=facts["key"],
                    sale=found,
                    to_member=facts["member"],
                    reason=facts["reason"],
                    by=request.user,
                    at=at,
                )
                return _moved(request, found)
            preview = preview_move(sale=found, to_member=facts["member"], by=request.user, at=at)
        except REFUSALS as refusal:
            form.add_error("member", _in_words(refusal))
    context = {"sale": found, "form": form, "preview": preview, "moves": _moves(found)}
    return render(request, "pos/sale_move.html", context)


@require_POST
def sale_move_back(request: StaffRequest, sale: int, move: int) -> HttpResponse:
    """Undo the last move of the sale."""
    found = _sale(request, sale)
    last = get_object_or_404(_moves(found), pk=move)
    try:
        moving.move_sale(
            key=uuid5(last.key, "back"),
            sale=found,
            to_member=last.from_member,
            reason=_("Moved back: %(reason)s") % {"reason": last.reason},
            by=request.user,
            at=timezone.now(),
        )
    except REFUSALS as refusal:
        messages.error(request, _in_words(refusal))
        return redirect("pos:sale_move", found.pk)
    return _moved(request, found)


def _sale(request: StaffRequest, key: int) -> Sale:
    request.access.require(Act.MOVE_SALE)
    sales = Sale.objects.filter(kind=SaleKind.SALE).select_related("store", "member")
    return get_object_or_404(request.access.narrow(sales, Act.MOVE_SALE, store="store"), pk=key)


def _moves(sale: Sale) -> QuerySet[SaleMove]:
    moves = sale.moves.select_related("from_member", "to_member", "by")
    return moves.order_by("-pk")


def _moved(request: StaffRequest, sale: Sale) -> HttpResponse:
    sale.refresh_from_db()
    words = {"receipt": sale.receipt, "member": sale.member or _("nobody")}
    messages.success(request, _("%(receipt)s now belongs to %(member)s.") % words)
    return redirect("pos:sale_move", sale.pk)


def _in_words(refusal: Exception) -> str:
    match refusal:
        case moving.AlreadyHers():
            return _("The sale is hers already.")
        case moving.NotACurrentMember():
            return _("Her membership does not stand.")
        case moving.ReturnedWithOthers():
            return _("A return took its goods back together with those of another sale.")
        case moving.PointsNeedAMember():
            return _("It was paid with points; only a member can have paid them.")
        case NotEnoughPoints():
            return _("It was paid with points, and she is %(short)s points short.") % {
                "short": refusal.short_by
            }
        case PointsAlreadySpent():
            return _("The points it earned are spent, and the shop allows no debt.")
        case CouponNotCovered():
            return _("It used the coupon %(number)s, and she has none like it.") % {
                "number": refusal.coupon.number
            }
        case CardNeedsMember():
            return _("It sold a card, and a card is always somebody's.")
        case MainCardMissing():
            return _("It sold the main card, and there is a supplementary card beside it.")
    return _("This was moved already, in another way. Look at it again.")
