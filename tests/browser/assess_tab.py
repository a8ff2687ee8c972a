"""The Assess page as a rater uses it in a browser tab, and what it shows."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from storage.answers import Answer
from tests.browser.rated_visit import RATER, RatedVisit

SLOW = 30_000
_DRAWN = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    return app && app.dataset.testConnectionState === 'CONNECTED'
        && app.dataset.testScriptState === 'notRunning'
        && document.querySelector('[data-testid=stMain] h1')
        && !document.querySelector('[data-testid=stSkeleton], [data-testid=stAppSkeleton]');
}"""


def wait_until_drawn(page: Page) -> None:
    """Wait until the server is done and every widget has arrived."""
    page.wait_for_function(_DRAWN)


@dataclass(frozen=True)
class Shown:
    """What an item's widgets hold on the page."""

    choice: str | None
    numerator: int | None
    denominator: int | None
    note: str


@dataclass(frozen=True)
class ItemOnPage:
    """One item in an open tab."""

    page: Page
    assessment: int
    item: str
    rater: str = RATER

    @property
    def card(self) -> Locator:
        """All that belongs to the item."""
        return self._widget("card")

    @property
    def saved(self) -> Locator:
        """The words that say it is saved."""
        return self.card.get_by_text(re.compile("^Saved at"))

    def radio(self, choice: str) -> Locator:
        """The button of a level, or of another choice by its first words."""
        label = re.compile(rf"^{re.escape(choice)}\b")
        return self._widget("choice").locator("label", has_text=label).locator("input")

    def choose(self, choice: str, timeout: float = SLOW) -> None:
        """Click a level, or another choice by its first words."""
        label = re.compile(rf"^{re.escape(choice)}\b")
        labels = self._widget("choice").locator('[role="radiogroup"] label')
        labels.filter(has_text=label).click(timeout=timeout)

    def field(self, name: str) -> Locator:
        """The note, or a count."""
        return self._widget(name).locator("textarea, input").first

    def unfold(self) -> None:
        """Open the item's folded boxes and wait for what is in them."""
        for name, content in (("counts", "input"), ("evidence", "textarea")):
            box = self._widget(name).locator("details")
            if box.count() and box.get_attribute("open") is None:
                box.locator("summary").click()
            if box.count():
                expect(box.locator(content).first).to_be_visible(timeout=SLOW)

    def expect_saved(self) -> None:
        """Wait until the page says so."""
        expect(self.saved).to_be_visible(timeout=SLOW)

    def press(self, words: str) -> None:
        """Click a button of the item."""
        self.card.get_by_role("button", name=words, exact=True).click()

    def shown(self) -> Shown:
        """Read off what the widgets hold; those in a folded box hold nothing."""
        checked = self._widget("choice").locator("label:has(input:checked)")
        words = checked.inner_text() if checked.count() else None
        note = self.field("note")
        return Shown(
            _first_words(words),
            self._count("numerator"),
            self._count("denominator"),
            note.input_value() if note.count() else "",
        )

    def expect_shown(self, expected: Shown) -> None:
        """Wait until the widgets hold this, and fail telling what they hold instead."""
        self.unfold()
        give_up = time.monotonic() + SLOW / 1000
        while self.shown() != expected and time.monotonic() < give_up:
            self.page.wait_for_timeout(100)
        assert self.shown() == expected

    def _count(self, name: str) -> int | None:
        field = self._widget(name).locator("input")
        text = field.input_value() if field.count() else ""
        return int(text) if text else None

    def _widget(self, name: str) -> Locator:
        return self.page.locator(f".st-key-{self.assessment}-{self.rater}-{self.item}-{name}")


def wait_until_stored(visit: RatedVisit, item: str, scale: str = "iddt", **fields: object) -> None:
    """Wait until an answer is stored with these values."""
    give_up = time.monotonic() + SLOW / 1000
    stored: dict[str, object] = {}
    while stored != fields and time.monotonic() < give_up:
        time.sleep(0.05)
        answer = visit.answers(scale).get(item)
        stored = {name: getattr(answer, name, None) for name in fields}
    assert stored == fields


def as_shown(answer: Answer | None) -> Shown:
    """What the page has to show for a stored answer."""
    if answer is None:
        return Shown(None, None, None, "")
    words = {"unanswered": None, "rated": str(answer.level)}
    choice = words.get(answer.state, answer.state)
    return Shown(choice, answer.numerator, answer.denominator, answer.note)


def _first_words(label: str | None) -> str | None:
    if label is None:
        return None
    for state in ("not_enough_information", "not_applicable"):
        if label.startswith(state.replace("_", " ").capitalize()):
            return state
    return label.split()[0]
