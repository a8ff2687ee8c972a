"""Agreement of raters: counts by hand, coefficients by published tables, and what has no answer."""

import numpy as np
import pytest

from scoring import Row
from scoring.agreement import agree, agree_many, pooled
from scoring.agreement.estimate import around, jackknifed
from scoring.agreement.grid import Grid, grid_of, stacked
from scoring.agreement.icc import icc_a1
from scoring.agreement.kappa import weighted_kappa
from scoring.agreement.shares import count, mean_difference, share_within
from scoring.agreement.statistics import statistics_of
from scoring.measurement import wilson_interval
from scoring.states import State

NONE, NA, LITTLE = State.NOT_RATED, State.NOT_APPLICABLE, State.NOT_ENOUGH
COEFFICIENTS = ("kappa_linear", "kappa_quadratic", "ac2_linear", "ac2_quadratic", "alpha", "icc")
EVERYTHING = ("exact", "within_one", "difference", *COEFFICIENTS)


def columns(*raters, low=1, high=5, unit="item"):
    """A grid from each rater's levels."""
    return Grid(np.array(raters, dtype=np.int16).T, low, high, unit)


def table(*rows, high=None):
    """A grid of two raters from their table of counts: rows the first, columns the second."""
    pairs = [
        (a, b) for a, row in enumerate(rows, 1) for b, n in enumerate(row, 1) for _ in range(n)
    ]
    return Grid(np.array(pairs, dtype=np.int16), 1, high or len(rows))


def said(grid):
    return statistics_of(grid, tuple("ABCDEFGH"[: grid.levels.shape[1]]))


def reads(estimate, digits=3):
    return tuple(None if v is None else round(v, digits) for v in _ends(estimate))


def _ends(estimate):
    return estimate.value, estimate.low, estimate.high


# Published tables

