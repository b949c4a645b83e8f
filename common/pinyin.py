"""Keys that find a Chinese name by its pinyin, whole or by initials."""

import re
import unicodedata
from functools import lru_cache

from pypinyin import lazy_pinyin

from common.surnames import COMPOUND, SINGLE, surname_of

_LATIN_OR_ONE = re.compile(r"[a-z]+|[0-9]+|[^\W_]")
_FAMILIAR_NAME = re.compile(r"[小老阿大]\w")
_QUERY = re.compile(r"[a-z][a-z' ]*")

# Readings usual in given names, where the library prefers another.
_GIVEN = {"厦": "xia", "晟": "sheng", "曾": "zeng", "泊": "bo", "長": "chang", "长": "chang"}


def search_key(name: str) -> str:
    """Return the words a ``name`` is found by: initials, then the whole; 曾黎 is ``zl zengli``.

    Surnames have their own readings (曾 单 解 尉迟 万俟). Latin names are lower-cased and
    stripped of accents, and can be found by each further word: ``js johnsmith smith``. A name
    without a letter has the empty key.
    """
    folded = _fold(name)
    syllables = _syllables(folded)
    if not syllables:
        return ""
    initials = "".join(syllable[0] for syllable in syllables)
    later_words = [word for word in syllables[1:] if word in folded and word.isalpha()]
    return " ".join([initials, "".join(syllables), *later_words])


def is_pinyin_query(text: str) -> bool:
    """Tell whether ``text`` can be pinyin: Latin letters, perhaps spaces and apostrophes."""
    return _QUERY.fullmatch(_fold(text).strip()) is not None


def query_key(text: str) -> str:
    """Return ``text`` as it would stand in a search key: ``Zeng Li`` becomes ``zengli``."""
    return re.sub(r"[^a-z0-9]", "", _fold(text))


def _fold(text: str) -> str:
    """Lower-case, full width to half, ü to v, accents off."""
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFKC", text).lower().replace("ü", "v")
    if not _has_accents(lowered):
        return lowered
    return _plain(lowered)


def _has_accents(text: str) -> bool:
    return any("\u00c0" <= char < "\u0370" for char in text)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _syllables(name: str) -> list[str]:
    if name.isascii():
        return _LATIN_OR_ONE.findall(name)
    before, surname, given = _parts(name)
    return [
        *map(_reading, before),
        *_surname_readings(surname),
        *filter(None, map(_reading, _LATIN_OR_ONE.findall(given))),
    ]


def _parts(name: str) -> tuple[str, str, str]:
    """Split into what stands before the surname (小曾), the surname and the rest."""
    if _FAMILIAR_NAME.fullmatch(name):
        return name[0], name[1], ""
    if name[:1] == name[1:2] or name[:1].isascii():
        return "", "", name
    surname = surname_of(name)
    return "", surname, name[len(surname) :]


def _surname_readings(surname: str) -> list[str]:
    if compound := COMPOUND.get(surname):
        return compound.split()
    reading = SINGLE.get(surname) or _reading(surname)
    return [reading] if reading else []


def _reading(piece: str) -> str:
    """Return the usual reading of one character; letters and digits read as themselves."""
    return piece if piece.isascii() else _character_reading(piece)


@lru_cache(maxsize=2**15)
def _character_reading(char: str) -> str:
    reading = _GIVEN.get(char) or lazy_pinyin(char)[0]
    return reading if reading.isascii() else ""
