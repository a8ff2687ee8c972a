"""A pool tells its middle and its spread by programs, and nothing where they are too few."""

import datetime as dt
from fractions import Fraction

import numpy as np
import pytest

from scoring.benchmark import Pooled, benchmark, benchmarks_of, latest_of, quantile
from scoring.ratings import Row
from scoring.states import State

ITEMS = ("A1", "A2", "B1", "B2", "B3")


def visit(program: str, level: int, day: str = "2026-01-01", **levels: int) -> Pooled:
    row = Row(program, dict.fromkeys(ITEMS, level) | levels, {})
    return Pooled(program, dt.date.fromisoformat(day), row)


FIVE = [visit("a", 1), visit("b", 2), visit("c", 3), visit("d", 5), visit("e", 5)]


def test_the_middle_and_the_quartiles_of_five_programs(tiny):
    found = benchmarks_of(tiny, FIVE)
    assert (found.total.n, found.total.lower, found.total.median, found.total.upper) == (5, 2, 3, 5)
    assert (found.subscales["a"].median, found.items["B3"].upper) == (3, 5)
    assert found.verdicts == {"high": 2, "low": 3}
    assert (found.programs, found.since, found.until) == (
        5,
        dt.date(2026, 1, 1),
        dt.date(2026, 1, 1),
    )


def test_four_programs_tell_nothing_however_often_they_were_visited(tiny):
    often = [visit(p, 3, f"202{year}-01-01") for p in "abcd" for year in range(9)]
    found = benchmarks_of(tiny, often)
    assert (found.programs, found.total.n, found.total.hidden) == (4, 4, True)
    assert (found.total.lower, found.total.median, found.total.upper) == (None, None, None)
    assert all(each.hidden for each in (*found.subscales.values(), *found.items.values()))
    assert found.verdicts == {}


def test_only_the_latest_visit_of_a_program_counts(tiny):
    """Program a was at 5 once and is at 1 now, whatever order the visits come in."""
    pool = [visit("a", 5, "2025-06-01"), *FIVE, visit("a", 4, "2024-06-01")]
    assert benchmarks_of(tiny, pool) == benchmarks_of(tiny, FIVE)
    same_day = [visit("a", 5), visit("a", 2)]
    assert [each.row.levels["A1"] for each in latest_of(same_day)] == [2]


def test_a_program_whose_number_cannot_be_formed_does_not_count_for_it(tiny):
    """The sixth has one item of part B, which needs two; its total has A1, A2 and B1."""
    open_items = {"B2": State.NOT_ENOUGH, "B3": State.NOT_RATED}
    found = benchmarks_of(tiny, [*FIVE, visit("f", 4, **open_items)])
    assert (found.programs, found.total.n, found.subscales["b"].n, found.items["B2"].n) == (
        6,
        6,
        5,
        5,
    )
    assert found.total.median == Fraction(7, 2)


def test_an_item_hidden_for_itself_although_the_total_is_told(tiny):
    pool = [*FIVE[:4], visit("e", 5, A2=State.NOT_APPLICABLE)]
    found = benchmarks_of(tiny, pool)
    assert (found.total.hidden, found.items["A2"].hidden, found.items["A2"].n) == (False, True, 4)


def test_an_empty_pool_tells_nothing(tiny):
    found = benchmarks_of(tiny, [])
    assert (found.programs, found.total.n, found.since, found.until) == (0, 0, None, None)


@pytest.mark.parametrize("n", [5, 6, 7, 8, 40])
def test_quartiles_are_those_of_numpy_and_of_excel_quartile_inc(n):
    values = sorted(Fraction(k * k % 17, 3) for k in range(n))
    found = benchmark(values)
    mine = [found.lower, found.median, found.upper]
    assert [float(q) for q in mine if q is not None] == pytest.approx(
        np.quantile([float(v) for v in values], [0.25, 0.5, 0.75])
    )


def test_the_ends_of_a_row_are_its_first_and_last_value():
    row = [Fraction(1), Fraction(2), Fraction(4)]
    assert (quantile(row, Fraction(0)), quantile(row, Fraction(1))) == (1, 4)
