"""Two reviewers, a lead and the program carry one visit to its signature, on PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scales.catalog import load_catalog
from storage.acting import Acting, NotAllowed
from storage.answers import list_answers, save_answer
from storage.corrections import list_corrections
from storage.people import act, add_first_person, add_person
from storage.programs import add_program
from storage.signing import list_signatures
from storage.store import Store
from storage.team import CONSENSUS
from storage.verifying import verify
from storage.visit_record import Visit
from storage.visits import VisitFinal, get_assessments, get_visit, list_visits
from tests.app_server import AppServer
from tests.browser.assess_tab import SLOW, ItemOnPage, wait_until_drawn
from tests.browser.conftest import new_context
from tests.browser.rated_visit import NOW
from tests.browser.welcome_scale import write_scale

NOTES = {"Ann": "Ann saw three charts.", "Ben": "Ben heard it from two clients."}


@dataclass(frozen=True)
class Site:
    """The served database, the people in it and their windows."""

    store: Store
    people: dict[str, Acting]
    program: int
    windows: dict[str, Page]
    address: str

    def open(self, who: str, page: str = "", **place: object) -> Page:
        """Open the app in somebody's window for the first time, and say who they are."""
        query = "&".join(f"{name}={value}" for name, value in place.items())
        window = self.windows[who]
        window.goto(f"{self.address}/{page}?{query}")
        window.get_by_role("button", name=who, exact=True).click()
        expect(window.get_by_text(f"You are {who}")).to_be_visible(timeout=SLOW)
        wait_until_drawn(window)
        return window

    def go(self, who: str, page: str) -> Page:
        """Go to another page of the visit, by the menu."""
        window = self.windows[who]
        window.get_by_role("link", name=page, exact=True).first.click()
        expect(window.get_by_role("heading", name=page, level=1)).to_be_visible(timeout=SLOW)
        wait_until_drawn(window)
        return window

    @property
    def visit(self) -> Visit:
        """The visit, once it is started."""
        return list_visits(self.people["Lee"], self.program)[0]

    @property
    def assessment(self) -> int:
        """Its only assessment."""
        return get_assessments(self.people["Lee"], self.visit.id)[0].id

    def answers(self, who: str, rater: str):
        """A set of ratings, read as somebody."""
        return list_answers(self.people[who], self.assessment, rater)


@pytest.fixture
def site(postgresql_url: str, browser: Browser, tmp_path: Path) -> Iterator[Site]:
    """The app on PostgreSQL, a scale of three items, four people in windows of their own."""
    write_scale(tmp_path)
    server = AppServer(postgresql_url, tmp_path, scales=str(tmp_path))
    server.start()
    with ExitStack() as stack:
        stack.callback(server.stop)
        store = stack.enter_context(closing(Store.open(postgresql_url)))
        lee = act(store, add_first_person(store, "Lee", NOW).id)
        people = {"Lee": lee}
        for name in ("Ann", "Ben", "Con"):
            people[name] = act(store, add_person(lee, name, NOW).id)
        windows = {}
        for name in people:
            context = new_context(browser)
            stack.callback(context.close)
            windows[name] = context.new_page()
        program = add_program(lee, name="Harbor House", invented=True, now=NOW)
        yield Site(store, people, program.id, windows, server.address)


def test_a_visit_from_its_start_to_the_signature(site: Site):
    start(site)
    rate_alone(site, "Ann", "443")
    rate_alone(site, "Ben", "453")
    blind_means_blind(site)
    hand_in(site, "Ann")
    hand_in(site, "Ben")
    late = settle_the_difference(site)
    correct_and_answer(site)
    sign(site)
    nothing_is_written_any_more(site, late)
    assert verify(site.store) == ()


def start(site: Site) -> None:
    page = site.open("Lee", program=site.program)
    page.get_by_text("Site visit", exact=True).click()
    choose(page, "Other reviewers", "Ann", "Ben")
    page.locator("label", has_text="Lee rates").click()
    choose(page, "Contact in the program", "Con")
    for shipped in load_catalog().entries:
        label = page.locator("label", has_text=shipped.scale.name)
        label.click()
        expect(label.locator("input")).not_to_be_checked(timeout=SLOW)
    press(page, "Start the visit")
    expect(page.get_by_role("heading", name="Assess", level=1)).to_be_visible(timeout=SLOW)
    assert (site.visit.kind, site.visit.status) == ("site_visit", "draft")


def choose(page: Page, field: str, *names: str) -> None:
    for name in names:
        page.get_by_role("combobox", name=re.compile(field)).fill(name)
        page.get_by_role("option", name=name, exact=True).click()
        wait_until_drawn(page)


def rate_alone(site: Site, who: str, levels: str) -> None:
    page = site.open(who, "assess", visit=site.visit.id)
    for number, level in enumerate(levels, start=1):
        item = ItemOnPage(page, site.assessment, f"W{number}", who)
        item.choose(level)
        item.expect_saved()
    item = ItemOnPage(page, site.assessment, "W2", who)
    item.unfold()
    item.field("note").fill(NOTES[who])
    stored(lambda: site.answers(who, who)["W2"].note, NOTES[who], page)


