"""Pages of reports."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.home, name="home"),
    path("groups/<slug:value>/", views.group, name="group"),
    path("<slug:slug>/", views.figure, name="figure"),
    path("<slug:slug>/trend/", views.trend, name="trend"),
    path("<slug:slug>/csv/", views.download, name="download"),
]
