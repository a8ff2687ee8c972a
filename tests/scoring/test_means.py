"""Means stay exact fractions until they are written down."""

from fractions import Fraction

import numpy as np
import pytest

from scales.model import Scale
from scoring import Row, State, as_text, ratings_from_rows, score
from scoring.means import Means, mean_of_means
from scoring.rounding import told_apart
from scoring.scores import columns_of


def total_of(scale: Scale, levels: dict):
    return score(scale, ratings_from_rows(scale, [Row("visit", levels, {})])).total


def test_a_mean_that_prints_as_four_but_is_lower_is_not_high(iddt):
    """3.9286 is 55/14: it prints as 3.93, and a mean of 3.996 would print as 4.00."""
    levels = dict.fromkeys(iddt.members("treatment"), 4) | {"T8": 3}
    scores = score(iddt, ratings_from_rows(iddt, [Row("visit", levels, {})]))
    assert scores.total.value(0) == Fraction(55, 14)
    assert scores.verdicts[0].id == "moderate"


def test_an_unrated_item_leaves_numerator_and_denominator(tiny):
    total = total_of(tiny, {"A1": 5, "A2": State.NOT_APPLICABLE, "B1": 3, "B2": State.NOT_ENOUGH})
    assert total.value(0) == Fraction(8, 2)
    assert (total.rated[0], total.applicable[0]) == (2, 4)


def test_nothing_rated_forms_no_mean_and_is_never_zero(tiny):
    total = total_of(tiny, {})
    assert total.value(0) is None
    assert not total.at_least(Fraction(0))[0]
    assert not total.below(Fraction(9))[0]


def test_principles_weigh_the_same_however_many_items_each_has(trauma):
    levels = dict.fromkeys(trauma.members("principles"), 4)
    levels["TIC-PEE1"] = State.NOT_APPLICABLE
    levels["TIC-PEE2"] = 1
    # Peer support is (1+4+4)/3 = 3; the other five are 4; the total (3 + 5*4)/6.
    assert total_of(trauma, levels).value(0) == Fraction(23, 6)


def test_each_subscale_has_a_mean_of_its_own_for_every_visit(tiny):
    full = {"A1": 2, "A2": 5, "B1": 3, "B2": 4, "B3": 4}
    rows = [Row("full", full, {}), Row("thin", {"A1": 2, "B1": 3}, {})]
    subscales = score(tiny, ratings_from_rows(tiny, rows)).subscales
    assert list(subscales) == ["a", "b"]
    assert [subscales["a"].value(row) for row in (0, 1)] == [Fraction(7, 2), 2]
    # Part B asks for two rated items.
    assert [subscales["b"].value(row) for row in (0, 1)] == [Fraction(11, 3), None]


def test_a_total_with_too_few_rated_items_is_not_formed(goi):
    """The band of the GOI asks for 10 of its 12 items."""
    ten, nine = (dict.fromkeys(goi.item_ids[:n], 4) for n in (10, 9))
    assert total_of(goi, ten).value(0) == 4
    assert total_of(goi, nine).value(0) is None


def test_a_total_of_subscales_needs_every_one_of_them(trauma):
    levels = dict.fromkeys(trauma.item_ids, 4)
    assert total_of(trauma, levels).value(0) == 4
    without_one = levels | dict.fromkeys(trauma.members("peer_support"), State.NOT_RATED)
    assert total_of(trauma, without_one).value(0) is None


def test_a_sum_is_exact_however_many_items_it_has(tiny):
    """Sums are kept in the narrowest integer that holds them: 30 items at 5 pass 127."""
    fives = np.full((30, 2), 5, dtype=np.int8)
    found = columns_of(ratings_from_rows(tiny, [])).mean_of(fives, minimum_rated=1)
    assert [found.value(row) for row in (0, 1)] == [5, 5]


def test_an_item_that_does_not_apply_is_not_among_those_that_could_be_rated(tiny):
    levels = {"A1": 4, "A2": State.NOT_APPLICABLE, "B2": State.NOT_ENOUGH, "B3": State.NOT_ENOUGH}
    total = total_of(tiny, levels)
    assert (total.rated[0], total.applicable[0]) == (1, 4)


def test_means_of_very_unlike_sizes_do_not_overflow():
    primes = (61, 59, 53, 47, 43, 41, 37, 31, 29, 23, 19, 17)
    parts = [
        Means(np.array([5 * p - 1]), np.array([p]), np.array([p]), np.array([p])) for p in primes
    ]
    expected = sum((Fraction(5 * p - 1, p) for p in primes), Fraction(0)) / len(primes)
    total = mean_of_means(parts)
    assert total.value(0) == expected
    assert total.at_least(expected)[0]
    assert not total.at_least(expected + Fraction(1, 10_000))[0]


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(55, 14), 4, "3.9286"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(-1, 1000), 2, "0.00"),
        (4, 2, "4.00"),
        (Fraction(3999, 1000), 2, "4.00"),
    ],
)
def test_numbers_are_written_half_up(value, places, text):
    assert as_text(value, places) == text


@pytest.mark.parametrize(
    ("value", "bound", "text"),
    [
        (Fraction(3996, 1000), Fraction(4), "3.996"),
        (Fraction(399_999, 100_000), Fraction(4), "3.99999"),
        (Fraction(4), Fraction(4), "4.00"),
        (Fraction(55, 14), Fraction(4), "3.93"),
        (None, Fraction(4), "–"),
    ],
)
def test_a_mean_never_looks_like_a_bound_it_misses(value, bound, text):
    assert told_apart(value, bound) == text


def test_a_total_of_subscales_can_ask_for_a_minimum_of_items_too(trauma):
    total = trauma.total.model_copy(update={"minimum_rated": 24})
    strict = Scale.model_validate(trauma.model_copy(update={"total": total}).model_dump())
    levels = dict.fromkeys(strict.members("principles"), 4)
    assert total_of(strict, levels).value(0) == 4
    assert total_of(strict, levels | {"TIC-SAF1": State.NOT_RATED}).value(0) is None
