"""The till: its page and what changes it, registering, returns, receipts, shifts, cashiers."""

from django.urls import path

from pos.views import (
    cashiers,
    desk,
    holding,
    lines,
    members,
    moving,
    payment,
    receipts,
    registration,
    returns,
    shifts,
    terms,
)

app_name = "pos"

urlpatterns = [
    path("", desk.till, name="till"),
    path("choose/", shifts.till_choose, name="till_choose"),
    path("open/", shifts.shift_open, name="open"),
    path("close/", shifts.shift_close, name="close"),
    path("shifts/<int:shift>/", shifts.shift_show, name="shift"),
    path("baskets/<uuid:key>/scan/", lines.scan, name="scan"),
    path("baskets/<uuid:key>/lines/", lines.line_add, name="line_add"),
    path("baskets/<uuid:key>/lines/restore/", lines.line_restore, name="line_restore"),
    path("baskets/<uuid:key>/lines/<str:line>/", lines.line_quantity, name="line_quantity"),
    path("baskets/<uuid:key>/lines/<str:line>/price/", lines.line_price, name="line_price"),
    path("baskets/<uuid:key>/lines/<str:line>/card/", lines.line_card, name="line_card"),
    path("baskets/<uuid:key>/lines/<str:line>/remove/", lines.line_remove, name="line_remove"),
    path("baskets/<uuid:key>/member/", members.member_find, name="member_find"),
    path("baskets/<uuid:key>/member/remove/", members.member_remove, name="member_remove"),
    path("baskets/<uuid:key>/seller/", payment.seller_set, name="seller_set"),
    path("baskets/<uuid:key>/points/", payment.points_set, name="points_set"),
    path("baskets/<uuid:key>/coupon/", terms.coupon_choose, name="coupon_choose"),
    path("baskets/<uuid:key>/card/", terms.card_see, name="card_see"),
    path("baskets/<uuid:key>/birthday/", terms.birthday_keep, name="birthday_keep"),
    path("baskets/<uuid:key>/discount/", terms.discount_set, name="discount_set"),
    path("baskets/<uuid:key>/pay/", payment.pay, name="pay"),
    path("baskets/<uuid:key>/hold/", holding.hold, name="hold"),
    path("baskets/<uuid:key>/drop/", holding.drop, name="drop"),
    path("held/", holding.held, name="held"),
    path("held/<uuid:key>/resume/", holding.resume, name="resume"),
    path("held/<uuid:key>/drop/", holding.held_drop, name="held_drop"),
    path("register/", registration.register, name="register"),
    path("register/begin/", registration.register_begin, name="register_begin"),
    path("register/phone/", registration.register_phone, name="register_phone"),
    path("register/birthday/", registration.register_birthday, name="register_birthday"),
    path("register/use/", registration.register_use, name="register_use"),
    path("returns/", returns.return_find, name="return_find"),
    path("returns/<int:sale>/", returns.take_return, name="return"),
    path("returns/<int:sale>/quote/", returns.return_quote, name="return_quote"),
    path("receipts/<uuid:key>/", receipts.receipt, name="receipt"),
    path("sales/<int:sale>/move/", moving.sale_move, name="sale_move"),
    path(
        "sales/<int:sale>/move/<int:move>/back/", moving.sale_move_back, name="sale_move_back"
    ),
    path("cashier/", cashiers.cashier_switch, name="cashier_switch"),
    path("pin/", cashiers.pin_set, name="pin_set"),
]
