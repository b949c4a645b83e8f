"""Pages of guides."""

from django.urls import path

from guides import views, views_day, views_expiring, views_near

app_name = "guides"

urlpatterns = [
    path("day/", views_day.day, name="day"),
    path("day/done/", views_day.done, name="day_done"),
    path("day/<str:number>/call/", views_day.call, name="day_call"),
    path("day/<str:number>/log/", views_day.log, name="day_log"),
    path("members/", views.my_members, name="my_members"),
    path("members/expiring/", views_expiring.expiring, name="expiring"),
    path("members/expiring/file/", views_expiring.expiring_file, name="expiring_file"),
    path("members/search/", views.find_members, name="find_members"),
    path("members/near-a-tier/", views_near.near_tier, name="near_tier"),
    path("members/near-a-tier/file/", views_near.near_tier_file, name="near_tier_file"),
]
