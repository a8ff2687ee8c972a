"""What holds of agreement for any ratings whatever; warnings are errors here as everywhere."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.agreement.grid import Grid
from scoring.agreement.statistics import Statistics, statistics_of
from scoring.states import State

COEFFICIENTS = ("kappa_linear", "kappa_quadratic", "ac2_linear", "ac2_quadratic", "alpha", "icc")
LOWER = ("icc", "ac2_linear", "ac2_quadratic")
SHARES = ("exact", "within_one")
NAMES = (*SHARES, "difference", *COEFFICIENTS)
STATES = [int(state) for state in State]


@st.composite
def grids(draw, *, raters: tuple[int, int] = (0, 4)) -> Grid:
    """Any ratings: few levels or many, none, one item, gaps everywhere."""
    low = draw(st.integers(0, 1))
    high = draw(st.integers(1, 10))
    k, n = draw(st.integers(*raters)), draw(st.integers(0, 12))
    used = st.sampled_from([draw(st.integers(low, high)) for _ in range(draw(st.integers(1, 4)))])
    cell = used if draw(st.booleans()) else used | st.sampled_from(STATES)
    cells = [[draw(cell) for _ in range(k)] for _ in range(n)]
    return Grid(np.array(cells, dtype=np.int16).reshape(n, k), low, high)


def said(grid: Grid) -> Statistics:
    return statistics_of(grid, tuple(f"R{k}" for k in range(grid.levels.shape[1])))


@settings(max_examples=200, deadline=None)
@given(grids())
def test_a_statistic_is_a_number_with_its_interval_around_it_or_says_why_not(grid):
    found = said(grid)
    for name in NAMES:
        estimate = getattr(found, name)
        assert estimate.n <= len(grid.levels)
        if estimate.value is None:
            assert (estimate.low, estimate.high) == (None, None)
            assert estimate.why.startswith("Not estimable: ")
            continue
        assert math.isfinite(estimate.value)
        if estimate.low is None or estimate.high is None:
            assert "No interval: " in estimate.why
        else:
            assert math.isfinite(estimate.low) and math.isfinite(estimate.high)
            assert estimate.low - 1e-9 <= estimate.value <= estimate.high + 1e-9


@settings(max_examples=100, deadline=None)
@given(grids())
def test_statistics_stay_within_their_bounds(grid):
    found = said(grid)
    for name in COEFFICIENTS:
        value = getattr(found, name).value
        assert value is None or value <= 1 + 1e-12
        # ICC and, where many items have one rating only, AC2 can fall lower.
        assert value is None or name in LOWER or value >= -1 - 1e-12
    for name in SHARES:
        value = getattr(found, name).value
        assert value is None or 0 <= value <= 1
    counts = found.counts
    assert counts.alike <= counts.within_one <= counts.compared <= counts.items
    assert counts.one_sided + counts.not_applicable <= counts.items
    assert sum(map(sum, found.confusion.counts)) == counts.pairs


@settings(max_examples=80, deadline=None)
@given(grids(raters=(2, 4)), st.data())
def test_it_does_not_matter_which_rater_comes_first_nor_which_item(grid, data):
    raters = data.draw(st.permutations(range(grid.levels.shape[1])))
    items = data.draw(st.permutations(range(len(grid.levels))))
    other = Grid(grid.levels[list(items)][:, raters], grid.low, grid.high)
    one, two = said(grid), said(other)
    assert one.counts == two.counts
    for name in NAMES:
        mine, theirs = getattr(one, name), getattr(two, name)
        assert (mine.n, mine.why) == (theirs.n, theirs.why)
        for a, b in ((mine.value, theirs.value), (mine.low, theirs.low), (mine.high, theirs.high)):
            assert (a is None) == (b is None)
            assert a is None or math.isclose(a, b, rel_tol=1e-7, abs_tol=1e-9)


@settings(max_examples=80, deadline=None)
@given(grids(raters=(1, 1)), st.integers(2, 4))
def test_identical_ratings_agree_wholly_or_are_not_estimable(grid, raters):
    found = said(Grid(np.repeat(grid.levels, raters, axis=1), grid.low, grid.high))
    for name in (*SHARES, *COEFFICIENTS):
        value = getattr(found, name).value
        assert value is None or math.isclose(value, 1, abs_tol=1e-12)
    assert found.difference.value in (None, 0)


@settings(max_examples=50, deadline=None)
@given(grids(raters=(2, 2)))
def test_two_raters_seen_from_the_other_side_turn_the_confusion_over(grid):
    mine = said(grid).confusion.counts
    theirs = said(Grid(grid.levels[:, ::-1], grid.low, grid.high)).confusion.counts
    assert tuple(zip(*mine, strict=True)) == theirs


@settings(max_examples=50, deadline=None)
@given(grids(raters=(2, 2)), st.sampled_from(STATES))
def test_why_an_item_was_not_rated_changes_no_statistic(grid, state):
    same = Grid(np.where(grid.rated, grid.levels, state), grid.low, grid.high)
    for name in NAMES:
        assert getattr(said(grid), name) == getattr(said(same), name)
