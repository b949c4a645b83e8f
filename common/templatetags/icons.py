"""``{% icon "name" %}`` in every template, without loading anything."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.remembering import remembered

register = template.Library()


@register.simple_tag
def icon(name: str = "", *, large: bool = False) -> SafeString:
    """Return one icon of ``static/icons.svg``, for the eye only; ``large`` is the big one."""
    return _drawn(name or "info-circle", large)


@remembered
def _drawn(name: str, large: bool) -> SafeString:
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        " icon-large" if large else "",
        static("icons.svg"),
        name,
    )
