"""The engine's means against published tables, and its suggestions against the published cuts."""

from fractions import Fraction

import numpy as np
import pytest

from scales.catalog import load_catalog
from scales.item import Measure
from scoring import Row, as_text, ratings_from_rows, score
from scoring.means import Means, mean_of_means
from scoring.measurement import find_denominator, suggest

CATALOG = load_catalog()
IDDT = CATALOG.get("iddt").scale
GOI = CATALOG.get("goi").scale


def measure(item: str) -> Measure:
    found = (IDDT if item.startswith("T") else GOI).item(item).measure
    assert found is not None
    return found


# Norwegian family psychoeducation scale, 14 items from 1 to 5, item 7 not rated in any unit:
# https://pmc.ncbi.nlm.nih.gov/articles/PMC8170939/table/Tab4 prints the mean of each item and of
# the total, in 15 units and in the 8 of them that offered the practice.
ALL_UNITS = "1.60 3.00 3.13 2.93 3.13 3.13 - 3.13 2.93 2.13 3.13 3.13 2.93 1.80"
OFFERING = "2.13 4.75 5.00 4.63 5.00 5.00 - 5.00 4.63 3.13 5.00 5.00 4.63 2.50"


def spread(mean: str, units: int) -> list[int]:
    """Ratings of one item in all units that have the printed mean."""
    points = round(float(mean) * units)
    return [points // units + (unit < points % units) for unit in range(units)]


@pytest.mark.parametrize(
    ("means", "units", "published"), [(ALL_UNITS, 15, "2.78"), (OFFERING, 8, "4.34")]
)
def test_an_item_that_is_not_rated_leaves_numerator_and_denominator(
    means: str, units: int, published: str
):
    items = {
        item: spread(mean, units)
        for item, mean in zip(IDDT.members("treatment"), means.split(), strict=True)
        if mean != "-"
    }
    rows = [
        Row(f"unit {unit}", {item: levels[unit] for item, levels in items.items()}, {})
        for unit in range(units)
    ]
    total = score(IDDT, ratings_from_rows(IDDT, rows)).total
    values = [total.value(unit) or Fraction(0) for unit in range(units)]
    assert [int(rated) for rated in total.rated] == [13] * units
    assert as_text(sum(values, Fraction(0)) / units, 2) == published


def test_a_mean_of_item_means_is_the_published_one():
    # IT-IS competence scale, 16 items, 15 groups (Roosenschoon, thesis, page 154): total 3.29.
    means = "4.87 4.67 4.60 4.47 4.13 3.93 3.47 3.40 3.13 2.83 2.52 2.40 2.28 2.13 2.07 1.73"
    parts = [
        Means(np.array([round(float(m) * 100)]), np.array([100]), np.array([1]), np.array([1]))
        for m in means.split()
    ]
    value = mean_of_means(parts).value(0)
    assert value is not None
    assert as_text(value, 4) == "3.2894"
    assert as_text(value, 2) == "3.29"


@pytest.mark.parametrize(
    ("mean", "moderate", "high"),
    [("2.9999", False, False), ("3.9999", True, False), ("4.0000", True, True)],
)
def test_a_mean_is_never_rounded_before_it_is_compared(mean: str, moderate: bool, high: bool):
    value = Fraction(mean)
    found = Means(
        np.array([value.numerator]), np.array([value.denominator]), np.array([1]), np.array([1])
    )
    assert [bool(found.at_least(Fraction(cut))[0]) for cut in (3, 4)] == [moderate, high]


@pytest.mark.parametrize(
    ("numerator", "denominator", "level"),
    [
        (20, 100, 1),
        (205, 1000, 2),
        (40, 100, 2),
        (60, 100, 3),
        (79, 100, 4),
        (795, 1000, 4),
        (80, 100, 5),
        (801, 1000, 5),
    ],
)
def test_percentages_between_the_printed_levels_follow_the_continuous_rule(
    numerator: int, denominator: int, level: int
):
    # Synthetic: T1a prints 20 or fewer, 21-40, 41-60, 61-79, more than 80.
    found = suggest(measure("T1a"), numerator, denominator, 1)
    assert found is not None
    assert found.level == level


@pytest.mark.parametrize("item", ["T7", "T10"])
def test_with_nobody_in_the_last_two_stages_the_item_cannot_be_rated(item: str):
    counts = {"clients_active_treatment": 0, "clients_relapse_prevention": 0}
    denominator, _ = find_denominator(measure(item), counts)
    assert denominator == 0
    assert suggest(measure(item), 0, denominator, 1) is None


@pytest.mark.parametrize(
    ("counts", "denominator", "level"),
    [
        ({"target_population": 120}, 48, 4),
        ({"eligible_clients": 100, "target_population": 120}, 100, 2),
    ],
)
def test_penetration_estimates_the_eligible_only_where_they_are_not_tracked(
    counts: dict[str, int], denominator: int, level: int
):
    # GOI protocol 2004: target population x 40 % for IDDT; 30 active clients in both cases.
    found, _ = find_denominator(measure("G3"), counts)
    suggestion = suggest(measure("G3"), 30, found, 1)
    assert (found, suggestion and suggestion.level) == (denominator, level)
