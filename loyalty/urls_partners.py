"""Partners: what they are owed, their statements, and whether their service is good."""

from django.urls import path

from loyalty.views import partner_statements, partners

app_name = "partners"

urlpatterns = [
    path("", partners.partners, name="partners"),
    path("<int:key>/", partners.partner, name="partner"),
    path("<int:key>/check/", partners.check, name="check"),
    path("<int:key>/statement/", partner_statements.draft, name="draft"),
    path("checks/<int:key>/done/", partners.action_done, name="action_done"),
    path("statements/<int:key>/", partner_statements.statement, name="statement"),
    path("statements/<int:key>/file/", partner_statements.statement_file, name="statement_file"),
    path("statements/<int:key>/figure/", partner_statements.figure, name="figure"),
    path("statements/<int:key>/approve/", partner_statements.approve, name="approve"),
    path("statements/<int:key>/settle/", partner_statements.settle, name="settle"),
]
