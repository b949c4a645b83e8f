"""Statements of partners: drafted, the partner's figure entered, approved, paid, as a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import LazyPaginator, RequestConfig

from common.csvanswer import csv_answer
from loyalty.domain import partner_statements as domain
from loyalty.enums import StatementState
from loyalty.forms import DraftForm, FigureForm, SettleForm, ShownForm
from loyalty.models import PartnerStatement
from loyalty.partner_books import entries_on, services_of
from loyalty.tables import EntryTable, told_of
from loyalty.views.partners import partner_of, partner_page
from stores.access import Act
from stores.http import StaffRequest

PAGINATE = {"per_page": 25, "paginator_class": LazyPaginator}
_SENTENCES: dict[type[Exception], Promise] = {
    domain.DayNotOver: gettext_lazy("This day is not over."),
    domain.NothingToSettle: gettext_lazy("Nothing up to this day waits for a statement."),
    domain.StatementApproved: gettext_lazy("This statement was approved already."),
    domain.DifferenceUnexplained: gettext_lazy("It is not our figure. Say why."),
    domain.MayNotApproveOwn: gettext_lazy(
        "Who drafted it or entered the partner's figure cannot approve it."
    ),
    domain.FigureChanged: gettext_lazy("Another amount is to be paid by now. Look again."),
    domain.NotApprovedYet: gettext_lazy("Somebody else has to approve it first."),
    domain.SettledBefore: gettext_lazy("This statement was paid already."),
    domain.PaidInTheFuture: gettext_lazy("This day has not come."),
}


@require_POST
def draft(request: StaffRequest, key: int) -> HttpResponse:
    """Gather what a partner is owed up to a day."""
    shown = partner_of(request, key)
    form = DraftForm(request.POST)
    if form.is_valid():
        try:
            drafted = domain.draft_statement(
                partner=shown, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except domain.StatementRefused as refusal:
            form.add_error("last_day", _sentence(refusal))
        else:
            return redirect("partners:statement", drafted.pk)
    return partner_page(request, shown, form)


@require_GET
@never_cache
def statement(request: StaffRequest, key: int) -> HttpResponse:
    """Show a statement: service by service, then every entry; on paper without the entries."""
    shown = _statement(request, key)
    table = EntryTable(entries_on(shown))
    RequestConfig(request, paginate=PAGINATE).configure(table)
    services = services_of(shown)
    context = {
        "statement": shown,
        "services": services,
        "used": sum(one.used for one in services),
        "taken_back": sum(one.taken_back for one in services),
        "table": table,
        "may_approve": request.user.pk not in (shown.drafted_by_id, shown.confirmed_by_id),
    }
    return render(request, "loyalty/partner_statement.html", context)


@require_GET
def statement_file(request: StaffRequest, key: int) -> StreamingHttpResponse:
    """Hand over every entry for the partner to compare; it names no member."""
    shown = _statement(request, key)
    columns = [
        _("Day"), _("Store"), _("Service"), _("Used or taken back"), _("Voucher or use"),
        _("Amount"),
    ]  # fmt: skip
    name = f"partner-{shown.partner_id}-{shown.since}-{shown.last_day}.csv"
    return csv_answer(name, columns, _lines(shown))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def figure(request: StaffRequest, key: int) -> HttpResponse:
    """Enter what the partner says it is owed."""
    shown = _statement(request, key)
    if shown.state != StatementState.DRAFT:
        return _refused(request, shown, domain.StatementApproved())
    facts = {"confirmed": shown.payable, "reason": shown.difference_reason}
    form = FigureForm(request.POST or None, initial=facts)
    if request.method == "POST" and form.is_valid():
        try:
            domain.confirm_figure(statement=shown, by=request.user, **form.cleaned_data)
        except domain.DifferenceUnexplained as refusal:
            form.add_error("reason", _sentence(refusal))
        except domain.StatementApproved as refusal:
            return _refused(request, shown, refusal)
        else:
            messages.success(request, _("The partner's figure is noted."))
            return redirect("partners:statement", shown.pk)
    context = {"statement": shown, "form": form}
    status = 422 if form.errors else 200
    return render(request, "loyalty/partner_figure.html", context, status=status)


@require_POST
def approve(request: StaffRequest, key: int) -> HttpResponse:
    """Agree to pay what was shown."""
    shown = _statement(request, key)
    form = ShownForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    try:
        domain.approve_statement(
            statement=shown, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except domain.StatementRefused as refusal:
        return _refused(request, shown, refusal)
    messages.success(request, _("Approved. It can be paid now."))
    return redirect("partners:statement", shown.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def settle(request: StaffRequest, key: int) -> HttpResponse:
    """Note when and how a statement was paid."""
    shown = _statement(request, key)
    if shown.state != StatementState.APPROVED:
        was = domain.NotApprovedYet if shown.state == StatementState.DRAFT else domain.SettledBefore
        return _refused(request, shown, was())
    form = SettleForm(request.POST or None, initial={"paid_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            domain.settle_statement(
                statement=shown, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except domain.PaidInTheFuture as refusal:
            form.add_error("paid_on", _sentence(refusal))
        except domain.SettledBefore as refusal:
            return _refused(request, shown, refusal)
        else:
            messages.success(request, _("Settled."))
            return redirect("partners:statement", shown.pk)
    context = {"statement": shown, "form": form}
    status = 422 if form.errors else 200
    return render(request, "loyalty/partner_settle.html", context, status=status)


def _statement(request: StaffRequest, key: int) -> PartnerStatement:
    request.access.require(Act.RUN_PARTNERS)
    statements = PartnerStatement.objects.select_related(
        "partner", "drafted_by", "confirmed_by", "approved_by", "settled_by"
    )
    return get_object_or_404(statements, pk=key)


def _refused(
    request: StaffRequest, shown: PartnerStatement, refusal: domain.StatementRefused
) -> HttpResponse:
    messages.warning(request, _sentence(refusal))
    return redirect("partners:statement", shown.pk)


def _sentence(refusal: domain.StatementRefused) -> str:
    return str(_SENTENCES[type(refusal)])


def _lines(shown: PartnerStatement) -> Iterator[list[object]]:
    for entry in entries_on(shown).iterator(chunk_size=1_000):
        said, mark = told_of(entry)
        day = entry.business_day.isoformat()
        yield [day, entry.store.name, entry.terms.called, said, mark, entry.amount]
