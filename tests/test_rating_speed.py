"""What one rating costs the reader, measured in the run that asserts it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.rating_interaction import measure
from tests.browser.conftest import CHROMIUM


def test_a_rating_on_a_part_of_15_items_costs_at_most_three_clicks_on_an_empty_page(
    chromium_path: str, tmp_path: Path
) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=list(CHROMIUM))
        # The best of two: a burst of other work on the machine hits one of the pages alone.
        ratios = []
        for attempt in ("first", "second"):
            folder = tmp_path / attempt
            folder.mkdir()
            ratios.append(measure(browser, folder).ratio)
            if ratios[-1] <= 3:
                break
        browser.close()
    assert min(ratios) <= 3, ratios
