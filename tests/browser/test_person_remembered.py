"""Who one is, is asked once in a browser and kept through a refresh and in a second tab."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from storage.acting import Acting
from storage.location import default_url
from storage.people import add_person
from storage.store import Store, upgrade
from tests.app_server import AppServer
from tests.browser.assess_tab import SLOW, wait_until_drawn
from tests.browser.conftest import new_context
from tests.browser.page_checks import find_cut_off, find_violations
from tests.browser.rated_visit import NOW, begin_visit, first_person


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[AppServer, Acting]]:
    """The app on a database that two people use."""
    folder = tmp_path_factory.mktemp("shared")
    server = AppServer(default_url(folder), folder)
    with closing(Store.open(server.url)) as store:
        upgrade(store)
        rater = first_person(store)
        add_person(rater, "Bea Moreno", NOW)
        server.start()
        yield server, rater
        server.stop()


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """A browser that was never here before."""
    context = new_context(browser)
    yield context.new_page()
    context.close()


def expect_person(page: Page, name: str, heading: str) -> None:
    expect(page.get_by_role("heading", name=heading)).to_be_visible(timeout=SLOW)
    wait_until_drawn(page)
    expect(page.get_by_text(f"You are {name}")).to_be_visible(timeout=SLOW)


def test_the_person_picked_stays_through_a_refresh_and_in_a_second_tab(shared, window):
    server, _ = shared
    window.goto(f"{server.address}/scales")
    expect(window.get_by_role("heading", name="Who are you?")).to_be_visible(timeout=SLOW)
    wait_until_drawn(window)
    violations, _ = find_violations(window, [])
    assert violations == []
    assert find_cut_off(window) == []
    window.get_by_role("button", name="Bea Moreno").click()
    expect_person(window, "Bea Moreno", "Scales")
    window.reload()
    expect_person(window, "Bea Moreno", "Scales")
    second = window.context.new_page()
    second.goto(server.address)
    expect_person(second, "Bea Moreno", "Programs")


def test_a_tab_stays_with_its_person_until_it_is_opened_again(shared, window):
    server, rater = shared
    visit = begin_visit(rater, ["goi"])
    window.goto(server.address)
    window.get_by_role("button", name="Bea Moreno").click()
    expect_person(window, "Bea Moreno", "Programs")
    second = window.context.new_page()
    second.goto(f"{server.address}/results?visit={visit.id}")
    expect(second.get_by_text("That visit does not exist")).to_be_visible(timeout=SLOW)
    second.get_by_role("link", name="Change person").click()
    expect(second.get_by_role("heading", name="People", exact=True)).to_be_visible(timeout=SLOW)
    wait_until_drawn(second)
    second.get_by_role("button", name="Rater", exact=True).click()
    expect_person(second, "Rater", "People")
    window.get_by_role("link", name="Scales").click()
    expect_person(window, "Bea Moreno", "Scales")
    window.reload()
    expect_person(window, "Rater", "Scales")


def test_another_database_at_the_same_address_does_not_take_one_for_somebody_else(
    shared, window, tmp_path
):
    server, _ = shared
    window.goto(server.address)
    window.get_by_role("button", name="Bea Moreno").click()
    expect_person(window, "Bea Moreno", "Programs")
    other = AppServer(default_url(tmp_path), tmp_path)
    with closing(Store.open(other.url)) as store:
        upgrade(store)
        first = first_person(store)
        add_person(first, "Somebody Else", NOW.replace(year=2027))
        other.start()
        try:
            # A browser sends a cookie to every port of a host.
            window.goto(other.address)
            expect(window.get_by_role("heading", name="Who are you?")).to_be_visible(timeout=SLOW)
        finally:
            other.stop()
