"""What is done to a member's tier in the administration."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from guides.admin.acts import ASK_FOR_TIER, SET_TIER, START_TRIAL
from stores.access import Act
from stores.admin_acts import RowAct
from stores.http import StaffRequest


class TierActs:
    """The acts of ``MemberAdmin`` on tiers: set, asked for, on trial."""

    def _act_on_chosen(
        self, request: StaffRequest, chosen: models.QuerySet[Any], act: RowAct, allowed: Act
    ) -> HttpResponse:
        raise NotImplementedError

    def _act_on_one(
        self, request: StaffRequest, object_id: str, act: RowAct, allowed: Act
    ) -> HttpResponse:
        raise NotImplementedError

    def has_ask_permission(self, request: StaffRequest, obj: object = None) -> bool:
        return request.access.can(Act.ASK_FOR_TIER)

    @admin.action(description=_("Set tier"), permissions=["adjust"])
    def set_tiers(self, request: StaffRequest, queryset: models.QuerySet[Any]) -> HttpResponse:
        return self._act_on_chosen(request, queryset, SET_TIER, Act.ADJUST_MEMBER)

    @action(description=_("Set tier"), icon="military_tech", permissions=["adjust"])
    def set_tier(self, request: StaffRequest, object_id: str) -> HttpResponse:
        return self._act_on_one(request, object_id, SET_TIER, Act.ADJUST_MEMBER)

    @action(description=_("Ask for a tier"), icon="approval", permissions=["ask"])
    def ask_for_tier(self, request: StaffRequest, object_id: str) -> HttpResponse:
        return self._act_on_one(request, object_id, ASK_FOR_TIER, Act.ASK_FOR_TIER)

    @action(description=_("Tier on trial"), icon="hourglass", permissions=["adjust"])
    def start_trial(self, request: StaffRequest, object_id: str) -> HttpResponse:
        return self._act_on_one(request, object_id, START_TRIAL, Act.ADJUST_MEMBER)
