from django.test import override_settings
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override

from common.remembering import remembered


def counting():
    """Return a function that is remembered, and the calls that reached it."""
    calls = []

    @remembered
    def word(number, *, loud=False):
        calls.append((get_language(), number, loud))
        return mark_safe(f"{number}{'!' if loud else ''}")  # noqa: S308 - numbers

    return word, calls


def test_the_same_is_rendered_once():
    word, calls = counting()

    assert [word(1, loud=True), word(1, loud=True), word(2)] == ["1!", "1!", "2"]

    assert [(number, loud) for _, number, loud in calls] == [(1, True), (2, False)]


def test_each_language_has_its_own():
    word, calls = counting()

    for language in ("en", "zh-hans", "en"):
        with override(language):
            word(1)

    assert [language for language, *_ in calls] == ["en", "zh-hans"]


@override_settings(DEBUG=True)
def test_nothing_is_kept_while_templates_change():
    word, calls = counting()

    word(1)
    word(1)

    assert len(calls) == 2
