"""The service desk: perks, rewards and vouchers."""

from django.urls import path

from campaigns import views_desk, views_gifts, views_vouchers

app_name = "desk"

urlpatterns = [
    path("", views_desk.find, name="find"),
    path("store/", views_desk.choose_store, name="store"),
    path("members/<str:number>/", views_desk.member, name="member"),
    path("members/<str:number>/perks/use/", views_desk.perk_use, name="perk_use"),
    path("members/<str:number>/rewards/redeem/", views_desk.redeem, name="redeem"),
    path(
        "members/<str:number>/gifts/hand-over/", views_gifts.gift_hand_over, name="gift_hand_over"
    ),
    path("uses/<uuid:key>/undo/", views_desk.perk_undo, name="perk_undo"),
    path("vouchers/", views_vouchers.vouchers, name="vouchers"),
    path("vouchers/export/", views_vouchers.export, name="vouchers_export"),
    path("vouchers/<str:number>/hand-over/", views_vouchers.hand_over, name="hand_over"),
    path("vouchers/<str:number>/cancel/", views_vouchers.cancel, name="cancel"),
]
