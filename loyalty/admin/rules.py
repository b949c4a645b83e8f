"""The rules of earning and paying with points, in the administration."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin_fields import PercentField
from loyalty.models import EarningRule, RedemptionRule
from stores.admin_base import DatedRuleAdmin, RuleForm


@admin.register(EarningRule)
class EarningRuleAdmin(DatedRuleAdmin):
    list_display = ("effective_from", "points_per_yuan", "life_months", "note")


class RedemptionRuleForm(RuleForm):
    """What points are worth, shares in per cent."""

    share = PercentField(label=_("largest share of the ticket, in %"), initial=10_000)


@admin.register(RedemptionRule)
class RedemptionRuleAdmin(DatedRuleAdmin):
    form = RedemptionRuleForm
    list_display = ("effective_from", "point_value", "minimum", "largest_share", "note")

    @admin.display(description=_("largest share of the ticket"))
    def largest_share(self, rule: RedemptionRule) -> str:
        return f"{rule.share / 100:g}%"
