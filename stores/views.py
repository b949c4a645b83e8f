"""The front page, the language switch and the health check."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from stores.access import Act, Reach
from stores.context import links_of
from stores.domain.languages import choose_language
from stores.enums import Language
from stores.http import StaffRequest
from stores.middleware import LANGUAGE_COOKIE

A_YEAR = 60 * 60 * 24 * 365


@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Show the doors open to the visitor; who has only one, or is a guide, goes straight on."""
    doors = links_of(request.access, request.path)
    is_guide = request.access.reach(Act.LOG_CONTACT) == Reach.OWN
    if len(doors) == 1 or (is_guide and not request.access.can(Act.RING_UP)):
        return redirect(doors[0].url)
    return render(request, "stores/home.html")


@require_POST
@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Speak the chosen language from now on."""
    chosen = request.POST.get("language", "")
    following = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()}):
        following = "/"
    answer = redirect(following)
    if chosen in Language.values:
        answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=A_YEAR, samesite="Lax")
        if request.user.is_authenticated:
            choose_language(staff=request.user, language=Language(chosen))
    return answer


@require_GET
@login_not_required
def health(_: HttpRequest) -> HttpResponse:
    """Say that the web process is up and its database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"database": "ok"})
