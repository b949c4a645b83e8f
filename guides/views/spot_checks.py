"""A handful of contacts a day, looked at again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from guides.domain.checking import AlreadyChecked, FindingMissing, check_contact
from guides.models import Contact
from guides.queries.spot_checks import drawn_for
from stores.access import Act
from stores.http import StaffRequest

SPOT_CHECKS = "guides:spot_checks"


@require_GET
@never_cache
def spot_checks(request: StaffRequest) -> HttpResponse:
    """Show the contacts of a store that were drawn for today."""
    request.access.require(Act.CHECK_CONTACTS)
    stores = request.access.stores(Act.CHECK_CONTACTS).order_by("code")
    store = stores.filter(code=request.GET.get("store", "")).first() or stores.first()
    contacts = drawn_for(store, on=timezone.localdate()) if store else []
    context = {"store": store, "stores": stores, "contacts": contacts}
    return render(request, "guides/spot_checks.html", context)


@require_POST
def spot_check(request: StaffRequest, key: int) -> HttpResponse:
    """Write down whether a contact was as it was written down."""
    request.access.require(Act.CHECK_CONTACTS)
    within = request.access.narrow(Contact.objects.all(), Act.CHECK_CONTACTS, store="store")
    contact = get_object_or_404(within.select_related("store"), pk=key)
    try:
        check_contact(
            contact=contact,
            is_right=request.POST.get("right") == "yes",
            note=request.POST.get("note", "")[:300],
            by=request.user,
            at=timezone.now(),
        )
    except FindingMissing:
        messages.error(request, _("Say what was found."))
    except AlreadyChecked:
        messages.info(request, _("Somebody has noted that already."))
    else:
        messages.success(request, _("Noted."))
    code = contact.store.code if contact.store else ""
    return redirect(f"{reverse(SPOT_CHECKS)}?store={code}")
