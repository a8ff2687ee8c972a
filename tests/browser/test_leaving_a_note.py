"""A note that was just typed is saved before the press that leaves it does anything."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.assess_tab import SLOW, ItemOnPage, wait_until_drawn, wait_until_stored


@pytest.fixture
def item(server, visit, open_tab) -> ItemOnPage:
    """An item with its note unfolded."""
    page = open_tab(server.address + visit.path(part="treatment"))
    wait_until_drawn(page)
    item = ItemOnPage(page, visit.assessments["iddt"], "T1a")
    item.card.get_by_text("What to ask and look at").click()
    expect(item.field("note")).to_be_visible(timeout=SLOW)
    return item


def test_a_link_pressed_in_mid_word_opens_its_page_and_the_note_is_kept(item, visit):
    item.field("note").press_sequentially("called aw")
    item.page.get_by_role("link", name="Programs").first.click()
    expect(item.page.get_by_role("heading", name="Programs")).to_be_visible(timeout=SLOW)
    assert visit.answers()["T1a"].note == "called aw"


def test_one_press_of_next_is_enough_in_mid_word(item, visit):
    item.field("note").press_sequentially("called aw")
    item.page.get_by_role("button", name="Next:").click()
    expect(item.page.get_by_role("heading", name="RP ")).to_be_visible(timeout=SLOW)
    assert visit.answers()["T1a"].note == "called aw"


def test_a_box_ticked_in_mid_word_is_ticked(item, visit):
    item.field("note").press_sequentially("called aw")
    source = item.card.locator("label", has_text="Chart review")
    source.click()
    expect(source.locator("input")).to_be_checked(timeout=SLOW)
    wait_until_stored(visit, "T1a", note="called aw", sources=("Chart review",))


def test_a_level_chosen_in_mid_word_is_chosen(item, visit):
    item.field("note").press_sequentially("called aw")
    item.choose("4")
    wait_until_stored(visit, "T1a", note="called aw", level=4)
