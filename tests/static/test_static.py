"""What lies in static/ is whole: licences, sums, icons, nothing pointing nowhere."""

import gzip
import hashlib
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
SENT_TO_THE_TILL = (
    "css/tabler.subset.css",
    "css/shop.css",
    "css/parts.css",
    "css/print.css",
    "vendor/htmx-2.0.11/htmx.min.js",
    "js/app.js",
    "js/drafts.js",
    "icons.svg",
    "seal.svg",
)


def test_vendored_files_are_those_the_list_names():
    listed = re.findall(r"`(\S+/\S+)` \| `([0-9a-f]{64})`", (VENDOR / "README.md").read_text())

    assert sorted(listed) == sorted(
        (str(path.relative_to(VENDOR)), hashlib.sha256(path.read_bytes()).hexdigest())
        for path in VENDOR.rglob("*.min.*")
    )


def test_every_vendored_folder_has_its_licence():
    folders = [path for path in VENDOR.iterdir() if path.is_dir()]

    assert [path.name for path in folders if not (path / "LICENSE").exists()] == []


def test_no_file_points_to_a_source_map():
    files = [path for path in STATIC.rglob("*") if path.suffix in {".css", ".js"}]

    assert [path.name for path in files if "sourceMappingURL" in path.read_text()] == []


def test_every_icon_a_template_names_is_there():
    there = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    named = {
        icon
        for path in (ROOT / "templates").rglob("*.html")
        for line in re.findall(r'include "common/(?:icon|badge)\.html"[^%]*', path.read_text())
        for icon in re.findall(r'(?:name|icon)="([^"]+)"', line)
    }

    assert sorted(named - there) == []


def test_what_every_page_loads_is_small():
    sizes = {name: len(gzip.compress((STATIC / name).read_bytes())) for name in SENT_TO_THE_TILL}

    assert sum(sizes.values()) <= 50_000, sizes
