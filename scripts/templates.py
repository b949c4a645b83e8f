"""Promises every template keeps: it compiles, and its translated blocks are trimmed."""

import os
import re
import sys
from pathlib import Path

import django
from django.template import TemplateSyntaxError
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
UNTRIMMED = re.compile(r"{%\s*blocktrans(?:late)?\b(?![^%]*\btrimmed\b)[^%]*%}")


def faults() -> list[str]:
    """Name every template that does not compile or leaves a translated block untrimmed."""
    found = []
    for folder in sorted({ROOT / "templates", *ROOT.glob("*/templates")}):
        for path in sorted(folder.rglob("*.html")):
            name = str(path.relative_to(folder))
            found += [f"{name}: blocktranslate without trimmed"] * len(
                UNTRIMMED.findall(path.read_text())
            )
            try:
                get_template(name)
            except TemplateSyntaxError as fault:
                found.append(f"{name}: {fault}")
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    sys.exit("\n".join(faults()) or 0)
