"""Coupons, their kinds and member prices, in the administration."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextInputWidget

from common.admin_fields import DiscountField
from loyalty import coupon_words
from loyalty.admin.echoes import say_back
from loyalty.domain.coupons import (
    CouponWasUsed,
    KindIsOver,
    KindNotGivenOut,
    MemberHasEnough,
    issue_coupon,
    withdraw_coupon,
)
from loyalty.enums import CouponEffect, CouponSource
from loyalty.models import Coupon, CouponKind, CouponUse, MemberPrice
from membership.admin_base import OfMemberAdmin
from membership.models import Member
from membership.queries import find_exactly
from stores.access import Act
from stores.admin_acts import ActForm, RowAct, act_on
from stores.admin_base import FactInline, KeptRecordAdmin, ShopAdmin, store_filter
from stores.http import StaffRequest
from stores.models import Staff

NEEDED = {
    CouponEffect.AMOUNT: ["amount"],
    CouponEffect.PERCENT: ["pays"],
    CouponEffect.FREE_ITEM: ["product"],
    CouponEffect.PRICE: ["product", "price"],
    CouponEffect.GIFT: [],
}


class DiscountOrNone(DiscountField):
    """A discount, or nothing."""

    def clean(self, value: Any) -> Any:
        return super().clean(value) if value and value.strip() else None


class CouponKindForm(forms.ModelForm):
    """A kind of coupon, its discount as shops write it."""

    pays = DiscountOrNone(label=_("customer pays"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for what the effect needs."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        for name in NEEDED.get(facts.get("effect") or CouponEffect.GIFT, []):
            if facts.get(name) is None and name not in self.errors:
                self.add_error(name, _("This kind of coupon needs it."))
        return facts


class GivingForm(ActForm):
    """To whom. The token makes one form give one coupon."""

    member = forms.CharField(
        label=_("Member: phone, card or number"), widget=UnfoldAdminTextInputWidget
    )
    token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def clean_member(self) -> Member:
        member = find_exactly(self.cleaned_data["member"])
        if member is None:
            raise forms.ValidationError(_("Nobody has this phone, card or number."))
        return member


def _give(
    kind: CouponKind, *, member: Member, token: uuid.UUID, by: Staff, at: dt.datetime
) -> Coupon:
    return issue_coupon(
        member=member, kind=kind, source=CouponSource.HAND, reference=f"hand:{token}", at=at, by=by
    )


GIVE = RowAct(
    title=_("Give a coupon by hand"),
    button=_("Give the coupon"),
    form=GivingForm,
    verb=_give,
    refusals={
        KindNotGivenOut: _("this kind is not given out"),
        KindIsOver: _("no day is left on which it could be used"),
        MemberHasEnough: _("she has as many of them as a member may have"),
    },
    told=_("%(names)s: given to %(member)s"),
)


@admin.register(CouponKind)
class CouponKindAdmin(KeptRecordAdmin):
    changes = Act.CHANGE_RULES
    form = CouponKindForm
    list_display = ("__str__", "gives", "minimum_spend", "life_days", "usable_until", "is_active")
    list_filter = (("effect", ChoicesDropdownFilter), "is_active")
    list_select_related = ("product",)
    search_fields = ("name_zh", "name_en", "code")
    autocomplete_fields = ("product", "products", "categories", "stores")
    actions_detail = ("give",)

    @admin.display(description=_("gives"))
    def gives(self, kind: CouponKind) -> str:
        return coupon_words.gives(kind)

    def save_model(
        self, request: StaffRequest, obj: CouponKind, form: CouponKindForm, change: bool
    ) -> None:
        """Say back what was understood of a percentage."""
        super().save_model(request, obj, form, change)
        if obj.effect == CouponEffect.PERCENT and obj.pays:
            say_back(request, obj, pays=obj.pays)

    def has_give_permission(self, request: StaffRequest, obj: object = None) -> bool:
        return request.access.can(Act.ADJUST_MEMBER)

    @action(description=_("Give to a member"), icon="person_add", permissions=["give"])
    def give(self, request: StaffRequest, object_id: str) -> HttpResponse:
        kinds = CouponKind.objects.filter(pk=object_id)
        if not kinds or not self.has_give_permission(request):
            raise Http404
        page = reverse("admin:loyalty_couponkind_change", args=[object_id])
        return act_on(self, request, kinds, GIVE, after=page)


class ReasonForm(ActForm):
    """Why."""

    note = forms.CharField(label=_("Reason"), max_length=200, widget=UnfoldAdminTextInputWidget)


def _withdraw(coupon: Coupon, *, note: str, by: Staff, at: dt.datetime) -> Coupon:
    return withdraw_coupon(coupon=coupon, at=at, note=f"{note} ({by.number})")


WITHDRAW = RowAct(
    title=_("Withdraw the coupon"),
    button=pgettext_lazy("coupon", "Withdraw"),
    form=ReasonForm,
    verb=_withdraw,
    refusals={CouponWasUsed: _("it was used; only a return gives it back")},
)


class CouponUseInline(FactInline):
    model = CouponUse
    fk_name = "coupon"
    fields = ("used_at", "sale", "store", "by", "saved", "given_back_at", "given_back_by")


@admin.register(Coupon)
class CouponAdmin(OfMemberAdmin):
    list_display = (
        "number",
        "whose",
        "kind",
        "amount",
        "source",
        "usable_from",
        "expires_on",
        "withdrawn_at",
    )
    list_filter = (
        ("kind", RelatedDropdownFilter),
        ("source", ChoicesDropdownFilter),
        store_filter("member__home_store"),
    )
    list_select_related = ("kind", "member")
    found_by = ("number",)
    linked_by = ("member",)
    inlines = (CouponUseInline,)
    actions_detail = ("withdraw",)

    def has_withdraw_permission(self, request: StaffRequest, obj: object = None) -> bool:
        return request.access.can(Act.ADJUST_MEMBER)

    @action(description=pgettext_lazy("coupon", "Withdraw"), icon="block", permissions=["withdraw"])
    def withdraw(self, request: StaffRequest, object_id: str) -> HttpResponse:
        coupon = self.get_queryset(request).filter(pk=object_id)
        if not coupon or not self.has_withdraw_permission(request):
            raise Http404
        page = reverse("admin:loyalty_coupon_change", args=[object_id])
        return act_on(self, request, coupon, WITHDRAW, after=page)


@admin.register(MemberPrice)
class MemberPriceAdmin(ShopAdmin):
    changes = Act.CHANGE_RULES
    list_display = ("product", "price", "since", "until", "limit", "limit_period", "card_needed")
    list_select_related = ("product",)
    search_fields = ("product__sku", "product__name")
    autocomplete_fields = ("product", "tiers", "stores")
    ordering = ("-since", "-pk")
