"""Two things every request carries: what the visitor may do, and her language."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from stores.access import Access
from stores.enums import Language
from stores.models import Staff

Answer = Callable[[HttpRequest], HttpResponse]
LANGUAGE_COOKIE = "language"


def AccessMiddleware(answer: Answer) -> Answer:  # noqa: N802 - Django's way to name a middleware
    """Put ``request.access`` on every request, asked of the database only when used."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.access = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: Access(staff=cast("Staff", request.user), on=timezone.localdate())
        )
        return answer(request)

    return middleware


def LanguageMiddleware(answer: Answer) -> Answer:  # noqa: N802 - Django's way to name a middleware
    """Speak the visitor's chosen language; Chinese to who has not chosen."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = getattr(request.user, "language", request.COOKIES.get(LANGUAGE_COOKIE))
        if language not in Language.values:
            language = Language.CHINESE.value
        with translation.override(language):
            request.LANGUAGE_CODE = language
            answered = answer(request)
            answered.headers.setdefault("Content-Language", language)
            return answered

    return middleware
