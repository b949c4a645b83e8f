"""Pages of reports."""

from django.urls import path

from reports import views, views_targets

app_name = "reports"
urlpatterns = [
    path("", views.home, name="home"),
    path("groups/<slug:value>/", views.group, name="group"),
    path("targets/", views_targets.targets, name="targets"),
    path("<slug:slug>/", views.figure, name="figure"),
    path("<slug:slug>/trend/", views.trend, name="trend"),
    path("<slug:slug>/csv/", views.download, name="download"),
]
