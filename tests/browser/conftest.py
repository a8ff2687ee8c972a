"""The real app in a real browser: one browser and one server for all tests of a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from storage.acting import Acting
from storage.location import default_url
from storage.store import Store, upgrade
from tests.app_server import AppServer
from tests.browser.rated_visit import RatedVisit, begin_visit, first_person

CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # One process for all tabs: as long as one is open, the next need not compile the app's scripts
    # again, which is more than half of the work of opening it.
    "--process-per-site",
)

OpenTab = Callable[..., Page]


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=list(CHROMIUM))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """The app on a database in which there is one person and nothing else."""
    folder = tmp_path_factory.mktemp("served")
    server = AppServer(default_url(folder), folder)
    with closing(Store.open(default_url(folder))) as store:
        upgrade(store)
        first_person(store)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def store(server: AppServer) -> Iterator[Store]:
    """The database of the server, to see what is really stored."""
    with closing(Store.open(server.url)) as store:
        yield store


@pytest.fixture(scope="session")
def acting(store: Store) -> Acting:
    """The same in the hands of its one person."""
    return first_person(store)


@pytest.fixture
def visit(acting: Acting) -> RatedVisit:
    """A new visit of a program of its own, on the IDDT and integration scales, nothing rated."""
    return begin_visit(acting)


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One browser window: its tabs share what they downloaded, and nothing of a session."""
    context = new_context(browser)
    yield context
    context.close()


@pytest.fixture(scope="session")
def left_open() -> list[Page]:
    """The last tab of the test before, open until the next test has opened one."""
    return []


@pytest.fixture
def open_tab(context: BrowserContext, left_open: list[Page]) -> Iterator[OpenTab]:
    """Open an address in a tab, with a session of its own on the server: `open_tab(address)`."""
    opened: list[Page] = []

    def open_tab(address: str, width: int = 1280) -> Page:
        page = context.new_page()
        opened.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        close_all(left_open)
        return page

    yield open_tab
    if opened:
        close_all(left_open)
        left_open.append(opened.pop())
    close_all(opened)


def close_all(pages: list[Page]) -> None:
    while pages:
        pages.pop().close()


def new_context(browser: Browser) -> BrowserContext:
    """A window of a patient browser that does not animate."""
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(60_000)
    return context
