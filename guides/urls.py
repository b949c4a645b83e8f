"""Pages of guides."""

from django.urls import path

from guides import (
    views,
    views_checks,
    views_complaints,
    views_day,
    views_expiring,
    views_near,
    views_shortfall,
    views_spot_checks,
    views_texts,
)

app_name = "guides"

urlpatterns = [
    path("day/", views_day.day, name="day"),
    path("day/done/", views_day.done, name="day_done"),
    path("day/<str:number>/call/", views_day.call, name="day_call"),
    path("day/<str:number>/log/", views_day.log, name="day_log"),
    path("record-checks/", views_checks.record_checks, name="record_checks"),
    path("phone-visits/", views_shortfall.phone_visits, name="phone_visits"),
    path("complaints/", views_complaints.complaints, name="complaints"),
    path("complaints/<int:key>/", views_complaints.complaint, name="complaint"),
    path("complaints/of/<str:number>/", views_complaints.complaint_new, name="complaint_new"),
    path("spot-checks/", views_spot_checks.spot_checks, name="spot_checks"),
    path("spot-checks/<int:key>/", views_spot_checks.spot_check, name="spot_check"),
    path("texts/", views_texts.texts, name="texts"),
    path("texts/new/", views_texts.text_new, name="text_new"),
    path("texts/<int:key>/", views_texts.text_edit, name="text_edit"),
    path("texts/to/<str:number>/", views_texts.texts_for, name="texts_for"),
    path("members/", views.my_members, name="my_members"),
    path("members/expiring/", views_expiring.expiring, name="expiring"),
    path("members/expiring/file/", views_expiring.expiring_file, name="expiring_file"),
    path("members/search/", views.find_members, name="find_members"),
    path("members/near-a-tier/", views_near.near_tier, name="near_tier"),
    path("members/near-a-tier/file/", views_near.near_tier_file, name="near_tier_file"),
]
