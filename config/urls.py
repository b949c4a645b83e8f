"""The site map."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("stores.urls")),
    path("till/", include("pos.urls")),
    path("guides/", include("guides.urls")),
    path("members/", include("campaigns.urls")),
    path("desk/", include("campaigns.urls_desk")),
    path("programme/", include("campaigns.urls_programme")),
    path("cards/", include("membership.urls")),
    path("points/", include("loyalty.urls")),
    path("partners/", include("loyalty.urls_partners")),
    path("reports/", include("reports.urls")),
    path("admin/", admin.site.urls),
]
