"""Pages of reports."""

from django.urls import path

from reports import views, views_surveys, views_targets

app_name = "reports"
urlpatterns = [
    path("", views.home, name="home"),
    path("groups/<slug:value>/", views.group, name="group"),
    path("targets/", views_targets.targets, name="targets"),
    path("surveys/", views_surveys.surveys, name="surveys"),
    path("surveys/<int:key>/", views_surveys.survey, name="survey"),
    path("surveys/<int:key>/file/", views_surveys.survey_file, name="survey_file"),
    path("<slug:slug>/", views.figure, name="figure"),
    path("<slug:slug>/trend/", views.trend, name="trend"),
    path("<slug:slug>/csv/", views.download, name="download"),
]
