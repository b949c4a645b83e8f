"""Pages of guides."""

from django.urls import path

from guides import views, views_expiring

app_name = "guides"

urlpatterns = [
    path("members/", views.my_members, name="my_members"),
    path("members/expiring/", views_expiring.expiring, name="expiring"),
    path("members/expiring/file/", views_expiring.expiring_file, name="expiring_file"),
    path("members/search/", views.find_members, name="find_members"),
]
