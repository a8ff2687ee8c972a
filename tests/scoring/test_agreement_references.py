"""Agreement coefficients against other programs: krippendorff and pingouin."""

import math
import warnings

import numpy as np
import pandas as pd
import pytest

from scoring.agreement.alpha import ordinal_alpha
from scoring.agreement.grid import Grid
from scoring.agreement.icc import icc_a1
from scoring.agreement.kappa import weighted_kappa


def tables(count, *, missing):
    """Random tables of 3 to 30 items by 2 to 5 raters who agree more or less; always the same."""
    dice = np.random.default_rng(1968)
    for _ in range(count):
        items, raters = dice.integers(3, 31), dice.integers(2, 6)
        truth = dice.integers(1, 6, size=(items, 1))
        noise = dice.integers(-2, 3, size=(items, raters)) * (dice.random((items, raters)) < 0.4)
        levels = np.clip(truth + noise, 1, 5)
        yield Grid(np.where(dice.random(levels.shape) < missing, -1, levels), 1, 5)


def test_alpha_is_that_of_the_package_krippendorff():
    import krippendorff

    compared = 0
    for grid in tables(200, missing=0.2):
        found = ordinal_alpha(grid)
        if found.value is None:
            continue
        data = np.where(grid.rated, grid.levels, np.nan).astype(float).T
        theirs = krippendorff.alpha(
            data, level_of_measurement="ordinal", value_domain=[1, 2, 3, 4, 5]
        )
        assert found.value == pytest.approx(theirs, abs=1e-9)
        compared += 1
    assert compared > 190


def test_icc_and_its_interval_are_those_of_pingouin():
    import pingouin

    compared = 0
    for grid in tables(30, missing=0):
        found = icc_a1(grid)
        if (
            len(grid.levels) < 5 or found.low is None or found.high is None
        ):  # pingouin refuses fewer than 5
            continue
        place, rater = np.indices(grid.levels.shape)
        long = pd.DataFrame(
            {"item": place.ravel(), "rater": rater.ravel(), "level": grid.levels.ravel()}
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pandas warns pingouin, not us
            theirs = pingouin.intraclass_corr(long, targets="item", raters="rater", ratings="level")
        row = theirs.set_index("Type").loc["ICC(A,1)"]
        assert found.value == pytest.approx(row["ICC"], abs=1e-9)
        assert (found.low, found.high) == pytest.approx(tuple(row["CI95"]), abs=0.0051)
        compared += 1
    assert compared > 22


def test_quadratic_kappa_is_lins_concordance_correlation():
    """2 s₁₂ / (s₁² + s₂² + (mean₁ - mean₂)²), with variances over n; Lin (1989)."""
    for grid in tables(60, missing=0):
        found = weighted_kappa(grid, "quadratic")
        one, other = grid.levels[:, 0].astype(float), grid.levels[:, 1].astype(float)
        below = one.var() + other.var() + (one.mean() - other.mean()) ** 2
        if grid.levels.shape[1] == 2 and below:
            shared = ((one - one.mean()) * (other - other.mean())).mean()
            assert found.value is not None
            assert math.isclose(found.value, 2 * shared / below, abs_tol=1e-9)
