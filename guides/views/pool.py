"""The pool and whoever else of a store: counted, listed, drawn, and dealt with by hand."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_tables2 import LazyPaginator, RequestConfig

from guides.domain.by_hand import Outcome, assign_members, do_to_each
from guides.domain.candidates import pool_of
from guides.domain.draw_rules import participants, place_of
from guides.domain.draws import DrawUnderWay, NothingToDraw, finish_draw, freeze_draw
from guides.domain.setting_aside import leave_in_peace, let_back, put_back
from guides.enums import Standing
from guides.forms.owning import AT_MOST, HandForm, WhereForm
from guides.queries import members as queries
from guides.queries.standing import counted, standing_at
from guides.tables.members import Words
from guides.tables.owning import PoolTable
from guides.words import why_not
from membership.models import Member
from stores.access import Act
from stores.http import StaffRequest
from stores.models import Staff, Store

PAGINATE = {"per_page": 100, "paginator_class": LazyPaginator}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pool(request: StaffRequest) -> HttpResponse:
    """List the members of a store by where they stand, and do something to those ticked."""
    request.access.require(Act.RUN_DRAW)
    where = WhereForm(request.GET, stores=request.access.stores(Act.RUN_DRAW).order_by("name"))
    store, standing = where.cleaned_data["store"], Standing(where.cleaned_data["standing"])
    at = timezone.now()
    members = queries.members_of(request.access, Act.RUN_DRAW).filter(home_store=store)
    listed = standing_at(members, standing)
    form = _form(request, store, on=timezone.localdate(at))
    outcome, asks = None, False
    if request.method == "POST" and form.is_valid():
        asks = _is_to_be_asked(form.cleaned_data)
    if form.is_bound and form.is_valid() and not asks:
        outcome = _act(form.cleaned_data, listed, by=request.user, at=at)
        _say(request, outcome)
        if not outcome.refused:
            return redirect(request.get_full_path())
    counts = counted(members)
    table = _table(listed, standing, counts[standing], on=timezone.localdate(at))
    RequestConfig(request, paginate=PAGINATE).configure(table)
    context = {
        "where": where,
        "standing": standing,
        "counts": [(one, counts[one]) for one in Standing],
        "table": table,
        "form": form,
        "refused": [(one.member, why_not(one.refusal)) for one in outcome.refused]
        if outcome
        else [],
        "coming": _coming(store, on=timezone.localdate(at)),
        "store": store,
        "asks": asks and form.cleaned_data | {"count": min(counts[standing], AT_MOST)},
    }
    return render(request, "guides/pool.html", context, status=422 if form.errors else 200)


@require_POST
def draw_now(request: StaffRequest, code: str) -> HttpResponse:
    """Draw the pool of a store, and of those drawn with it, at once."""
    request.access.require(Act.RUN_DRAW)
    store = get_object_or_404(request.access.stores(Act.RUN_DRAW), code=code)
    at = timezone.now()
    on = timezone.localdate(at)
    place = place_of(store=store, on=on)
    if not all(request.access.can_at(Act.RUN_DRAW, one) for one in place.stores):
        messages.error(
            request, _("This pool is drawn with other stores; the area manager does it.")
        )
        return redirect(f"{reverse('guides:pool')}?store={code}")
    try:
        draw = freeze_draw(place=place, on=on, at=at, by=request.user)
    except NothingToDraw:
        messages.info(request, _("Nobody is in the pool."))
    except DrawUnderWay:
        messages.info(request, _("A draw is under way. Look again in a moment."))
    else:
        return redirect("guides:minutes", finish_draw(draw=draw, at=timezone.now()).pk)
    return redirect(f"{reverse('guides:pool')}?store={code}")


def _form(request: StaffRequest, store: Store | None, *, on: dt.date) -> HandForm:
    guides = Staff.objects.none()
    if store:
        posted = store.postings.current(on=on).guides().values("staff")
        guides = Staff.objects.filter(pk__in=posted, is_active=True).order_by("number")
    may_override = store is not None and request.access.can_at(Act.GIVE_BACK, store)
    data = request.POST if request.method == "POST" else None
    return HandForm(data, guides=guides, may_override=may_override)


def _is_to_be_asked(said: dict[str, Any]) -> bool:
    """Tell whether ``said`` takes all who are listed from where they are, and nobody asked yet."""
    return said["everybody"] and not said["sure"] and said["act"] != "let_back"


def _act(said: dict[str, Any], listed: QuerySet[Member], *, by: Staff, at: dt.datetime) -> Outcome:
    chosen = listed if said["everybody"] else listed.filter(pk__in=said["member"])
    members = list(chosen.select_related("home_store").order_by("pk")[:AT_MOST])
    note = said["note"]
    match said["act"]:
        case "assign":
            return assign_members(
                members=members,
                guide=said["guide"],
                note=note,
                override=said.get("override", False),
                by=by,
                at=at,
            )
        case "put_back":
            return do_to_each(members=members, verb=partial(_put_back, note=note, by=by, at=at))
        case "leave":
            return do_to_each(members=members, verb=partial(_leave, note=note, by=by, at=at))
    return do_to_each(members=members, verb=partial(_let_back, by=by, at=at))


def _put_back(member: Member, *, note: str, by: Staff, at: dt.datetime) -> object:
    return put_back(member=member, note=note, by=by, at=at)


def _leave(member: Member, *, note: str, by: Staff, at: dt.datetime) -> object:
    return leave_in_peace(member=member, note=note, by=by, at=at)


def _let_back(member: Member, *, by: Staff, at: dt.datetime) -> object:
    return let_back(member=member, by=by, at=at)


def _say(request: StaffRequest, outcome: Outcome) -> None:
    done = len(outcome.done)
    if done:
        words = ngettext("Done for %(count)s member.", "Done for %(count)s members.", done)
        messages.success(request, words % {"count": f"{done:,}"})


def _table(listed: QuerySet[Member], standing: Standing, count: int, *, on: dt.date) -> PoolTable:
    words = ngettext("%(count)s member", "%(count)s members", count) % {"count": f"{count:,}"}
    return PoolTable(
        queries.listed(listed).order_by("pk"),
        standing=standing,
        on=on,
        words=Words(words, _("Nobody stands here"), _("Choose another standing above.")),
        slow=count >= AT_MOST,
        order_by="last_visit" if count < AT_MOST else None,
    )


def _coming(store: Store | None, *, on: dt.date) -> dict[str, Any]:
    """Return what the next draw of the store would be: who among whom."""
    if store is None:
        return {}
    place = place_of(store=store, on=on)
    seats = participants(place=place, on=on)
    members = pool_of(place.stores).count()
    least, odd = divmod(members, len(seats) or 1)
    each = f"{least:,}–{least + 1:,}" if odd else f"{least:,}"
    return {"members": members, "seats": seats, "each": each, "place": place}
