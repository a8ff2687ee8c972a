"""The speed the project promises, measured in the run that asserts it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.scoring_vs_duckdb import (
    ROWS,
    compare,
    even_profiles,
    lifelike_profiles,
    load_integration,
)
from scales.model import Scale
from scoring import Ratings


@pytest.mark.parametrize("make", [even_profiles, lifelike_profiles])
def test_a_million_profiles_score_no_slower_than_by_hand_written_sql(
    make: Callable[[Scale, int], Ratings],
) -> None:
    found = compare(make(load_integration(), ROWS), rounds=7)

    assert sum(found.counts) == 1_000_000
    assert found.differing == 0
    assert found.ratio <= 1.0


def test_every_verdict_occurs_among_the_lifelike_profiles() -> None:
    found = compare(lifelike_profiles(load_integration(), 10_000), rounds=1)

    assert min(found.counts) > 100
    assert found.differing == 0
