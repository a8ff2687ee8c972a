"""A rater who uses no mouse: from the list of programs to a rated item and its note."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from storage.answers import list_answers
from storage.programs import list_programs
from storage.visits import get_assessments, list_team, list_visits
from tests.browser.assess_tab import SLOW, wait_until_drawn

# What a screen reader would say of the element that has the keyboard, roughly.
FOCUSED = """() => {
    const at = document.activeElement;
    const labels = [...(at.labels ?? [])].map((label) => label.innerText);
    const group = at.closest('[role=radiogroup]')?.getAttribute('aria-label') ?? '';
    const own = at.matches('a, button, summary, [role=tab]') ? at.innerText ?? '' : '';
    const said = [group, ...labels, at.getAttribute('aria-label') ?? '', own].join(' | ');
    return said.startsWith('Help for') || said.includes('| Help for') ? '' : said;
}"""


def test_a_program_is_added_visited_and_rated_by_keyboard_alone(server, acting, open_tab):
    page = open_tab(server.address)
    wait_until_drawn(page)
    keys = Keys(page)

    if not page.get_by_role("textbox", name="Name of the program").is_visible():
        keys.tab_to("Add your own program")
        keys.press("Enter")
        expect(page.get_by_role("textbox", name="Name of the program")).to_be_visible()
    keys.tab_to("Name of the program")
    keys.type("Keyboard Lane Clinic")
    keys.tab_to("Agency")
    keys.press("Shift+Tab")
    assert "Name of the program" in keys.focused()
    keys.tab_to("Add program")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Keyboard Lane Clinic")).to_be_visible(timeout=SLOW)
    wait_until_drawn(page)

    keys.tab_to("Who rates")
    keys.press("Control+a")
    keys.type("Night shift")
    keys.tab_to("Start the visit")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Assess")).to_be_visible(timeout=SLOW)
    wait_until_drawn(page)

    keys.tab_to("Next: Treatment items")
    keys.press("Space")
    expect(page.get_by_role("heading", name="Treatment items")).to_be_visible(timeout=SLOW)
    wait_until_drawn(page)
    keys.tab_to("Part")
    keys.press("ArrowDown")
    expect(page.get_by_role("heading", name="Supplementary item")).to_be_visible(timeout=SLOW)
    wait_until_drawn(page)

    asks = "practiced plan for a slip"
    keys.tab_to(asks)
    keys.press("Space")
    card = page.locator('[class*="-RP-card"]')
    expect(card.get_by_text(re.compile("^Saved at"))).to_be_visible(timeout=SLOW)
    # The save must not throw the rater back to the top of the page.
    assert asks in keys.focused()
    for level in ("2", "3"):
        keys.press("ArrowDown")
        expect(card.locator("label:has(input:checked)").first).to_contain_text(level, timeout=SLOW)
        wait_until_drawn(page)
        page.wait_for_timeout(500)
        assert asks in keys.focused()
    keys.tab_to("What to ask and look at")
    keys.press("Enter")
    expect(card.get_by_role("textbox", name="Note")).to_be_visible()
    keys.tab_to("Note")
    keys.type("Two plans seen")
    keys.tab_to("See results")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Results")).to_be_visible(timeout=SLOW)

    program = next(p for p in list_programs(acting) if p.name == "Keyboard Lane Clinic")
    visit = list_visits(acting, program.id)[0]
    assert [member.name for member in list_team(acting, visit.id)] == ["Night shift"]
    answer = list_answers(acting, get_assessments(acting, visit.id)[0].id, "Night shift")["RP"]
    assert (answer.level, answer.note) == (3, "Two plans seen")


class Keys:
    """The keyboard, and what has it."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, key: str) -> None:
        """Press a key."""
        self._page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Type some words."""
        self._page.keyboard.type(words)

    def focused(self) -> str:
        """The words of the element that has the keyboard."""
        return self._page.evaluate(FOCUSED)

    def tab_to(self, words: str) -> None:
        """Press Tab until an element with these words has the keyboard."""
        passed = []
        for _ in range(120):
            self.press("Tab")
            # A save may be drawn in between; the keyboard then still has its place.
            self._page.wait_for_timeout(30)
            if words in (focused := self.focused()):
                return
            passed.append(focused)
        raise AssertionError(f"{words!r} was not reached by Tab, but: {passed[:60]}")
