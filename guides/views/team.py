"""The guides of a store: what each holds; leaving, moving, being away; who is protected."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from guides.domain.handing_over import (
    NobodyElse,
    NoTime,
    NotTheirGuide,
    end_leave,
    guide_leaves,
    guide_moves,
    name_deputy,
    worth_of,
)
from guides.domain.protecting import (
    AlreadyProtected,
    NoDays,
    NotProtected,
    TooManyProtected,
    protect,
    unprotect,
)
from guides.domain.setting_aside import InThePool, NoReason
from guides.forms.owning import DeputyForm, MoveForm, ProtectForm
from guides.models import Ownership, Protection
from guides.queries import members as queries
from guides.queries.team import team as team_of
from guides.tables.owning import TeamTable
from guides.words import why_not
from stores.access import Act
from stores.http import StaffRequest
from stores.models import Deputy, Posting, Staff, Store

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@never_cache
def team(request: StaffRequest) -> HttpResponse:
    """List the guides of the visitor's stores with what each has in her hands."""
    request.access.require(Act.MOVE_GUIDE)
    table = TeamTable(team_of(request.access.stores(Act.MOVE_GUIDE), on=timezone.localdate()))
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    return render(request, "guides/team.html", {"table": table})


@require_GET
@never_cache
def guide(request: StaffRequest, number: str, code: str) -> HttpResponse:
    """Show what it would mean if this guide left or moved, who stands in, who is protected."""
    return _guide_page(request, _posting(request, number, code))


@require_POST
def leave(request: StaffRequest, number: str, code: str) -> HttpResponse:
    """Let the guide leave: all her members go into their pools at once."""
    posting = _posting(request, number, code)
    if not _whole(request, posting.staff):
        raise Http404
    count = guide_leaves(guide=posting.staff, by=request.user, at=timezone.now())
    return _handed_over(request, count)


@require_POST
def move(request: StaffRequest, number: str, code: str) -> HttpResponse:
    """Let the guide move to another store; her members stay with this one."""
    posting = _posting(request, number, code)
    form = MoveForm(request.POST, stores=_others(posting))
    if not form.is_valid():
        return _guide_page(request, posting, move_form=form)
    try:
        count = guide_moves(
            guide=posting.staff,
            store=_store(posting),
            to=form.cleaned_data["to"],
            by=request.user,
            at=timezone.now(),
        )
    except NotTheirGuide as refusal:
        form.add_error(None, why_not(refusal))
        return _guide_page(request, posting, move_form=form)
    return _handed_over(request, count)


