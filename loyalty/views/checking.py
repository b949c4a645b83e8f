"""The self-check: every promise of the ledger, asked of the database while one looks."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from loyalty.checks import BY_SLUG, CHECKS, liabilities, run_check
from stores.access import Act
from stores.http import StaffRequest


@require_GET
@never_cache
def self_check(request: StaffRequest) -> HttpResponse:
    """Show the promises, each asked for by the page itself, and what each store owes."""
    request.access.require(Act.CHECK_LEDGER)
    context = {"checks": CHECKS, "liabilities": liabilities(on=timezone.localdate())}
    return render(request, "loyalty/self_check.html", context)


@require_GET
@never_cache
def self_check_one(request: StaffRequest, slug: str) -> HttpResponse:
    """Answer with what comes of one check, green or red."""
    request.access.require(Act.CHECK_LEDGER)
    if slug not in BY_SLUG:
        raise Http404
    finding = run_check(BY_SLUG[slug])
    return render(request, "loyalty/_finding.html", {"finding": finding})
