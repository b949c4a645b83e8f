"""Opening the till: what it asks of the database, and what the network carries to the browser.

The page is opened by a real Chromium with an empty cache, from the web server of the Procfile.
"""

from __future__ import annotations

from django.db import connection
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, sync_playwright

from bench import databases
from bench.figures import Bar, p50, p95, print_table
from bench.tills import lay_basket, open_till
from bench.visitor import Visitor, cookies_of
from bench.web import web
from scripts import browser

STATEMENTS = 15
TRANSFERRED = 100.0  # kB of 1000 bytes, headers included
MEMBER = 7  # who stands at the till


def measure(*, sizes: tuple[int, int], quick: bool) -> list[Bar]:
    """Open the till with a member and three lines on it, in chains of both ``sizes``."""
    rows, bars = [], []
    for size in sizes:
        databases.enter(members=size)
        shift = open_till(store="2", number=1)
        lay_basket(shift, member=MEMBER)
        visitor = Visitor("C2-1", till=shift.till_id)
        path = reverse("pos:till")
        visitor.get(path)
        seconds = [visitor.get(path).seconds for _ in range(20 if quick else 100)]
        statements = visitor.statements_of(path)
        kilobytes, files = _transferred(size, cookies_of("C2-1", till=shift.till_id), path)
        rows.append([size, statements, p50(seconds), p95(seconds), files, kilobytes])
        bars += [
            Bar(f"statements of the till page, {size:,} members", statements, STATEMENTS),
            Bar(f"till page transferred, {size:,} members", kilobytes, TRANSFERRED, "kB"),
        ]
    print_table(
        "Opening the till, three lines and a member on it",
        ["members", "statements", "server p50 ms", "p95 ms", "files", "kB transferred"],
        rows,
    )
    return bars


def _transferred(size: int, cookies: str, path: str) -> tuple[float, int]:
    """Return the kilobytes and the number of files a Chromium loads for ``path``."""
    connection.close()
    with web(database=databases.url(members=size)) as port, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.chromium(), args=browser.ARGUMENTS
        )
        origin = f"http://127.0.0.1:{port}"
        context = chromium.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
        _sign_in(context, cookies, origin)
        sizes = _load(context.new_page(), origin + path)
        chromium.close()
    return sum(sizes) / 1_000, len(sizes)


def _sign_in(context: BrowserContext, cookies: str, origin: str) -> None:
    pairs = [pair.split("=", 1) for pair in cookies.split("; ")]
    context.add_cookies([{"name": name, "value": value, "url": origin} for name, value in pairs])


def _load(page: Page, address: str) -> list[float]:
    sizes: list[float] = []
    network = page.context.new_cdp_session(page)
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    network.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    page.locator("#pay").wait_for()
    return sizes