KRIPPENDORFF_2011 = columns(
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
    [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
)
"""Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, example C; also in irrCAC."""

ABSTRACTORS = table((13, 0, 0), (0, 20, 7), (0, 4, 56))
"""Gwet (2014), Handbook of Inter-Rater Reliability, two abstractors; in irrCAC."""

SKIN = table((10, 4, 1, 0), (5, 10, 12, 2), (2, 4, 12, 5), (0, 2, 6, 13))
"""SAS PROC FREQ, getting started: two dermatologists, 88 patients."""

SHROUT_FLEISS = columns(
    [9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7], high=10
)
"""Shrout and Fleiss (1979), Psychological Bulletin 86:420-428, table 2."""


def test_krippendorffs_own_example():
    found = said(KRIPPENDORFF_2011).alpha
    assert (round(found.value, 3), found.n) == (0.815, 11)


def test_gwets_four_raters_with_missing_ratings():
    found = said(KRIPPENDORFF_2011)
    assert reads(found.ac2_quadratic) == (0.914, 0.685, 1.0)
    assert reads(found.ac2_linear) == (0.859, 0.6, 1.0)


def test_gwets_two_abstractors():
    found = said(ABSTRACTORS)
    assert reads(found.ac2_quadratic) == (0.940, 0.905, 0.976)
    assert reads(found.ac2_linear) == (0.900, 0.842, 0.958)


def test_kappa_of_the_two_abstractors_with_an_interval_near_the_analytic_one():
    """irrCAC: 0.843 (0.748 to 0.938) and 0.892 (0.822 to 0.962)."""
    found = said(ABSTRACTORS)
    assert reads(found.kappa_linear) == (0.843, 0.747, 0.939)
    assert reads(found.kappa_quadratic) == (0.892, 0.821, 0.963)


def test_kappa_of_the_two_dermatologists_with_an_interval_near_the_analytic_one():
    """SAS: 0.5082 (0.3798 to 0.6366)."""
    assert reads(said(SKIN).kappa_linear, 4) == (0.5082, 0.3760, 0.6403)


def test_shrout_and_fleiss_four_judges():
    """ICC(2,1) 0.29; the interval as psych and McGraw and Wong's formula give it."""
    assert reads(said(SHROUT_FLEISS).icc) == (0.290, 0.019, 0.761)


def test_nearly_all_alike_on_a_good_program_makes_icc_and_alpha_low_but_not_ac2():
    """26 items, 21 of them alike, never more than one level apart."""
    found = said(table((0,) * 5, (0,) * 5, (0,) * 5, (0, 0, 2, 19, 1), (0, 0, 0, 2, 2)))
    assert (found.counts.alike, found.counts.compared, found.counts.widest) == (21, 26, 1)
    assert round(found.exact.value, 2) == 0.81
    assert found.within_one.value == 1
    assert [round(e.value, 2) for e in (found.icc, found.alpha, found.ac2_linear)] == [
        0.43,
        0.44,
        0.94,
    ]


# By hand


def test_shares_count_pairs_and_say_what_they_rest_on():
    """Four things by two raters: 0, 1, 2 and 0 apart."""
    grid = columns([3, 4, 5, 1], [3, 5, 3, 1])
    found = said(grid)
    assert (found.exact.value, found.exact.n) == (0.5, 4)
    assert (found.within_one.value, found.counts.within_one) == (0.75, 3)
    assert found.difference.value == 0.75
    low, high = wilson_interval(2, 4)
    assert (found.exact.low, found.exact.high) == (low / 100, high / 100)


def test_the_mean_difference_has_the_usual_standard_error_of_a_mean():
    """0, 1, 2, 0: mean 0.75, SD 0.957, SE 0.479, t(3) 3.182: up to 2.27, and not below nothing."""
    found = mean_difference(columns([3, 4, 5, 1], [3, 5, 3, 1]))
    assert reads(found) == (0.75, 0.0, 2.273)


def test_kappa_by_hand():
    """Found: 1. Expected of margins 2, 1, 1 and 1, 2, 1: 2(2+2) + 1(1+1) + 1(2+2) = 14 in 4."""
    grid = columns([1, 1, 2, 3], [1, 2, 2, 3], high=3)
    assert weighted_kappa(grid, "linear").value == 1 - 4 * 1 / 14


def test_kappa_of_three_raters_is_the_mean_over_pairs():
    one, two, three = [1, 2, 3, 4, 5], [1, 2, 3, 5, 5], [2, 2, 3, 4, 4]
    alone = [
        weighted_kappa(columns(a, b), "linear").value
        for a, b in ((one, two), (one, three), (two, three))
    ]
    assert weighted_kappa(columns(one, two, three), "linear").value == pytest.approx(sum(alone) / 3)


def test_kappa_says_over_how_many_pairs_of_raters_it_is_the_mean():
    found = weighted_kappa(columns([1, 2, 3, 3], [1, 2, 3, 4], [2, NONE, NONE, NONE]), "linear")
    assert found.why == "Mean over 1 of 3 pairs of raters."
    assert found.value == weighted_kappa(columns([1, 2, 3, 3], [1, 2, 3, 4]), "linear").value


def test_icc_uses_only_what_all_raters_rated():
    whole = columns([1, 3, 5, 2], [2, 3, 4, 2])
    gaps = columns([1, 3, NA, 5, 2], [2, 3, 4, 4, 2])
    assert icc_a1(gaps) == icc_a1(whole)
    assert icc_a1(whole).n == 4


def test_unequal_numbers_of_pairs_make_the_share_less_sure():
    """6 pairs of one thing and 1 of another weigh like (6+1)² / (36+1) = 1.32 things, not 2."""
    found = share_within(columns([3, 2], [3, 2], [3, NONE], [3, NONE]), 0)
    low, high = wilson_interval(49 / 37, 49 / 37)
    assert (found.value, found.low, found.high) == (1.0, pytest.approx(low / 100), high / 100)
    assert found.n == 2


# What was not rated is not a rating


def test_not_rated_is_never_a_level_and_is_counted_apart():
    grid = columns([4, NA, NA, LITTLE, NONE, 3, NONE], [4, NA, 2, 5, NONE, 3, NA])
    found = count(grid)
    assert (found.items, found.compared, found.alike) == (7, 2, 2)
    assert (found.one_sided, found.applicability_differs, found.not_applicable) == (2, 1, 1)
    assert (found.pairs, found.distance) == (2, 0)
    assert said(grid).exact.n == 2


def test_a_level_of_zero_is_a_level():
    assert count(columns([0, 1], [0, 0], low=0, high=1)).compared == 2


# Not estimable, each with its reason


@pytest.mark.parametrize("name", EVERYTHING)
def test_where_no_item_has_two_ratings_nothing_is_estimable(name):
    for grid in (
        columns([1, 2, NONE], [NONE, NA, 3]),
        columns([], []),
        columns([1, 2, 3]),
        Grid(np.empty((3, 0), dtype=np.int16), 1, 5),
    ):
        found = getattr(said(grid), name)
        assert (found.value, found.low, found.high, found.n) == (None, None, None, 0)
        assert found.why == "Not estimable: no item was rated by two raters."


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_one_item_makes_no_coefficient(name):
    found = getattr(said(columns([3, 4], [4, NONE])), name)
    assert (found.value, found.n) == (None, 1)
    assert found.why == "Not estimable: only one item was rated by two raters."


def test_one_item_still_has_shares():
    found = said(columns([3], [4]))
    assert (found.exact.value, found.within_one.value, found.difference.value) == (0, 1, 1)
    assert found.difference.why == "No interval: it takes three or more."


def test_where_all_ratings_are_the_same_only_ac2_can_be_formed():
    found = said(columns([4, 4, 4, 4], [4, 4, 4, 4]))
    assert found.alpha.why == "Not estimable: all ratings are the same."
    assert found.kappa_linear.why == (
        "Not estimable: all ratings are the same, or raters share only one item."
    )
    assert found.icc.why == "Not estimable: the ratings have no variance that could be divided."
    assert reads(found.ac2_linear) == (1.0, None, None)
    assert found.ac2_linear.why == "No interval: leaving out any one of them changes nothing."
    assert found.exact.value == 1


def test_all_alike_but_not_constant_is_one_without_an_interval():
    found = said(columns([4, 5, 3, 4], [4, 5, 3, 4]))
    for name in COEFFICIENTS:
        assert reads(getattr(found, name)) == (1.0, None, None)
    assert found.icc.why == "No interval: the raters saw everything alike."


def test_two_constant_raters_who_differ_agree_no_better_than_chance():
    found = said(columns([4, 4, 4], [5, 5, 5]))
    assert (found.kappa_linear.value, found.icc.value) == (0, 0)
    assert found.icc.why == "No interval: the mean of the ratings is the same everywhere."
    assert found.alpha.value < 0


def test_where_one_item_carries_everything_there_is_no_interval():
    found = said(columns([4, 4, 4, 4], [4, 4, 4, 5]))
    assert found.alpha.why == "No interval: without one of them nothing could be said."
    assert found.kappa_linear.why == "No interval: without one of them nothing could be said."


def test_two_items_make_no_jackknife():
    found = said(columns([4, 2], [4, 3]))
    assert found.alpha.why == "No interval: it takes three or more."
    assert found.kappa_linear.why == (
        "No interval: two of the raters share fewer than three items."
    )


def test_icc_says_where_no_item_or_only_one_was_rated_by_all():
    none = columns([1, 2, NONE, 4], [1, 2, 3, NONE], [NONE, NONE, 3, 4])
    assert icc_a1(none).why == "Not estimable: no item was rated by all 3 raters."
    one = columns([1, 2, 3, 4], [1, 2, 3, NONE], [1, NONE, NONE, 4])
    assert icc_a1(one).why == "Not estimable: only one item was rated by all 3 raters."


def test_two_raters_who_cross_have_no_variance_to_divide():
    assert icc_a1(columns([1, 2], [2, 1])).why == (
        "Not estimable: the ratings have no variance that could be divided."
    )


def test_an_icc_far_below_nothing_has_no_interval():
    """Exactly opposite, all means 2: -3, as small tables can. Nor can F hold -0.63."""
    flat = icc_a1(columns([1, 2, 3], [3, 2, 1]))
    assert (flat.value, flat.low) == (pytest.approx(-3), None)
    assert flat.why == "No interval: the mean of the ratings is the same everywhere."
    low = icc_a1(columns([1, 3, 1], [5, 2, 4]))
    assert (round(low.value, 2), low.low) == (-0.63, None)
    assert low.why == "No interval: the value is too low for one."


def test_a_scale_with_one_level_has_no_ac2():
    found = said(columns([1, 1], [1, 1], high=1))
    assert found.ac2_linear.why == "Not estimable: the scale has only one level."


def test_an_interval_is_cut_to_what_is_possible():
    assert reads(around(0.9, 1.0, 5, degrees=4)) == (0.9, -1.0, 1.0)
    assert reads(around(0.9, 1.0, 5, degrees=4, least=0.0)) == (0.9, 0.0, 3.676)


def test_the_jackknife_of_a_mean_is_its_standard_error():
    values = np.array([1.0, 2.0, 4.0, 5.0])
    left_out = (values.sum() - values) / 3
    found = jackknifed(3.0, left_out, np.ones(4, dtype=bool), least=0.0)
    error = values.std(ddof=1) / 2
    assert found.high == pytest.approx(3 + 3.182446 * error)


# One visit


def rows(**sets):
    return {name: Row("Visit", levels, {}) for name, levels in sets.items()}


ANN = {"A1": 4, "A2": NA, "B1": 2, "B2": 5}
BEN = {"A1": 5, "A2": NA, "B1": 2, "B2": 2, "B3": 3}


def test_each_item_is_shown_as_both_saw_it(tiny):
    found = agree(tiny, rows(Ann=ANN, Ben=BEN))
    assert found.raters == ("Ann", "Ben")
    by_item = {i.item: (i.levels, i.difference, i.spread, i.alike) for i in found.items}
    assert by_item == {
        "A1": ({"Ann": 4, "Ben": 5}, 1, 1, False),
        "A2": ({"Ann": NA, "Ben": NA}, None, None, True),
        "B1": ({"Ann": 2, "Ben": 2}, 0, 0, True),
        "B2": ({"Ann": 5, "Ben": 2}, -3, 3, False),
        "B3": ({"Ann": NONE, "Ben": 3}, None, None, False),
    }


def test_overall_and_by_subscale(tiny):
    found = agree(tiny, rows(Ann=ANN, Ben=BEN))
    assert (found.overall.counts.compared, found.overall.counts.one_sided) == (3, 1)
    assert {k: s.counts.compared for k, s in found.subscales.items()} == {"a": 1, "b": 2}
    assert found.subscales["a"].icc.value is None
    assert found.subscales["b"].difference.value == 1.5


def test_the_confusion_of_two_raters_has_the_first_in_rows(tiny):
    found = agree(tiny, rows(Ann=ANN, Ben=BEN)).overall.confusion
    assert (found.levels, found.raters) == ((1, 2, 3, 4, 5), ("Ann", "Ben"))
    assert found.counts == (
        (0, 0, 0, 0, 0),
        (0, 1, 0, 0, 0),
        (0, 0, 0, 0, 0),
        (0, 0, 0, 0, 1),
        (0, 1, 0, 0, 0),
    )


def test_with_three_raters_pairs_are_pooled_the_lower_level_in_rows(tiny):
    found = agree(tiny, rows(Ann={"A1": 3}, Ben={"A1": 1}, Cal={"A1": 2}))
    counts = found.overall.confusion.counts
    assert found.overall.confusion.raters is None
    assert [(a + 1, b + 1) for a in range(5) for b in range(5) if counts[a][b]] == [
        (1, 2),
        (1, 3),
        (2, 3),
    ]
    assert (found.items[0].difference, found.items[0].spread) == (None, 2)


def test_two_parts_of_a_review_are_pooled(iddt, goi):
    both = {"Ann": 4, "Ben": 5}
    parts = [
        agree(scale, rows(**{r: dict.fromkeys(scale.item_ids, n) for r, n in both.items()}))
        for scale in (iddt, goi)
    ]
    found = pooled(parts)
    assert (found.counts.compared, found.counts.alike, found.counts.widest) == (27, 0, 1)
    assert found.raters == ("Ann", "Ben")


def test_what_has_other_raters_or_levels_is_not_pooled(tiny):
    with pytest.raises(ValueError, match="the raters are the same"):
        pooled([agree(tiny, rows(Ann=ANN)), agree(tiny, rows(Ben=BEN))])
    with pytest.raises(ValueError, match="raters and levels are the same"):
        stacked([columns([1], [2]), columns([1], [2], high=7)])


def test_items_missing_from_a_row_are_not_rated(tiny):
    grid = grid_of(tiny, rows(Ann={"A1": 1}), ("A1", "B1"))
    assert grid.levels.tolist() == [[1], [NONE]]


# Many visits


def test_over_visits_an_item_shows_who_reads_it_lower(tiny):
    visits = [
        rows(Ann={"A1": 4, "B1": 3}, Ben={"A1": 3, "B1": 3}),
        rows(Ann={"A1": 5, "B1": 2}, Ben={"A1": 4, "B1": 2}),
        rows(Ben={"A1": 1}, Cal={"A1": 1}),
    ]
    found = agree_many(tiny, visits)
    assert (found.raters, found.visits) == (("Ann", "Ben", "Cal"), 3)
    assert (found.items["A1"].counts.compared, found.items["A1"].counts.alike) == (3, 1)
    assert found.items["A1"].unit == "visit"
    assert found.items["B1"].exact.value == 1
    assert found.items["B3"].alpha.why == "Not estimable: no visit was rated by two raters."
    assert found.overall.counts.compared == 5
    assert found.overall.unit == "item"
    assert {k: s.counts.compared for k, s in found.subscales.items()} == {"a": 3, "b": 2}


def test_no_visits_at_all(tiny):
    found = agree_many(tiny, [])
    assert (found.raters, found.visits, found.overall.counts.compared) == ((), 0, 0)
    assert found.overall.exact.value is None