@require_POST
def deputise(request: StaffRequest, number: str, code: str) -> HttpResponse:
    """Name who stands in while the guide is away."""
    posting = _posting(request, number, code)
    form = _deputy_form(request, posting)
    if form.is_valid():
        try:
            name_deputy(
                guide=posting.staff,
                store=_store(posting),
                by=request.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except (NobodyElse, NotTheirGuide, NoTime) as refusal:
            form.add_error(None, why_not(refusal))
        else:
            messages.success(request, _("Noted."))
            return redirect("guides:guide", number, code)
    return _guide_page(request, posting, deputy_form=form)


@require_POST
def come_back(request: StaffRequest, number: str, code: str, pk: int) -> HttpResponse:
    """End the leave of the guide today."""
    posting = _posting(request, number, code)
    away = get_object_or_404(Deputy, pk=pk, guide=posting.staff, store=posting.store)
    end_leave(deputy=away, at=timezone.now())
    messages.success(request, _("Noted."))
    return redirect("guides:guide", number, code)


@FORM
@never_cache
def protect_member(request: StaffRequest, number: str) -> HttpResponse:
    """Let a member stay with her guide for a while."""
    request.access.require(Act.ASSIGN_MEMBER)
    member = get_object_or_404(
        queries.listed(queries.members_of(request.access, Act.ASSIGN_MEMBER)), number=number
    )
    at = timezone.now()
    standing = Protection.objects.standing(on=timezone.localdate(at)).filter(
        ownership__member=member, ownership__ends_at=None
    )
    form = ProtectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            protect(member=member, by=request.user, at=at, **form.cleaned_data)
        except (AlreadyProtected, InThePool, NoDays, NoReason, TooManyProtected) as refusal:
            form.add_error(None, why_not(refusal))
        else:
            messages.success(request, _("She stays with her guide."))
            return redirect("campaigns:member", number)
    context = {"member": member, "form": form, "protection": standing.first()}
    return render(request, "guides/protect.html", context, status=422 if form.errors else 200)


@require_POST
def unprotect_member(request: StaffRequest, number: str) -> HttpResponse:
    """End a protection early."""
    request.access.require(Act.ASSIGN_MEMBER)
    member = get_object_or_404(queries.members_of(request.access, Act.ASSIGN_MEMBER), number=number)
    try:
        unprotect(member=member, by=request.user, at=timezone.now())
    except NotProtected as refusal:
        messages.info(request, why_not(refusal))
    else:
        messages.success(request, _("Noted."))
    return redirect("campaigns:member", number)


def _posting(request: StaffRequest, number: str, code: str) -> Posting:
    request.access.require(Act.MOVE_GUIDE)
    postings = Posting.objects.current(on=timezone.localdate()).guides()
    return get_object_or_404(
        request.access.narrow(postings, Act.MOVE_GUIDE, store="store").select_related(
            "staff", "store"
        ),
        staff__number=number,
        store__code=code,
    )


def _store(posting: Posting) -> Store:
    if posting.store is None:
        raise Http404
    return posting.store


def _others(posting: Posting) -> Any:
    return Store.objects.filter(is_open=True).exclude(pk=_store(posting).pk).order_by("name")


def _deputy_form(request: StaffRequest, posting: Posting) -> DeputyForm:
    on = timezone.localdate()
    posted = _store(posting).postings.current(on=on).guides().exclude(staff=posting.staff)
    guides = Staff.objects.filter(pk__in=posted.values("staff"), is_active=True)
    data = request.POST if request.method == "POST" else None
    return DeputyForm(data, guides=guides.order_by("number"), on=on)


def _whole(request: StaffRequest, staff: Staff) -> bool:
    """Tell whether the visitor may end all of the guide's work: each store she works in."""
    places = staff.postings.filter(ends_on=None).select_related("store")
    return all(
        posting.store is not None and request.access.can_at(Act.MOVE_GUIDE, posting.store)
        for posting in places
    )


def _guide_page(request: StaffRequest, posting: Posting, **forms: Any) -> HttpResponse:
    on = timezone.localdate()
    hers = Ownership.objects.open().filter(guide=posting.staff)
    here = hers.filter(store=posting.store)
    context = {
        "posting": posting,
        "worth": worth_of(hers, on=on),
        "worth_here": worth_of(here, on=on),
        "whole": _whole(request, posting.staff),
        "move_form": MoveForm(None, stores=_others(posting)),
        "deputy_form": _deputy_form(request, posting) if "deputy_form" not in forms else None,
        "leaves": posting.staff.leaves.filter(store=posting.store, ends_on__gt=on)
        .select_related("deputy")
        .order_by("starts_on"),
        "protections": Protection.objects.standing(on=on)
        .filter(ownership__in=here)
        .select_related("ownership__member", "by")
        .order_by("until"),
    } | forms
    wrong = any(form.errors for form in forms.values())
    return render(request, "guides/guide.html", context, status=422 if wrong else 200)


def _handed_over(request: StaffRequest, count: int) -> HttpResponse:
    words = ngettext(
        "%(count)s member went into the pool.", "%(count)s members went into the pool.", count
    )
    messages.success(request, words % {"count": f"{count:,}"})
    return redirect("guides:team")
