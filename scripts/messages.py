"""The Chinese words of the house: collect, check and compile them, without system gettext.

English is what the code says; ``locale/zh_Hans`` holds what the shop reads.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
WORDS = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
COMPILED = WORDS.with_suffix(".mo")

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_now": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)|%[sd]|\{\w*\}")


def update() -> None:
    """Bring the words in line with the code: new ones empty, unused ones gone."""
    words = _written()
    words.update(_marked(), no_fuzzy_matching=True, update_creation_date=False)
    with WORDS.open("wb") as file:
        write_po(
            file, words, width=100, include_lineno=False, sort_output=True, ignore_obsolete=True
        )


def faults() -> list[str]:
    """Name every word that is missing, empty, doubtful, unused or loses a placeholder."""
    marked, written = _marked(), _written()
    found = [
        f"{fault}: {message.id!r}"
        for message in _messages(marked)
        for fault in faults_of(message, written.get(message.id, message.context))
    ]
    unused = [message for message in _messages(written) if not _has(marked, message)]
    return found + [f"unused: {message.id!r}" for message in [*unused, *written.obsolete.values()]]


def compile_words() -> None:
    """Write what Django reads, when what people write is newer."""
    if COMPILED.exists() and COMPILED.stat().st_mtime >= WORDS.stat().st_mtime:
        return
    with COMPILED.open("wb") as file:
        write_mo(file, _written())


def _written() -> Catalog:
    with WORDS.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def _marked() -> Catalog:
    marked = Catalog()
    for path in _sources():
        source = path.read_text()
        if path.suffix != ".py":
            # In one pair of brackets, so that indentation means nothing to Python.
            source = f"({templatize(source, origin=str(path))})"
        lines = BytesIO(source.encode())
        for _line, words, comments, context in extract(
            "python", lines, KEYWORDS, comment_tags=["Translators"]
        ):
            place = [(str(path.relative_to(ROOT)), 0)]
            marked.add(words, locations=place, auto_comments=comments, context=context)
    return marked


def _sources() -> Iterator[Path]:
    rooms = [app.parent for app in ROOT.glob("*/apps.py")]
    for room in sorted([*rooms, ROOT / "config", ROOT / "templates"]):
        yield from sorted(
            path for path in room.rglob("*") if path.suffix in {".py", ".html", ".txt"}
        )


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _has(catalog: Catalog, message: Message) -> bool:
    return catalog.get(message.id, message.context) is not None


def faults_of(message: Message, written: Message | None) -> Iterator[str]:
    """Name what is wrong with what is ``written`` for a marked ``message``."""
    if not written:
        yield "missing"
    elif not all(_forms(written.string)):
        yield "untranslated"
    elif written.fuzzy:
        yield "fuzzy"
    elif any(not _keeps_placeholders(message, form) for form in _forms(written.string)):
        yield "another placeholder"


def _keeps_placeholders(message: Message, translation: str) -> bool:
    """Every form says what all forms of the original say, and nothing none of them says."""
    kept = set(PLACEHOLDER.findall(translation))
    originals = [set(PLACEHOLDER.findall(form)) for form in _forms(message.id)]
    return set.intersection(*originals) <= kept <= set.union(*originals)


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def main(command: str) -> None:
    if command == "check":
        if found := faults():
            sys.exit("\n".join(found))
        return
    {"update": update, "compile": compile_words}[command]()


if __name__ == "__main__":
    main(sys.argv[1])
