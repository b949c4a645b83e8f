"""Take the README's pictures: the running house on its demonstration data, in both languages.

``python -m scripts.screenshots`` writes docs/screenshots/<language>/<page>.png.
"""

import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from scripts.browser import ARGUMENTS, chromium
from scripts.servers import free_port

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
TILL = ViewportSize(width=1366, height=768)
PHONE = ViewportSize(width=360, height=740)
MEMBER = "NO.24-000001"
GUNICORN = ["--threads", "4", "--no-control-socket"]
UNOPENED = ["A2", "A1"]  # each language has a till to itself
PASSWORD = "regulars"  # noqa: S105 - the demonstration chain's, printed by `make run`


def main() -> None:
    """Open a demonstration chain of its own, walk through it, keep what is seen."""
    with _house() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for language in ["zh-hans", "en"]:
            (TARGET / language).mkdir(parents=True, exist_ok=True)
            _take_all(browser, address, language)
        browser.close()


def _take_all(browser: Browser, address: str, language: str) -> None:
    for name, staff, path, size, steps in PICTURES:
        context = browser.new_context(viewport=size, locale=language, base_url=address)
        context.add_cookies([{"name": "language", "value": language, "url": address}])
        page = context.new_page()
        _log_in(page, staff, language)
        page.goto(path)
        steps(page)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=TARGET / language / f"{name}.png")
        context.close()


def _log_in(page: Page, staff: str, language: str) -> None:
    page.goto("/login/")
    page.fill("input[name=username]", staff)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    page.request.post(
        "/language/",
        form={"language": language, "next": "/"},
        headers={"X-CSRFToken": _csrf(page), "Referer": page.url},
    )


def _csrf(page: Page) -> str:
    return next(
        cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken"
    )


def _nothing(page: Page) -> None:
    """Leave the page as it opens."""


def _ring_up(page: Page) -> None:
    """Open the till, lay three articles on it and say who buys them."""
    page.click(f"text={UNOPENED.pop()}")
    page.fill("input[inputmode=decimal]", "500")
    page.keyboard.press("Enter")
    for typed in ["1001", "2*1003", "1005"]:
        page.fill("#scan-typed", typed)
        page.keyboard.press("Enter")
        page.wait_for_selector(f".line-added:has-text('{typed[-4:]}')")
    page.fill("#member-typed", MEMBER)
    page.keyboard.press("Enter")
    page.wait_for_selector("section.member .standing")


TODAY = dt.datetime.now(dt.UTC).date()
COHORTS = f"/reports/cohort/?period=custom&first={TODAY - dt.timedelta(days=240)}&last={TODAY}"
PICTURES = [
    ("till", "2411", "/till/", TILL, _ring_up),
    ("members", "2421", "/guides/members/", PHONE, _nothing),
    ("figures", "1001", COHORTS, TILL, _nothing),
    ("handbook", "1001", "/programme/handbook/", TILL, _nothing),
    ("admin", "1001", "/admin/", TILL, _nothing),
]


@contextmanager
def _house() -> Iterator[str]:
    """Run the web process on a fresh demonstration chain and give its address."""
    with tempfile.TemporaryDirectory(prefix="regulars-pictures-") as home:
        address = f"http://127.0.0.1:{free_port()}"
        environment = {**os.environ, "DATA_DIR": home, "DJANGO_SETTINGS_MODULE": "config.settings"}
        prepare = "import django; django.setup(); from scripts.run import prepare; prepare()"
        subprocess.run([sys.executable, "-c", prepare], env=environment, cwd=ROOT, check=True)
        bind = address.removeprefix("http://")
        web = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "config.wsgi",
                "--bind",
                bind,
                "--threads",
                "4",
                "--no-control-socket",
            ],
            env=environment,
            cwd=ROOT,
        )
        try:
            _wait(f"{address}/health/")
            yield address
        finally:
            web.terminate()
            web.wait()


def _wait(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(address, timeout=1)  # noqa: S310 - our own server
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    sys.exit("The house does not open.")


if __name__ == "__main__":
    main()
