"""The month's quota of records to verify."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from guides.queries.record_checks import quota_of, to_be_verified
from guides.views.day import whose_day
from stores.access import Act
from stores.http import StaffRequest


@require_GET
@never_cache
def record_checks(request: StaffRequest) -> HttpResponse:
    """Show whose record is to be verified next, up to what the month still asks for."""
    request.access.require(Act.LOG_CONTACT)
    on = timezone.localdate()
    whose = whose_day(request, on=on)
    context = dict(whose)
    if whose["guide"]:
        quota = quota_of(whose["guide"], on=on)
        members = to_be_verified(whose["guide"], on=on)[: quota.left]
        context |= {"quota": quota, "members": members}
    return render(request, "guides/record_checks.html", context)
