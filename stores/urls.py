"""Signing in and out, the front page, the language, the health of the house."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from stores import views

app_name = "stores"

urlpatterns = [
    path("", views.home, name="home"),
    path("login/", LoginView.as_view(template_name="stores/login.html"), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("language/", views.language, name="language"),
    path("health/", views.health, name="health"),
]
