"""A refresh, a second tab, a lost connection: what is shown is what is stored."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.assess_tab import (
    SLOW,
    ItemOnPage,
    Shown,
    as_shown,
    wait_until_drawn,
    wait_until_stored,
)
from tests.browser.cable import Cable

CONNECTED = '[data-testid="stApp"][data-test-connection-state="CONNECTED"]'


@pytest.fixture
def cable(server):
    cable = Cable(server.port)
    yield cable
    cable.close()


@pytest.fixture
def assessment(visit) -> int:
    return visit.assessments["iddt"]


def test_a_refresh_and_a_second_tab_show_what_was_given(server, visit, assessment, open_tab):
    page = open_tab(server.address + visit.path(part="supplementary"))
    wait_until_drawn(page)
    item = ItemOnPage(page, assessment, "RP")
    item.choose("3")
    item.expect_saved()
    item.unfold()
    item.field("numerator").fill("11")
    item.field("numerator").press("Enter")
    wait_until_stored(visit, "RP", numerator=11)
    item.field("denominator").fill("20")
    item.field("denominator").press("Enter")
    expect(item.card.get_by_text("11 of 20 is 55.0 %")).to_be_visible(timeout=SLOW)
    # Never left: the note is saved by itself, a moment after the last key.
    item.field("note").press_sequentially("Two charts of twenty are missing")
    wait_until_stored(visit, "RP", note="Two charts of twenty are missing")
    given = Shown("3", 11, 20, "Two charts of twenty are missing")

    page.reload()
    wait_until_drawn(page)
    item.expect_shown(given)
    second = open_tab(page.url)
    wait_until_drawn(second)
    ItemOnPage(second, assessment, "RP").expect_shown(given)
    assert visit.answers()["RP"].revision == 4


def test_what_was_answered_elsewhere_appears_when_a_part_is_opened_again(
    server, visit, assessment, open_tab
):
    page, other = (open_tab(server.address + visit.path(part="supplementary")) for _ in range(2))
    for tab in (page, other):
        wait_until_drawn(tab)
    item = ItemOnPage(page, assessment, "RP")
    item.unfold()
    ItemOnPage(other, assessment, "RP").choose("5")
    wait_until_stored(visit, "RP", level=5)
    page.get_by_text("Before you rate", exact=True).first.click()
    expect(page.get_by_role("heading", name="Before you rate")).to_be_visible(timeout=SLOW)
    page.get_by_text("Supplementary item", exact=True).first.click()
    item.expect_shown(Shown("5", None, None, ""))
    item.expect_saved()


def test_answers_given_around_a_lost_connection(server, visit, open_tab, cable):
    page = open_tab(cable.address + visit.path(scale="integration", part="continuity"))
    wait_until_drawn(page)
    before, during, after = (
        ItemOnPage(page, visit.assessments["integration"], name)
        for name in ("INT19", "INT20", "INT21")
    )
    before.choose("2")
    before.expect_saved()
    after.unfold()
    after.field("note").press_sequentially("Seen at the ")
    cable.cut()
    expect(page.locator(CONNECTED)).to_have_count(0, timeout=SLOW)
    # The page refuses what cannot reach the server, so it never pretends to have it.
    expect(during.radio("4")).to_be_disabled()
    expect(after.field("note")).to_be_disabled()
    page.wait_for_timeout(2000)
    cable.mend()
    expect(page.locator(CONNECTED)).to_have_count(1, timeout=SLOW)
    during.choose("4")
    during.expect_saved()
    expect(after.field("note")).to_have_value("Seen at the ")
    after.field("note").press_sequentially("morning meeting")
    wait_until_stored(visit, "INT21", "integration", note="Seen at the morning meeting")
    stored = visit.answers("integration")
    assert [stored[item].level for item in ("INT19", "INT20", "INT21")] == [2, 4, None]
    for item in (before, during, after):
        item.expect_shown(as_shown(stored[item.item]))
