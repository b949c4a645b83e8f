"""The words a file has for how members joined, and for what hangs on them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.text import slugify

from common.pinyin import search_key
from membership.models import JoiningChannel, Tag

IMPORTED = "import"  # the channel of those whose row names none


class Channels:
    """Joining channels by code or name; a word nobody knows becomes a channel."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def key(self, word: str) -> int | None:
        """Return the channel that ``word`` names; without a word that of imported members."""
        if not word:
            return self._imported()
        if word not in self._known:
            self._known[word] = (_find(word) or _create(word)).pk
        return self._known[word]

    def _imported(self) -> int | None:
        if IMPORTED not in self._known:
            found = JoiningChannel.objects.filter(code=IMPORTED).first()
            if found is None:
                return None
            self._known[IMPORTED] = found.pk
        return self._known[IMPORTED]


def tags_of(words: Iterable[str]) -> dict[str, int]:
    """Return the tags of these names, made where there is none."""
    wanted = set(words)
    Tag.objects.bulk_create([Tag(name=name) for name in sorted(wanted)], ignore_conflicts=True)
    return dict(Tag.objects.filter(name__in=wanted).values_list("name", "pk"))


def _find(word: str) -> JoiningChannel | None:
    named = Q(code=word) | Q(name_zh=word) | Q(name_en=word)
    return JoiningChannel.objects.filter(named).order_by("pk").first()


def _create(word: str) -> JoiningChannel:
    pinyin = search_key(word).split(" ")[1:2]
    stem = (slugify(word) or "".join(pinyin) or "channel")[:26]
    code, tries = stem, 1
    while JoiningChannel.objects.filter(code=code).exists():
        tries += 1
        code = f"{stem}-{tries}"
    return JoiningChannel.objects.create(code=code, name_zh=word, is_offered=False)
