"""Receipts as printed, and baskets that wait, in the administration."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from membership.admin_base import OfMemberAdmin
from pos.models import Basket, Receipt
from stores.access import Act
from stores.admin_base import store_filter


@admin.register(Basket)
class BasketAdmin(OfMemberAdmin):
    sees = Act.SEE_REPORTS
    at_store = "till__store"
    list_display = ("opened_at", "till", "cashier", "whose", "state", "held_at", "note")
    list_filter = (("state", ChoicesDropdownFilter), store_filter("till__store"))
    list_select_related = ("till__store", "cashier", "member")


@admin.register(Receipt)
class ReceiptAdmin(OfMemberAdmin):
    sees = Act.SEE_REPORTS
    at_store = "sale__store"
    member_path = "sale__member"
    list_display = ("sale", "whose")
    list_filter = (store_filter("sale__store"),)
    list_select_related = ("sale__member",)
