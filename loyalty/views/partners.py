"""Partners: what they are owed, whether their service is good, what is to be done."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.db.models import Min, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import LazyPaginator, RequestConfig

from common.aggregates import sum_money
from common.periods import month_of
from common.tables import days_left_badge
from loyalty.domain import partner_checks
from loyalty.enums import StatementState
from loyalty.forms import CheckForm, DraftForm
from loyalty.models import Partner, PartnerCheck
from loyalty.partner_books import entries_of, terms_of, with_standing
from loyalty.tables import LedgerTable, PartnerTable
from stores.access import Act
from stores.http import StaffRequest

A_DAY = dt.timedelta(days=1)
LATEST = 24  # statements and checks on a partner's page
PAGINATE = {"per_page": 25, "paginator_class": LazyPaginator}


@require_GET
@never_cache
def partners(request: StaffRequest) -> HttpResponse:
    """List the partners, with what is owed and how they are marked, and every open action."""
    request.access.require(Act.RUN_PARTNERS)
    everybody = "all" in request.GET
    found = with_standing(Partner.objects.all())
    table = PartnerTable(found if everybody else found.filter(is_active=True))
    RequestConfig(request, paginate=PAGINATE).configure(table)
    to_do = PartnerCheck.objects.to_do().soonest_first().select_related("partner")
    context = {"table": table, "everybody": everybody, "to_do": _with_badges(to_do)}
    return render(request, "loyalty/partners.html", context)


@require_GET
@never_cache
def partner(request: StaffRequest, key: int) -> HttpResponse:
    """Show one partner: terms, statements, checks and ledger."""
    shown = partner_of(request, key)
    return partner_page(request, shown, DraftForm(initial={"last_day": _last_day(shown)}))


def partner_of(request: StaffRequest, key: int) -> Partner:
    """Return the partner with its standing, to who looks after partners."""
    request.access.require(Act.RUN_PARTNERS)
    return get_object_or_404(with_standing(Partner.objects.all()), pk=key)


def partner_page(request: StaffRequest, shown: Partner, form: DraftForm) -> HttpResponse:
    """Show ``shown`` with the form that drafts a statement."""
    table = LedgerTable(entries_of(shown))
    RequestConfig(request, paginate=PAGINATE).configure(table)
    checks = shown.checks.select_related("by", "done_by").order_by("-checked_on", "-pk")
    context = {
        "partner": shown,
        "table": table,
        "form": form,
        "waiting": shown.entries.on_no_statement().aggregate(sum=sum_money("amount"))["sum"],
        "terms": terms_of(shown),
        "on": timezone.localdate(),
        "statements": shown.statements.order_by("-until", "-pk")[:LATEST],
        "checks": _with_badges(checks[:LATEST]),
        "may_set_terms": request.access.can(Act.CHANGE_RULES),
    }
    return render(request, "loyalty/partner.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: StaffRequest, key: int) -> HttpResponse:
    """Write down how a partner's service was found."""
    shown = partner_of(request, key)
    form = CheckForm(request.POST or None, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            partner_checks.note_check(partner=shown, by=request.user, **form.cleaned_data)
        except partner_checks.CheckReused:
            form.add_error(None, _("This form has noted a check before. Open it again."))
        else:
            messages.success(request, _("The check is noted."))
            return redirect("partners:partner", shown.pk)
    context = {"partner": shown, "form": form}
    return render(
        request, "loyalty/partner_check.html", context, status=422 if form.errors else 200
    )


@require_POST
def action_done(request: StaffRequest, key: int) -> HttpResponse:
    """Note that what a check asked for was done."""
    request.access.require(Act.RUN_PARTNERS)
    noted = get_object_or_404(PartnerCheck, pk=key, due_on__isnull=False)
    partner_checks.finish_action(check=noted, by=request.user, on=timezone.localdate())
    messages.success(request, _("Done."))
    return redirect("partners:partner", noted.partner_id)


def _last_day(partner: Partner) -> dt.date:
    """Return the last day of the draft there is; else the end of last month, or yesterday."""
    if draft := partner.statements.filter(state=StatementState.DRAFT).first():
        return draft.last_day
    first = partner.entries.on_no_statement().aggregate(day=Min("business_day"))["day"]
    today = timezone.localdate()
    month = month_of(today) - A_DAY
    return month if first is None or first <= month else today - A_DAY


def _with_badges(checks: QuerySet[PartnerCheck]) -> list[tuple[PartnerCheck, dict[str, str]]]:
    """Return each check with the badge of what is still to be done."""
    on = timezone.localdate()
    return [
        (one, days_left_badge(days=(one.due_on - on).days) if one.is_open and one.due_on else {})
        for one in checks
    ]
