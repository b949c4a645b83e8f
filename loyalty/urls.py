"""Points: moved by hand, and checked."""

from django.urls import path

from loyalty.views import adjusting, checking

app_name = "loyalty"

urlpatterns = [
    path("check/", checking.self_check, name="self_check"),
    path("check/<slug:slug>/", checking.self_check_one, name="self_check_one"),
    path("adjustments/", adjusting.adjustments, name="adjustments"),
    path("adjustments/<int:key>/", adjusting.decide, name="adjustment_decide"),
    path("<str:number>/adjust/", adjusting.adjust, name="adjust"),
]
