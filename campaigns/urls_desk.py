"""The service desk: perks, rewards and vouchers."""

from django.urls import path

from campaigns.views import desk, gifts, surveys, vouchers

app_name = "desk"

urlpatterns = [
    path("", desk.find, name="find"),
    path("store/", desk.choose_store, name="store"),
    path("members/<str:number>/", desk.member, name="member"),
    path("members/<str:number>/perks/use/", desk.perk_use, name="perk_use"),
    path("members/<str:number>/rewards/redeem/", desk.redeem, name="redeem"),
    path("members/<str:number>/gifts/hand-over/", gifts.gift_hand_over, name="gift_hand_over"),
    path("members/<str:number>/survey/<int:survey>/", surveys.desk_survey, name="survey"),
    path("uses/<uuid:key>/undo/", desk.perk_undo, name="perk_undo"),
    path("vouchers/", vouchers.vouchers, name="vouchers"),
    path("vouchers/export/", vouchers.export, name="vouchers_export"),
    path("vouchers/<str:number>/hand-over/", vouchers.hand_over, name="hand_over"),
    path("vouchers/<str:number>/cancel/", vouchers.cancel, name="cancel"),
]
