"""What was typed is never lost, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PATIENCE, TILL

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.static.pages"),
]


@pytest.fixture
def form(chromium, live_server):
    """Show the form in English; a request that fails is part of these walks."""
    context = chromium.new_context(base_url=live_server.url, viewport=TILL)
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "language", "value": "en", "url": live_server.url}])
    page = context.new_page()
    page.goto("/form/")
    yield page
    context.close()


def name(form: Page):
    return form.get_by_label("Name")


def restored(form: Page):
    return form.get_by_text("These are your unsent entries.")


def test_entries_survive_a_reload_but_secrets_do_not(form):
    name(form).fill("Ada")
    form.get_by_label("News").check()
    form.get_by_label("Secret").fill("1234")

    form.reload()

    expect(name(form)).to_have_value("Ada")
    expect(form.get_by_label("News")).to_be_checked()
    expect(form.get_by_label("Secret")).to_have_value("")
    expect(restored(form)).to_be_visible()


def test_starting_afresh_drops_them(form):
    name(form).fill("Ada")
    form.reload()

    form.get_by_role("button", name="Start afresh").click()
    form.reload()

    expect(name(form)).to_have_value("")
    expect(restored(form)).to_have_count(0)


def test_a_form_that_was_taken_starts_empty(form):
    name(form).fill("Ada")

    form.get_by_role("button", name="Send").click()

    expect(name(form)).to_have_value("")
    expect(restored(form)).to_have_count(0)


def test_a_form_sent_back_keeps_what_the_server_says(form):
    name(form).fill("bad")

    form.get_by_role("button", name="Send").click()

    expect(form.get_by_text("Wrong")).to_be_visible()
    expect(name(form)).to_have_value("bad")
    expect(restored(form)).to_have_count(0)


def test_a_form_that_did_not_get_through_is_there_on_going_back(form):
    name(form).fill("Ada")
    form.route("**/form/", lambda route: route.abort())
    form.get_by_role("button", name="Send").click()
    form.wait_for_url("chrome-error://**")
    form.unroute("**/form/")

    form.goto("/form/")

    expect(name(form)).to_have_value("Ada")


def test_a_request_without_connection_can_be_repeated(form):
    form.get_by_label("Goods").fill("scarf")
    form.context.set_offline(True)
    form.get_by_role("button", name="Add").click()
    expect(form.get_by_text("No connection. Nothing is lost.")).to_be_visible()
    form.context.set_offline(False)

    form.get_by_role("button", name="Try again").click()

    expect(form.locator("#said")).to_have_text("scarf")
    expect(form.get_by_text("No connection. Nothing is lost.")).to_be_hidden()


def test_a_server_that_falls_over_changes_nothing(form):
    form.get_by_label("Goods").fill("fall")

    form.get_by_role("button", name="Add").click()

    expect(form.get_by_text("The server could not answer. Nothing is lost.")).to_be_visible()
    expect(form.locator("#said")).to_have_text("Nothing")
    form.reload()
    expect(form.get_by_label("Goods")).to_have_value("fall")


def test_a_lost_log_in_is_said_and_not_swapped_in(form):
    form.get_by_label("Goods").fill("out")

    form.get_by_role("button", name="Add").click()

    expect(form.get_by_role("link", name="Log in")).to_be_visible()
    expect(form.locator("#said")).to_have_text("Nothing")
    form.reload()
    expect(form.get_by_label("Goods")).to_have_value("out")
