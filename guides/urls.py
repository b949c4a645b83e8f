"""Pages of guides."""

from django.urls import path

from guides import views

app_name = "guides"

urlpatterns = [
    path("members/", views.my_members, name="my_members"),
    path("members/search/", views.find_members, name="find_members"),
]
