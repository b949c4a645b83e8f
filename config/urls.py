"""The site map."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("stores.urls")),
    path("till/", include("pos.urls")),
    path("guides/", include("guides.urls")),
    path("members/", include("campaigns.urls")),
    path("reports/", include("reports.urls")),
    path("admin/", admin.site.urls),
]
