"""The member handbook: the rules as they stand, for reading aloud and for printing."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from campaigns.handbook import handbook as handbook_of
from loyalty.programme import programme
from stores.enums import Language
from stores.http import StaffRequest


@require_GET
def handbook(request: StaffRequest) -> HttpResponse:
    """Show the handbook in the reader's language, or in the one asked for; staff only."""
    language = request.GET.get("in", "")
    if language not in Language.values:
        language = translation.get_language() or Language.CHINESE
    on = timezone.localdate()
    with translation.override(language):
        context = {
            "book": handbook_of(programme=programme(), on=on),
            "on": on,
            "languages": Language.choices,
            "language": language,
        }
        return render(request, "campaigns/handbook.html", context)
