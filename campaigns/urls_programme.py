"""The programme as a whole: the handbook, the annual rebate, records of the same person."""

from django.urls import path

from campaigns.views import doubles, handbook, rebates

app_name = "programme"

urlpatterns = [
    path("handbook/", handbook.handbook, name="handbook"),
    path("doubles/", doubles.doubles, name="doubles"),
    path("rebates/", rebates.rebates, name="rebates"),
    path("rebates/<int:year>/", rebates.rebate, name="rebate"),
    path("rebates/<int:year>/approve/", rebates.approve, name="rebate_approve"),
    path("rebates/<int:year>/reopen/", rebates.reopen, name="rebate_reopen"),
    path("rebates/<int:year>/issue/", rebates.issue, name="rebate_issue"),
    path("rebates/<int:year>/receivers/", rebates.receivers, name="rebate_receivers"),
    path("rebates/<int:year>/notices/", rebates.notices, name="rebate_notices"),
]
