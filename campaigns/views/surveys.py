"""Asking a member a survey: by her guide, on her page, or at the desk."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaigns.desks import member_of, store_of
from campaigns.doors import member_here
from campaigns.forms.surveys import SurveyForm
from guides.domain.ownership import LeftInPeace
from guides.domain.surveying import (
    Answered,
    AskedBefore,
    Asking,
    NotAskedHere,
    NothingAnswered,
    answer_survey,
    decline_survey,
)
from guides.enums import SurveyWay
from guides.models import Survey
from membership.models import Member
from stores.access import Act
from stores.http import StaffRequest
from stores.models import Store

FORM = require_http_methods(["GET", "HEAD", "POST"])
FROM_THE_DAY = "day"


class Back(NamedTuple):
    """Where the visitor came from, and how that is called."""

    url: str
    label: str


@FORM
@never_cache
def survey(request: StaffRequest, number: str, survey: int) -> HttpResponse:
    """Fill a survey in with a member, on the phone or where she stands."""
    member = member_here(request, number, Act.LOG_CONTACT)
    back = Back(reverse("campaigns:member", args=[number]), member.name)
    if request.GET.get("from") == FROM_THE_DAY:
        back = Back(reverse("guides:day"), _("Today"))
    ways = [SurveyWay.PHONE, SurveyWay.STORE]
    return _ask(request, member, survey, store=member.home_store, ways=ways, back=back)


@FORM
@never_cache
def desk_survey(request: StaffRequest, number: str, survey: int) -> HttpResponse:
    """Fill a survey in with a member who stands at the desk."""
    store, member = store_of(request), member_of(request, number)
    if store is None:
        return redirect("desk:find")
    back = Back(reverse("desk:member", args=[number]), member.name)
    return _ask(request, member, survey, store=store, ways=[SurveyWay.STORE], back=back)


def _ask(
    request: StaffRequest,
    member: Member,
    key: int,
    *,
    store: Store,
    ways: list[SurveyWay],
    back: Back,
) -> HttpResponse:
    found = get_object_or_404(Survey.objects.asked_in(store), pk=key)
    form = SurveyForm(request.POST or None, questions=found.questions.all(), ways=ways)
    if request.method == "POST" and form.is_valid():
        try:
            _write(request, member, found, form, store)
        except NothingAnswered:
            form.add_error(None, _("Nothing is answered yet."))
        else:
            return redirect(back.url)
    context = {"member": member, "survey": found, "form": form, "back": back}
    status = 422 if form.errors else 200
    return render(request, "campaigns/survey.html", context, status=status)


def _write(
    request: StaffRequest, member: Member, found: Survey, form: SurveyForm, store: Store
) -> None:
    """Write down what she said, or that she declined, and say what came of it.

    :raises NothingAnswered: if every question is left open
    """
    asking = Asking(store=store, way=form.way, by=request.user, at=timezone.now())
    try:
        if request.POST.get("step") == "decline":
            decline_survey(survey=found, member=member, asking=asking)
            messages.success(request, _("Noted: she is not asked again."))
        else:
            done = answer_survey(survey=found, member=member, given=form.given, asking=asking)
            messages.success(request, _thanks(done))
    except AskedBefore:
        messages.info(request, _("Somebody has noted that already."))
    except LeftInPeace:
        messages.warning(request, _("She is left in peace, and is not asked."))
    except NotAskedHere:
        raise Http404 from None


def _thanks(done: Answered) -> str:
    gift = done.gift
    if gift and gift.entry:
        words = ngettext(
            "Thank you. %(points)s point for her.",
            "Thank you. %(points)s points for her.",
            gift.entry.points,
        )
        return words % {"points": gift.entry.points}
    if gift and gift.coupon:
        return _("Thank you. A coupon for her: %(kind)s.") % {"kind": gift.coupon.kind}
    return _("Thank you, noted.")
