"""Two tabs on one item: nothing is overwritten silently, whichever was first."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.assess_tab import SLOW, ItemOnPage, Shown, wait_until_drawn, wait_until_stored


@pytest.fixture
def two(server, visit, open_tab):
    """An item in two tabs, both opened before anything was answered."""
    tabs = []
    for _ in range(2):
        page = open_tab(server.address + visit.path(part="supplementary"))
        wait_until_drawn(page)
        tabs.append(ItemOnPage(page, visit.assessments["iddt"], "RP"))
    return tabs


def test_the_answer_of_a_stale_tab_waits_until_the_rater_chooses(two, visit):
    first, stale = two
    first.choose("4")
    first.expect_saved()
    stale.choose("2")
    expect(stale.card.get_by_text("Nothing was overwritten")).to_be_visible(timeout=SLOW)
    expect(stale.card.get_by_text("Saved there: level 4")).to_be_visible()
    expect(stale.card.get_by_text("Given here: level 2")).to_be_visible()
    expect(stale.saved).to_have_count(0)
    assert visit.answers()["RP"].level == 4

    stale.press("Keep what is saved")
    stale.expect_saved()
    stale.expect_shown(Shown("4", None, None, ""))
    assert (visit.answers()["RP"].level, visit.answers()["RP"].revision) == (4, 1)


def test_the_stale_tab_may_replace_what_it_was_shown(two, visit):
    first, stale = two
    first.choose("4")
    first.expect_saved()
    stale.choose("2")
    expect(stale.card.get_by_text("Given here: level 2")).to_be_visible(timeout=SLOW)
    # While the rater thinks, the other tab is changed again: that, too, has to be shown first.
    first.choose("5")
    wait_until_stored(visit, "RP", level=5)
    stale.press("Use what I gave here")
    expect(stale.card.get_by_text("Saved there: level 5")).to_be_visible(timeout=SLOW)
    assert visit.answers()["RP"].level == 5

    stale.press("Use what I gave here")
    stale.expect_saved()
    stale.expect_shown(Shown("2", None, None, ""))
    assert (visit.answers()["RP"].level, visit.answers()["RP"].revision) == (2, 3)


def test_a_note_from_a_stale_tab_does_not_take_back_the_level(two, visit):
    first, stale = two
    first.choose("3")
    first.expect_saved()
    stale.unfold()
    stale.field("note").press_sequentially("Chart 12: group held weekly")
    expect(stale.card.get_by_text("Saved there: level 3", exact=True)).to_be_visible(timeout=SLOW)
    given = "Given here: level 3, note “Chart 12: group held weekly”"
    expect(stale.card.get_by_text(given)).to_be_visible()
    assert visit.answers()["RP"].note == ""

    stale.press("Use what I gave here")
    stale.expect_saved()
    kept = visit.answers()["RP"]
    assert (kept.level, kept.note) == (3, "Chart 12: group held weekly")
    stale.expect_shown(Shown("3", None, None, "Chart 12: group held weekly"))


@pytest.mark.parametrize(
    ("button", "stands"), [("Keep what is saved", "one_team"), ("Use what I gave here", "formal")]
)
def test_a_fact_answered_in_two_tabs(server, visit, open_tab, button, stands):
    pages: list[Page] = []
    for _ in range(2):
        page = open_tab(server.address + visit.path(scale="integration", part="before_you_rate"))
        wait_until_drawn(page)
        pages.append(page)
    first, stale = pages
    choices = {"one_team": "Same organization, one team", "formal": "Two organizations formally"}
    choose(first, choices["one_team"])
    expect(first.get_by_text("Saved at")).to_be_visible(timeout=SLOW)
    before = visit.facts("integration")["delivery"].choice
    choose(stale, choices["formal"])
    expect(stale.get_by_text("Nothing was overwritten")).to_be_visible(timeout=SLOW)
    expect(stale.get_by_text("Saved there: Same organization, one team")).to_be_visible()
    expect(stale.get_by_text("Given here: Two organizations formally")).to_be_visible()
    assert visit.facts("integration")["delivery"].choice == before

    stale.get_by_role("button", name=button).click()
    expect(stale.get_by_text("Nothing was overwritten")).to_have_count(0, timeout=SLOW)
    wait_until_drawn(stale)
    checked = stale.locator("label:has(input:checked)", has_text=choices[stands])
    expect(checked).to_have_count(1)
    revision = {"one_team": 1, "formal": 2}[stands]
    assert visit.facts("integration")["delivery"].revision == revision
    assert (visit.facts("integration")["delivery"].choice == before) == (stands == "one_team")


def choose(page: Page, words: str) -> None:
    page.locator("label", has_text=words).click()
