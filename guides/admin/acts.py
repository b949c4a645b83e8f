"""What is done to members by hand, with the verbs of the pages."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextInputWidget,
)

from guides.domain.ownership import (
    AlreadyOwned,
    HeldBefore,
    LeftInPeace,
    NotAGuideHere,
    reassign_member,
)
from guides.models import Ownership
from loyalty.domain.adjusting import (
    KeyOfAnother,
    NothingToAdjust,
    ReasonMissing,
    ask_adjustment,
)
from loyalty.domain.redemption import NotEnoughPoints
from loyalty.domain.tier_applications import AlreadyAsked, NotAStepUp, ask_for_tier
from loyalty.domain.tier_trials import NoTimeForATrial, start_trial
from loyalty.domain.tiers import AlreadyInTier, set_tier
from loyalty.enums import Decision
from loyalty.models import PointsAdjustment, Tier, TierApplication, TierAssignment
from membership.domain.organisations import (
    AlreadyTheirs,
    OrganisationClosed,
    set_organisation,
)
from membership.models import Member, Organisation
from stores.access import Act
from stores.admin_acts import ActForm, RowAct
from stores.models import Posting, Staff


class TierForm(ActForm):
    """Which tier."""

    tier = forms.ModelChoiceField(
        Tier.objects.lowest_first(), label=_("Tier"), widget=UnfoldAdminSelectWidget
    )


class ApplicationForm(TierForm):
    """Which tier, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=UnfoldAdminTextInputWidget)


class TrialForm(TierForm):
    """Which tier, for how long."""

    until = forms.DateField(
        label=_("Until"),
        help_text=_("The first day it is over; then the former tier returns."),
        widget=UnfoldAdminSingleDateWidget,
    )
    note = forms.CharField(
        label=_("Note"), max_length=200, required=False, widget=UnfoldAdminTextInputWidget
    )


class PointsForm(ActForm):
    """How many points, and why. The token makes one form move them once."""

    points = forms.IntegerField(
        label=_("Points"),
        help_text=_("Minus takes points away. They do not count towards a tier."),
        widget=UnfoldAdminIntegerFieldWidget,
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=UnfoldAdminTextInputWidget)
    token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


GUIDE = Ownership._meta.get_field("guide")


class GuideForm(ActForm):
    """Which guide, found by typing."""

    guide = forms.ModelChoiceField(
        Staff.objects.none(),
        label=_("Guide"),
        widget=AutocompleteSelect(GUIDE, admin.site),
        error_messages={"invalid_choice": _("Choose somebody posted as guide.")},
    )
    note = forms.CharField(label=_("Reason"), max_length=200, widget=UnfoldAdminTextInputWidget)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guides = self.access.narrow(Posting.objects.guides(), Act.ASSIGN_MEMBER, store="store")
        guide = cast("forms.ModelChoiceField[Staff]", self.fields["guide"])
        guide.queryset = Staff.objects.filter(pk__in=guides.values("staff"))


class WaitsForSomebodyElse(Exception):
    """The points are above the limit of one person: they were asked for, not moved."""


class OrganisationForm(ActForm):
    """Which organisation, or none."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(is_active=True).order_by("name"),
        label=_("Organisation"),
        required=False,
        empty_label=_("Nobody's"),
        widget=UnfoldAdminSelectWidget,
    )


def _adjust(
    member: Member, *, points: int, reason: str, token: uuid.UUID, by: Staff, at: dt.datetime
) -> PointsAdjustment:
    key = uuid.uuid5(token, str(member.pk))
    adjustment = ask_adjustment(key=key, member=member, points=points, reason=reason, by=by, at=at)
    if adjustment.state == Decision.WAITING:
        raise WaitsForSomebodyElse
    return adjustment


def _assign(member: Member, *, guide: Staff, note: str, by: Staff, at: dt.datetime) -> Ownership:
    return reassign_member(
        member=member, guide=guide, store=member.home_store, note=note, by=by, at=at
    )


def _set_tier(member: Member, *, tier: Tier, by: Staff, at: dt.datetime) -> TierAssignment:
    return set_tier(member=member, tier=tier, by=by, at=at)


def _set_organisation(
    member: Member, *, organisation: Organisation | None, by: Staff, at: dt.datetime
) -> Member:
    return set_organisation(member=member, organisation=organisation, by=by, at=at)


SET_TIER = RowAct(
    title=_("Set the tier by hand"),
    button=_("Set tier"),
    form=TierForm,
    verb=_set_tier,
    refusals={AlreadyInTier: _("she has this tier already")},
)


def _ask_for_tier(
    member: Member, *, tier: Tier, reason: str, by: Staff, at: dt.datetime
) -> TierApplication:
    return ask_for_tier(member=member, tier=tier, reason=reason, by=by, at=at)


def _start_trial(
    member: Member, *, tier: Tier, until: dt.date, note: str, by: Staff, at: dt.datetime
) -> TierAssignment:
    return start_trial(member=member, tier=tier, until=until, note=note, by=by, at=at)


ASK_FOR_TIER = RowAct(
    title=_("Ask for a tier"),
    button=_("Ask"),
    form=ApplicationForm,
    verb=_ask_for_tier,
    refusals={
        NotAStepUp: _("she has this tier already, or a higher one"),
        AlreadyAsked: _("an application for it waits"),
    },
)
START_TRIAL = RowAct(
    title=_("Let her try a tier"),
    button=_("Begin the trial"),
    form=TrialForm,
    verb=_start_trial,
    refusals={
        AlreadyInTier: _("she has this tier already"),
        NoTimeForATrial: _("the trial would be over today"),
    },
)
ADJUST_POINTS = RowAct(
    title=_("Move points by hand"),
    button=_("Move points"),
    form=PointsForm,
    verb=_adjust,
    refusals={
        NothingToAdjust: _("there is nothing to move"),
        ReasonMissing: _("points are not moved without a reason"),
        NotEnoughPoints: _("%(short_by)d points are missing"),
        KeyOfAnother: _("this form has moved another number of points before"),
        WaitsForSomebodyElse: _("asked for; somebody else has to approve so many points"),
    },
)
ASSIGN = RowAct(
    title=_("Give to a guide"),
    button=_("Give to this guide"),
    form=GuideForm,
    verb=_assign,
    refusals={
        NotAGuideHere: _("she is at home in a store where this guide is not posted"),
        HeldBefore: _("this guide held her before and lost her"),
        AlreadyOwned: _("this guide has her already"),
        LeftInPeace: _("she is to be left in peace"),
    },
)
SET_ORGANISATION = RowAct(
    title=_("Set the organisation"),
    button=_("Set organisation"),
    form=OrganisationForm,
    verb=_set_organisation,
    refusals={
        OrganisationClosed: _("nobody joins through this organisation any more"),
        AlreadyTheirs: _("she belongs there already"),
    },
)
