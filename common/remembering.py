"""Pieces of markup that come again and again are rendered once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import ParamSpec

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language

Asked = ParamSpec("Asked")
KEPT = 4_096


def remembered(render: Callable[Asked, SafeString]) -> Callable[Asked, SafeString]:
    """Let ``render``, whose answer depends on its arguments and the language alone, answer once.

    The process keeps the answers used last; with DEBUG it keeps none, as templates change.
    """

    @lru_cache(maxsize=KEPT)
    def kept(_: str | None, args: tuple[Hashable, ...], named: tuple[object, ...]) -> SafeString:
        return render(*args, **dict(named))  # type: ignore[arg-type]

    @wraps(render)
    def answered(*args: Asked.args, **named: Asked.kwargs) -> SafeString:
        if settings.DEBUG:
            return render(*args, **named)
        return kept(get_language(), args, tuple(named.items()))

    return answered
