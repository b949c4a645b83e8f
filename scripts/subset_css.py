"""Take from Tabler's published sheet the rules which our pages use.

The whole sheet is larger than the rest of the till page. A rule is kept when every class
it names stands in quotes somewhere in a template, a script of ours, or a Python file that
words markup. Run it after using a class of Tabler for the first time:

    python -m scripts.subset_css          writes static/css/tabler.subset.css
    python -m scripts.subset_css --check  fails when that file is not what it would write
"""

import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = ROOT / "static/vendor/tabler-1.6.1/tabler.min.css"
SUBSET = ROOT / "static/css/tabler.subset.css"
OWN_SHEETS = ("static/css/shop.css", "static/css/parts.css", "static/css/print.css")
SOURCES = (
    "templates/**/*.html",
    "*/templates/**/*.html",
    "static/js/*.js",
    "*/tables.py",
    "*/tables/*.py",
    "*/forms.py",
    "*/forms/*.py",
    "*/templatetags/*.py",
    "config/settings.py",
)
ADMIN = "templates/admin/**/*.html"  # in another dress
HEADER = """\
/*!
 * Part of Tabler v1.6.1 (https://tabler.io), made by scripts/subset_css.py: do not edit.
 * Copyright 2018-2026 The Tabler Authors
 * Copyright 2018-2026 codecalm.net Paweł Kuna
 * MIT licence: static/vendor/tabler-1.6.1/LICENSE
 */
"""

_TOKEN = re.compile(r"/\*.*?\*/|\"[^\"]*\"|'[^']*'|[{};]", re.DOTALL)
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'|`([^`]*)`")
_CLASS = re.compile(r"\.((?:\\.|[\w-])+)")
_PARENTHESES = re.compile(r"\([^()]*\)")
_OTHER_THEMES = re.compile(r"\[(data-bs-|data-theme=dark|dir=rtl)")
_VARIABLE = re.compile(r"(--tblr-[\w-]+):((?:\"[^\"]*\"|[^;{}\"])*);?")
_EMPTY_RULE = re.compile(r"(?<=[{};])[^{};\"]+\{\}")


def words_in_use() -> set[str]:
    """Return every word that stands in quotes in the sources: any class is among them."""
    words: set[str] = set()
    for pattern in SOURCES:
        for path in set(ROOT.glob(pattern)) - set(ROOT.glob(ADMIN)):
            for match in _QUOTED.finditer(path.read_text(encoding="utf-8")):
                words.update(re.split(r"[\s{}%]+", "".join(filter(None, match.groups()))))
    return words


def split_rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield each outermost rule of ``css`` as its prelude and its body."""
    depth = start = opened = 0
    for token in _TOKEN.finditer(css):
        if token[0] == "{":
            depth += 1
            opened = token.end() if depth == 1 else opened
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                yield css[start : opened - 1].strip(), css[opened : token.start()]
                start = token.end()
        elif depth == 0 and (token[0] == ";" or token[0].startswith("/*")):
            start = token.end()


def is_wanted(selector: str, words: set[str]) -> bool:
    """Say whether all classes of ``selector`` outside of parentheses are among ``words``."""
    if _OTHER_THEMES.search(selector):
        return False
    while _PARENTHESES.search(selector):
        selector = _PARENTHESES.sub("", selector)
    return all(name.replace("\\", "") in words for name in _CLASS.findall(selector))


def split_selectors(prelude: str) -> list[str]:
    """Split ``prelude`` at the commas which are not inside parentheses."""
    return re.split(r",(?![^()]*\))", prelude)


def keep_rules(css: str, words: set[str]) -> str:
    """Return ``css`` without the rules whose classes nobody uses."""
    kept = []
    for prelude, body in split_rules(css):
        if prelude.startswith(("@media", "@supports")):
            if inner := keep_rules(body, words):
                kept.append(f"{prelude}{{{inner}}}")
        elif prelude.startswith("@"):
            kept.append(f"{prelude}{{{body}}}")
        elif selectors := [one for one in split_selectors(prelude) if is_wanted(one, words)]:
            kept.append(f"{','.join(selectors)}{{{body}}}")
    return "".join(kept)


def drop_unused_animations(css: str) -> str:
    """Return ``css`` without the @keyframes and @property rules nothing refers to."""
    kept = []
    for prelude, body in split_rules(css):
        kind, _, name = prelude.partition(" ")
        uses = len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", css)) if name else 0
        if kind not in {"@keyframes", "@property"} or uses > 1:
            kept.append(f"{prelude}{{{body}}}")
    return "".join(kept)


def drop_unused_variables(css: str, own: str) -> str:
    """Return ``css`` without the variables that neither it nor ``own`` reads."""
    while True:
        read = set(re.findall(r"var\((--tblr-[\w-]+)", css + own))
        leaner = _VARIABLE.sub(partial(_kept_if_read, read), css)
        leaner = _EMPTY_RULE.sub("", leaner)
        if leaner == css:
            return css
        css = leaner


def _kept_if_read(read: set[str], variable: re.Match[str]) -> str:
    return variable[0] if variable[1] in read else ""


def subset() -> str:
    """Return the sheet to send: header and rules in use, one rule a line."""
    own = "".join((ROOT / name).read_text(encoding="utf-8") for name in OWN_SHEETS)
    css = keep_rules(PUBLISHED.read_text(encoding="utf-8"), words_in_use())
    css = drop_unused_variables(drop_unused_animations(css), own)
    return HEADER + "".join(f"{prelude}{{{body}}}\n" for prelude, body in split_rules(css))


def main() -> int:
    """Write the sheet, or with ``--check`` say whether it is what would be written."""
    fresh = subset()
    if "--check" not in sys.argv[1:]:
        SUBSET.write_text(fresh, encoding="utf-8")
        return 0
    if SUBSET.exists() and SUBSET.read_text(encoding="utf-8") == fresh:
        return 0
    print(f"{SUBSET.relative_to(ROOT)} is stale: run python -m scripts.subset_css")
    return 1


if __name__ == "__main__":
    sys.exit(main())
