"""Walks in a real Chromium: opening pages, logging in, asking axe."""

import json
import os
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from scripts import browser
from stores.models import Staff

TILL: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 360, "height": 740}
PATIENCE = 15_000  # milliseconds until an expectation is given up
STAND = "how => document.querySelectorAll('.bar').forEach(bar => { bar.style.position = how; })"
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the one Chromium of the test process."""
    # Playwright's loop runs in this thread, which Django would take for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=browser.chromium(), args=browser.ARGUMENTS)


@pytest.fixture
def open_page(chromium: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a window of its own on the house, as a stranger.

    ``size`` is TILL or PHONE, ``locale`` what the browser asks for. A script that breaks or
    is refused by the content policy fails the walk at its end.
    """
    contexts, troubles = [], []

    def open_page(*, size: ViewportSize = TILL, locale: str = "zh-CN") -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=size,
            locale=locale,
            timezone_id="Asia/Shanghai",
            has_touch=size is PHONE,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.extend(_trouble(message)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == [], troubles


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """Open a window the size of the till."""
    return open_page()


@pytest.fixture
def phone_page(open_page: Callable[..., Page]) -> Page:
    """Open a window the size of a small phone."""
    return open_page(size=PHONE)


@pytest.fixture
def log_in(live_server) -> Callable[[Page, Staff], None]:
    """Give a function that makes a window the window of a member of staff."""

    def log_in(page: Page, staff: Staff) -> None:
        client = Client()
        client.force_login(staff, backend="stores.backends.StaffBackend")
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )

    return log_in


def accessible(page: Page) -> None:
    """Assert that axe finds nothing against WCAG 2.2 AA in the page, once it has its answers.

    What has been scrolled half under the bar would be too small for it, so the bar lets go.
    What waits for an answer is paler for that moment. After a click that leads to another
    page, expect something of it first: axe would ask the old one.
    """
    expect(page.locator('[aria-busy="true"]')).to_have_count(0)
    page.evaluate(STAND, "static")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG_22_AA}})
    page.evaluate(STAND, "")
    faults = {
        fault["id"]: [node["html"] for node in fault["nodes"]]
        for fault in found.response["violations"]
    }
    assert faults == {}, json.dumps(faults, indent=2, ensure_ascii=False)


def _trouble(message: ConsoleMessage) -> list[str]:
    """Pass on what scripts complain of; a refused request is for the walk itself to judge."""
    of_a_request = message.text.startswith("Failed to load resource")
    return [message.text] if message.type == "error" and not of_a_request else []
