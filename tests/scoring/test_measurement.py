"""Counts suggest a level, say how sure they can be, and are silent where they cannot tell."""

from fractions import Fraction

import pytest

from scales.item import Estimate, Measure
from scoring.measurement import find_denominator, suggest, wilson_interval


def percent(*cuts: dict, **more) -> Measure:
    return Measure(kind="percent", numerator="served", denominator="clients", cuts=cuts, **more)


IDDT = percent(
    {"level": 1, "up_to": 20},
    {"level": 2, "up_to": 40},
    {"level": 3, "up_to": 60},
    {"level": 4, "below": 80},
    {"level": 5, "up_to": 100},
)


@pytest.mark.parametrize(
    ("numerator", "denominator", "level"),
    [
        (0, 10, 1),
        (20, 100, 1),
        (205, 1000, 2),
        (40, 100, 2),
        (60, 100, 3),
        (79, 100, 4),
        (795, 1000, 4),
        (80, 100, 5),
        (801, 1000, 5),
        (10, 10, 5),
    ],
)
def test_a_percentage_falls_into_exactly_one_level(numerator, denominator, level):
    found = suggest(IDDT, numerator, denominator, low=1)
    assert found is not None
    assert found.level == level
    assert found.value == Fraction(100 * numerator, denominator)


@pytest.mark.parametrize(
    ("numerator", "denominator"), [(0, 0), (1, None), (3, 2), (-1, 5), (1, -5)]
)
def test_counts_that_cannot_be_suggest_nothing(numerator, denominator):
    assert suggest(IDDT, numerator, denominator, low=1) is None


@pytest.mark.parametrize(
    ("sample", "low", "high"), [(10, 49, 94), (20, 58, 92), (30, 63, 90), (50, 67, 89)]
)
def test_the_interval_agrees_with_the_rater_protocols_table(sample, low, high):
    """80 % of the charts pass; the table stands in part 7 of the facts."""
    ends = wilson_interval(sample * 8 // 10, sample)
    assert (round(ends[0]), round(ends[1])) == (low, high)


def test_the_interval_stays_within_0_and_100():
    assert wilson_interval(0, 5)[0] == 0
    assert wilson_interval(5, 5)[1] == 100


def test_a_value_within_a_point_of_a_cut_is_flagged():
    edge, far = suggest(IDDT, 79, 100, low=1), suggest(IDDT, 70, 100, low=1)
    assert edge is not None and edge.at_edge
    assert far is not None and not far.at_edge


def test_an_interval_that_reaches_another_level_is_flagged():
    small, large = suggest(IDDT, 7, 10, low=1), suggest(IDDT, 7000, 10_000, low=1)
    assert small is not None and small.crosses
    assert large is not None and not large.crosses


def test_a_first_cut_above_the_lowest_level_cannot_tell_the_levels_below():
    measure = percent(
        {"level": 3, "below": 60}, {"level": 4, "below": 80}, {"level": 5, "up_to": 100}
    )
    low, high = suggest(measure, 1, 10, low=1), suggest(measure, 7, 10, low=1)
    assert low is not None and (low.level, low.or_lower) == (3, True)
    assert high is not None and (high.level, high.or_lower) == (4, False)


def test_a_first_cut_at_the_lowest_level_leaves_no_level_below():
    found = suggest(IDDT, 1, 10, low=1)
    assert found is not None and (found.level, found.or_lower) == (1, False)


def test_a_count_has_no_interval():
    cuts = [{"level": n, "up_to": n} for n in range(1, 6)]
    measure = Measure(kind="count", numerator="services", denominator="five", of=5, cuts=cuts)
    found = suggest(measure, 3, None, low=1)
    assert found is not None
    assert (found.level, found.interval, found.at_edge, found.crosses) == (3, None, False, False)
    none, all_ = suggest(measure, 0, None, low=1), suggest(measure, 5, None, low=1)
    assert none is not None and none.level == 1
    assert all_ is not None and all_.level == 5
    assert suggest(measure, 6, None, low=1) is None


def test_a_denominator_comes_from_the_tally_of_clients_by_stage():
    measure = IDDT.model_copy(update={"denominator_facts": ("active", "prevention")})
    assert find_denominator(measure, {"active": 12, "prevention": 8}) == (
        20,
        "20 clients, from the counts given.",
    )
    assert find_denominator(measure, {"active": 12}) == (None, "")
    assert find_denominator(measure, {"active": 0, "prevention": 0})[0] == 0


def test_an_untracked_denominator_is_estimated():
    """GOI G3: 120 people in the target population x 40 % = 48; 30 of 48 is 62.5 %, level 4."""
    estimate = Estimate(fact="target_population", percent="40", note="Target population x 0.40.")
    measure = IDDT.model_copy(update={"denominator_facts": ("eligible",), "estimate": estimate})
    assert find_denominator(measure, {"target_population": 120}) == (
        48,
        "Estimated at 48. Target population x 0.40.",
    )
    assert find_denominator(measure, {"target_population": 120, "eligible": 100})[0] == 100
    found = suggest(measure, 30, 48, low=1)
    assert found is not None and found.level == 4


@pytest.mark.parametrize(
    ("population", "estimated"), [(121, 48), (122, 49), (3, 1), (4, 2), (1, 0)]
)
def test_an_estimated_denominator_is_rounded_half_up(population, estimated):
    """40 % of 121 is 48.4, of 122 is 48.8, of 3 is 1.2, of 4 is 1.6, of 1 is 0.4."""
    estimate = Estimate(fact="target_population", percent="40", note="Target population x 0.40.")
    measure = IDDT.model_copy(update={"denominator_facts": (), "estimate": estimate})
    assert find_denominator(measure, {"target_population": population})[0] == estimated
