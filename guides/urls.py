"""Pages of guides."""

from django.urls import path

from guides import views, views_bands, views_expiring, views_near, views_referrals

app_name = "guides"

urlpatterns = [
    path("members/", views.my_members, name="my_members"),
    path("members/expiring/", views_expiring.expiring, name="expiring"),
    path("members/expiring/file/", views_expiring.expiring_file, name="expiring_file"),
    path("members/search/", views.find_members, name="find_members"),
    path("members/near-a-tier/", views_near.near_tier, name="near_tier"),
    path("members/near-a-tier/file/", views_near.near_tier_file, name="near_tier_file"),
    path("members/points/", views_bands.points_bands, name="points_bands"),
    path("members/points/file/", views_bands.points_bands_file, name="points_bands_file"),
    path("members/brought/", views_referrals.referred, name="referrals"),
    path("members/brought/file/", views_referrals.referred_file, name="referrals_file"),
]
