"""The rule of scores in the administration, tried on all members; the scores, for reading."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action

from loyalty.admin.versions import VersionedRuleAdmin
from loyalty.domain.scoring import scoring_rule, try_rule
from loyalty.models import MemberScore, ScoringRule
from membership.admin_base import OfMemberAdmin
from stores.access import Act
from stores.admin_base import store_filter
from stores.http import StaffRequest


@admin.register(ScoringRule)
class ScoringRuleAdmin(VersionedRuleAdmin):
    actions_detail = (*VersionedRuleAdmin.actions_detail, "preview")
    list_display = (
        "effective_from",
        "months",
        "recency_weight",
        "frequency_weight",
        "amount_weight",
        "cut_by",
        "a_share",
        "b_share",
        "note",
    )

    def has_look_permission(self, request: StaffRequest, obj: object = None) -> bool:
        return request.access.can(Act.CHANGE_RULES)

    @action(description=_("Preview for all members"), icon="preview", permissions=["look"])
    def preview(self, request: StaffRequest, object_id: str) -> HttpResponse:
        """Show what this version would make of all members today, beside the one in force."""
        if not self.has_look_permission(request):
            raise PermissionDenied
        rule = self.get_object(request, object_id)
        if rule is None:
            raise Http404
        on = timezone.localdate()
        now = try_rule(scoring_rule(on=on), on=on)
        context = {
            **self.admin_site.each_context(request),
            "title": _now("What the rule would make of all members today"),
            "opts": self.opts,
            "rule": rule,
            "grades": [
                (one, before.members, one.members - before.members)
                for one, before in zip(try_rule(rule, on=on), now, strict=True)
            ],
        }
        return TemplateResponse(request, "admin/scoring_preview.html", context)


@admin.register(MemberScore)
class MemberScoreAdmin(OfMemberAdmin):
    list_display = ("whose", "grade", "score", "last_on", "visits", "net", "rule")
    list_filter = (("grade", ChoicesDropdownFilter), store_filter("member__home_store"))
    list_select_related = ("member", "rule")
    list_display_links = ("grade",)
    linked_by = ("member",)
