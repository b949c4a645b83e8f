"""The programme as a whole: the handbook, the annual rebate, records of the same person."""

from django.urls import path

from campaigns import views_doubles, views_handbook, views_rebates

app_name = "programme"

urlpatterns = [
    path("handbook/", views_handbook.handbook, name="handbook"),
    path("doubles/", views_doubles.doubles, name="doubles"),
    path("rebates/", views_rebates.rebates, name="rebates"),
    path("rebates/<int:year>/", views_rebates.rebate, name="rebate"),
    path("rebates/<int:year>/approve/", views_rebates.approve, name="rebate_approve"),
    path("rebates/<int:year>/reopen/", views_rebates.reopen, name="rebate_reopen"),
    path("rebates/<int:year>/issue/", views_rebates.issue, name="rebate_issue"),
    path("rebates/<int:year>/receivers/", views_rebates.receivers, name="rebate_receivers"),
    path("rebates/<int:year>/notices/", views_rebates.notices, name="rebate_notices"),
]
