"""The pages about all programs hold their speed, measured in the run that asserts it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from app_pages.session import open_store
from benchmarks.portfolio_pages import PAGES, PageTimes, fill, time_pages
from tests.postgres import Postgres

FEW = 25
MANY = 1000 if os.environ.get("FIDELITY_TEST_LONG") == "1" else 250
GROWTH = 6
"""The most that drawing a page again may cost, in the cost of the same page on few programs."""


@pytest.fixture(scope="module")
def times(postgres: Postgres) -> Iterator[dict[int, dict[str, PageTimes]]]:
    """What each page took in the name of who sees everything, by the number of programs."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        for programs in (FEW, MANY):
            url = postgres.create()
            patch.setenv("FIDELITY_DATABASE_URL", url)
            store, office, _consultant = fill(url, programs)
            found[programs] = time_pages(office, rounds=3)
            open_store().close()  # the app's own, or its connections outlive the test
            store.close()
            postgres.drop(url)
    yield found


@pytest.mark.parametrize("page", PAGES)
def test_a_page_drawn_again_costs_little_more_for_many_times_the_programs(times, page: str):
    assert times[MANY][page].again <= GROWTH * times[FEW][page].again


@pytest.mark.parametrize("page", PAGES)
def test_after_a_change_the_page_does_not_begin_anew(times, page: str):
    assert times[MANY][page].changed <= times[MANY][page].first