def blind_means_blind(site: Site) -> None:
    for name in ("Assess", "Consensus", "Sign-off"):
        page = site.go("Ben", name)
        assert NOTES["Ann"] not in page.content(), name
    for who, other in (("Ann", "Ben"), ("Ben", "Ann"), ("Lee", "Ann")):
        with pytest.raises(NotAllowed):
            site.answers(who, other)


def hand_in(site: Site, who: str) -> None:
    page = site.go(who, "Assess")
    press(page, "Hand in my ratings")
    press(page, "Yes, hand in")
    expect(page.get_by_text("Your ratings are handed in (")).to_be_visible(timeout=SLOW)


def settle_the_difference(site: Site) -> ItemOnPage:
    """Settle it, and leave a window open in which it is still to be settled."""
    page = site.go("Lee", "Consensus")
    expect(page.get_by_text("The reviewers saw 2 of 3 items alike (67 %)")).to_be_visible()
    press(page, "Begin the consensus")
    for note in NOTES.values():
        expect(page.get_by_text(note)).to_be_visible(timeout=SLOW)
    late = ItemOnPage(site.go("Ben", "Consensus"), site.assessment, "W2", CONSENSUS)
    press(page, "Close the consensus and make the draft report")
    expect(page.get_by_text("welcome W2: it is not settled.")).to_be_visible(timeout=SLOW)
    item = ItemOnPage(page, site.assessment, "W2", CONSENSUS)
    item.choose("4")
    expect(page.get_by_text("It differs from what a rater gave: write down why.")).to_be_visible(
        timeout=SLOW
    )
    item.field("because").fill("The charts weigh more.")
    expect(page.get_by_text("Everything is settled.")).to_be_visible(timeout=SLOW)
    press(page, "Close the consensus and make the draft report")
    expect(page.get_by_text("The consensus is closed.")).to_be_visible(timeout=SLOW)
    assert {who: site.answers("Lee", who)["W2"].level for who in NOTES} == {"Ann": 4, "Ben": 5}
    return late


def correct_and_answer(site: Site) -> None:
    contact = site.open("Con", "signoff", visit=site.visit.id)
    expect(contact.get_by_text("Next: Lee sends the draft report to the program.")).to_be_visible()
    assert "The charts weigh more." not in contact.content()
    page = site.go("Lee", "Sign-off")
    press(page, "Send to the program")
    expect(page.get_by_text("with the program (now)")).to_be_visible(timeout=SLOW)

    contact.reload()
    choose(contact, "Item", "Welcome W2 Welcome of both")
    expect(contact.get_by_text("Why: The charts weigh more.")).to_be_visible(timeout=SLOW)
    contact.get_by_role("textbox", name="What is wrong").fill("The leaflet is in the hall.")
    press(contact, "Send the correction")
    expect(contact.get_by_text("The reviewers have not answered yet.")).to_be_visible(timeout=SLOW)
    assert NOTES["Ann"] not in contact.content() and NOTES["Ben"] not in contact.content()

    reviewer = site.go("Ann", "Sign-off")
    declined = reviewer.locator("label", has_text="Declined")
    declined.click()
    expect(declined.locator("input")).to_be_checked(timeout=SLOW)
    reviewer.get_by_role("textbox", name="Answer to the program").fill("It says nothing of both.")
    press(reviewer, "Save the answer")
    expect(reviewer.get_by_text("Declined by Ann: It says nothing of both.")).to_be_visible(
        timeout=SLOW
    )
    (correction,) = list_corrections(site.people["Con"], site.visit.id)
    assert (correction.said_by, correction.outcome) == ("Con", "declined")


def sign(site: Site) -> None:
    page = site.windows["Lee"]
    page.reload()
    page.get_by_role("textbox", name="Why the warnings can stand").fill("A visit for a test.")
    stand = page.locator("label", has_text="I have looked at the ratings")
    stand.click()
    expect(stand.locator("input")).to_be_checked(timeout=SLOW)
    wait_until_drawn(page)
    press(page, "Sign the visit")
    expect(page.get_by_text("Edition 1 signed by Lee")).to_be_visible(timeout=SLOW)
    (signature,) = list_signatures(site.people["Con"], site.visit.id)
    expect(page.get_by_text(signature.hash)).to_be_visible()
    assert get_visit(site.people["Con"], site.visit.id).status == "final"


def nothing_is_written_any_more(site: Site, late: ItemOnPage) -> None:
    late.choose("5")
    expect(late.card.get_by_text("Not saved yet: This visit is final and signed")).to_be_visible(
        timeout=SLOW
    )
    settled = site.answers("Lee", CONSENSUS)["W2"]
    assert (settled.level, settled.because) == (4, "The charts weigh more.")
    for who, rater in (("Ben", CONSENSUS), ("Ben", "Ben"), ("Lee", CONSENSUS)):
        answer = site.answers(who, rater)["W2"]
        with pytest.raises(VisitFinal):
            save_answer(site.people[who], answer, answer.revision, NOW)


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()
    wait_until_drawn(page)


def stored(read: Callable[[], object], expected: object, page: Page) -> None:
    for _ in range(100):
        if read() == expected:
            return
        page.wait_for_timeout(100)
    assert read() == expected
