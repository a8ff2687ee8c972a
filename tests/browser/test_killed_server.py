"""The server is killed in mid-entry, again and again: what the page called saved is stored."""

from __future__ import annotations

import http.client
import os
import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace

import pytest
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page
from sqlalchemy import make_url

from storage.location import default_url
from storage.store import Store, upgrade
from tests.app_server import WarmServer
from tests.browser.agent import Agent, walk
from tests.browser.assess_tab import ItemOnPage, Shown, as_shown, wait_until_drawn
from tests.browser.rated_visit import RATER, RatedVisit, begin_visit, first_person

PART = {"scale": "integration", "part": "continuity"}
ITEMS = ("INT19", "INT20", "INT21")
BOXES = ("counts", "evidence")
KILLS = 200 if os.environ.get("FIDELITY_TEST_LONG") == "1" else 5
NOTHING = Shown(None, None, None, "")
CUT_OFF = (OSError, http.client.HTTPException, ValueError)


@pytest.fixture
def killed(tmp_path) -> Iterator[tuple[WarmServer, RatedVisit]]:
    """A server of its own, not started yet, and a visit in its database."""
    url = default_url(tmp_path)
    server = WarmServer(url, tmp_path)
    with closing(Store.open(url)) as store:
        upgrade(store)
        yield server, begin_visit(first_person(store))
    server.stop()


def test_no_answer_called_saved_is_lost_however_often_the_server_is_killed(killed):
    server, visit = killed
    chance = random.Random(20260302)
    known = dict.fromkeys(ITEMS, NOTHING)
    acknowledged = 0
    for _ in range(KILLS):
        server.start()
        agent = Agent(server.address, "assess", visit=str(visit.id), **PART)
        agent.set(**{key(visit, item, box): True for item in ITEMS for box in BOXES})
        assert {item: read(agent, visit, item) for item in ITEMS} == known
        attempted, left = known, chance.randint(1, 5)
        with ExitStack() as stack:
            while True:
                if left == 0:
                    stack.enter_context(kill_after(chance.uniform(0, 0.2), server))
                left -= 1
                item, field, value = draw(chance)
                attempted = known | {item: replace(known[item], **{field: value})}
                sent = {key(visit, item, field): as_sent(agent, visit, item, field, value)}
                try:
                    agent.set(**sent)
                except CUT_OFF:
                    break
                assert says_saved(agent, visit, item)
                assert read(agent, visit, item) == attempted[item]
                known = attempted
                acknowledged += 1
        known = expect_stored(visit, known, attempted)
    assert acknowledged > KILLS


def test_a_browser_finds_everything_again_after_a_kill(killed, open_tab):
    server, visit = killed
    chance = random.Random(20260303)
    known = dict.fromkeys(ITEMS, NOTHING)
    server.start()
    page = open_tab(server.address + visit.path(**PART))
    wait_until_drawn(page)
    items = {name: ItemOnPage(page, visit.assessments["integration"], name) for name in ITEMS}
    for number in range(2):
        for item in items.values():
            item.unfold()
        attempted, left = known, chance.randint(1, 2)
        with ExitStack() as stack:
            while True:
                if left == 0:
                    stack.enter_context(kill_after(chance.uniform(0, 2), server))
                left -= 1
                name, field, value = draw(chance)
                attempted = known | {name: replace(known[name], **{field: value})}
                if known != attempted and not give(items[name], field, value):
                    break
                known = attempted
        assert left < 0, "The page did not call an answer saved that was given before the kill."
        server.start()
        # Found by the page itself, or after a refresh.
        if number % 2:
            page.reload()
        wait_until_drawn(page)
        known = expect_stored(visit, known, attempted)
        for name, item in items.items():
            item.expect_shown(known[name])


@contextmanager
def kill_after(seconds: float, server: WarmServer) -> Iterator[None]:
    """Kill the server so long after the block began; when the block ends it has happened."""
    kill = threading.Timer(seconds, server.kill)
    kill.start()
    try:
        yield
    finally:
        kill.join()


def draw(chance: random.Random) -> tuple[str, str, object]:
    """Draw an item, a field of it, and what is given there."""
    values = {
        "choice": str(chance.randint(1, 5)),
        "denominator": chance.randint(20, 90),
        "note": f"Seen in {chance.randint(2, 99)} charts",
    }
    field = chance.choice(list(values))
    return chance.choice(ITEMS), field, values[field]


def expect_stored(
    visit: RatedVisit, known: dict[str, Shown], attempted: dict[str, Shown]
) -> dict[str, Shown]:
    """Check that all that was acknowledged is stored, and return what is.

    The last answer may have been stored when the word of it was cut off; nothing else.
    """
    stored = {item: as_shown(visit.answers("integration").get(item)) for item in ITEMS}
    assert stored in (known, attempted)
    file = make_url(visit.acting.store.engine.url).database
    with closing(sqlite3.connect(str(file))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        query = "SELECT item, COUNT(*) FROM answer GROUP BY item HAVING COUNT(*) > 1"
        assert connection.execute(query).fetchall() == []
    return stored


def give(item: ItemOnPage, field: str, value: object) -> bool:
    """Give an answer in the browser; tell whether the page then called it saved.

    The words give the second, so a save within the second of the one before is not counted.
    """
    before = item.saved.inner_text() if item.saved.count() else ""
    try:
        if field == "choice":
            item.choose(str(value), timeout=2000)
        else:
            item.field(field).fill(str(value), timeout=2000)
            if field == "denominator":
                item.field(field).press("Enter", timeout=2000)
        give_up = time.monotonic() + 5
        while time.monotonic() < give_up and is_connected(item.page):
            if item.saved.count() and item.saved.inner_text(timeout=2000) != before:
                return True
            time.sleep(0.02)
    except BrowserError:
        pass  # the page lets nothing in while the server is gone
    return False


def is_connected(page: Page) -> bool:
    return page.locator('[data-test-connection-state="CONNECTED"]').count() == 1


def key(visit: RatedVisit, item: str, field: str) -> str:
    return f"{visit.assessments['integration']}|{RATER}|{item}|{field}"


def as_sent(agent: Agent, visit: RatedVisit, item: str, field: str, value: object) -> object:
    if field != "choice":
        return value
    radio = agent.find(key(visit, item, field))
    assert radio is not None
    return next(words for words in radio["props"]["options"] if words.startswith(f"**{value}**"))


def read(agent: Agent, visit: RatedVisit, item: str) -> Shown:
    values = {}
    for field in ("choice", "numerator", "denominator", "note"):
        node = agent.find(key(visit, item, field))
        values[field] = node["value"] if node else None
    words = values["choice"]
    return replace(Shown(**values), choice=words.strip("*").split("*")[0] if words else None)


def says_saved(agent: Agent, visit: RatedVisit, item: str) -> bool:
    card = agent.find(key(visit, item, "card"))
    assert card is not None
    captions = [node for node in walk(card) if node.get("type") == "caption"]
    return any(str(node["props"]["body"]).startswith("Saved at") for node in captions)
