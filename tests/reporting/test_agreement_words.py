"""What is said of raters' agreement, and the chart of both raters' levels."""

from __future__ import annotations

import re

import numpy as np
import pytest

from reporting.agreement_words import (
    COEFFICIENTS,
    MARKS,
    agreement_words,
    headline,
    statistics_table,
)
from reporting.charts import confusion_chart, to_svg
from scoring.agreement.grid import Grid, Unit
from scoring.agreement.statistics import Statistics, statistics_of
from scoring.states import State

NONE, NA = State.NOT_RATED, State.NOT_APPLICABLE


def found(*raters, unit: Unit = "item") -> Statistics:
    grid = Grid(np.array(raters, dtype=np.int16).T, 1, 5, unit)
    return statistics_of(grid, ("Ann", "Ben", "Cal")[: len(raters)])


GOOD_PROGRAM = found([4] * 19 + [5, 5, 4, 4, 4, 5, 5], [4] * 19 + [5, 5, 3, 3, 5, 4, 4])
"""26 items, 21 alike, never more than one level apart."""


def by_key(statistics: Statistics):
    return {words.key: words for words in agreement_words(statistics).coefficients}


def test_the_share_seen_alike_comes_first():
    assert agreement_words(GOOD_PROGRAM).headline == (
        "You saw 21 of 26 items alike (81 %), and never were more than one level apart."
    )


def test_a_wide_difference_is_told():
    assert headline(found([1, 4, 3], [4, 4, 2]), "The two reviewers") == (
        "The two reviewers saw 1 of 3 items alike (33 %), and 2 (67 %) no more than one level "
        "apart; at most it was 3 levels."
    )
    assert headline(found([1, 1], [3, 4])) == (
        "You saw 0 of 2 items alike (0 %), and none no more than one level apart; at most it was "
        "3 levels."
    )


def test_all_alike_needs_no_more_words():
    assert headline(found([4, 5], [4, 5])) == "You saw all 2 items alike."
    assert headline(found([4, NONE], [4, 5])) == "You saw the one item alike."
    assert headline(found([4, 5], [4, 5], unit="visit")) == "You saw all 2 visits alike."


def test_nothing_to_compare_is_said():
    assert headline(found([4, NONE], [NONE, 4])) == (
        "No item was rated by two raters, so there is nothing to compare yet."
    )


def test_three_raters_are_also_told_two_by_two():
    assert headline(found([4, 4, 3], [4, 5, 3], [4, 4, 2])) == (
        "You all saw 1 of 3 items alike (33 %), and never were more than one level apart. "
        "Taken two by two, 5 of 9 ratings are the same (56 %)."
    )


def test_what_only_some_rated_is_told_apart():
    assert agreement_words(found([4, NA, NA, 3, 2], [4, NA, 2, NONE, 2])).left_out == (
        "2 items were rated by some and not by others, and cannot be compared.",
        "Whether 1 item applies at all was seen differently: one gave a level, another called it "
        "not applicable.",
        "1 item was called not applicable by all.",
    )
    assert agreement_words(GOOD_PROGRAM).left_out == ()


def test_low_coefficients_beside_high_agreement_are_explained():
    words = by_key(GOOD_PROGRAM)
    assert [words[key].value for key in ("icc", "alpha", "ac2_linear")] == ["0.43", "0.44", "0.94"]
    assert agreement_words(GOOD_PROGRAM).why_low == (
        "Kappa, alpha and ICC set the differences between raters against the differences between "
        "items. Here 83 % of the ratings compared are 4, so the items hardly differ, and a few "
        "differences between raters weigh heavily. A low number then tells little about the "
        "raters; the counts and AC2 tell more."
    )


@pytest.mark.parametrize(
    "statistics",
    [
        found([1, 2, 3, 4, 5, 1], [1, 2, 3, 4, 5, 2]),  # coefficients are high
        found([1, 5, 1, 5], [5, 1, 5, 1]),  # they differ widely
        found([4, 4, 4, 4], [4, 4, 5, 5]),  # half of the ratings differ
        found([4, 4, 4, 4, 4, 4], [4, 4, 4, 4, 4, 1]),  # one is far off
        found([4, 4], [4, 4]),  # nothing is low: it cannot be estimated
        found([NONE], [NONE]),
    ],
)
def test_nothing_is_explained_away_where_that_is_not_the_case(statistics):
    assert agreement_words(statistics).why_low == ""


def test_a_low_number_on_items_of_many_levels_is_not_explained_away():
    """10 of 15 alike, the rest one apart, and no two levels hold three quarters of the ratings."""
    alike = [2] * 4 + [1] * 3 + [3] * 3
    low = found([*alike, 1, 2, 2, 3, 1], [*alike, 2, 1, 3, 2, 2])
    assert low.kappa_linear.value is not None
    assert low.kappa_linear.value < 0.6
    assert agreement_words(low).why_low == ""


def test_every_coefficient_says_what_it_means_and_rests_on():
    words = by_key(GOOD_PROGRAM)
    assert tuple(words) == COEFFICIENTS
    for one in words.values():
        assert one.meaning.endswith(".")
        assert one.rests_on == "26 items"
    assert (words["icc"].interval, words["icc"].mark) == ("0.08 to 0.70", "0.75")
    assert (words["kappa_linear"].mark, words["ac2_linear"].mark) == ("0.60", "")
    assert "design choice" in MARKS


def test_what_cannot_be_estimated_says_why_and_never_nan():
    words = by_key(found([4, 4, 4], [4, 4, 4]))
    assert (words["alpha"].value, words["alpha"].interval) == ("not estimable", "")
    assert words["alpha"].note == "Not estimable: all ratings are the same."
    assert words["ac2_linear"].value == "1.00"
    assert words["ac2_linear"].note == ("No interval: leaving out any one of them changes nothing.")


def test_nearly_one_does_not_read_as_one():
    statistics = found([1, 5] * 200 + [4], [1, 5] * 200 + [5])
    assert by_key(statistics)["kappa_quadratic"].value == "0.9997"
    assert headline(statistics).startswith("You saw 400 of 401 items alike (over 99 %)")


def test_kappa_of_three_says_that_it_is_a_mean():
    words = by_key(found([1, 2, 3], [1, 2, 3], [1, 2, 2]))
    assert words["kappa_linear"].meaning.endswith("It is the mean over all pairs of raters.")


def test_groups_stand_in_one_table():
    table = statistics_table({"All": GOOD_PROGRAM, "None": found([NONE], [4])})
    assert list(table["Alike"]) == [21, 0]
    assert list(table["Gwet's AC2 (linear)"]) == ["0.94", "–"]
    assert list(table["Mean difference"]) == ["0.19", "–"]


# The chart


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


def test_the_chart_shows_every_count_as_a_number_and_outlines_what_is_alike():
    chart = confusion_chart(
        GOOD_PROGRAM.confusion, title="IDDT: both levels", occasion="Harbor House, 2026-03-01"
    )
    shown = texts(to_svg(chart, 300))
    assert {"19", "2", "1", "0", "Ann", "Ben", "IDDT: both levels"} <= set(shown)
    outlined = [
        {(cell["row"], cell["column"]) for cell in layer["data"]["values"]}
        for layer in chart.drawing["layer"]
        if layer["mark"].get("fillOpacity") == 0
    ]
    assert outlined == [{(n, n) for n in range(1, 6)}]
    assert chart.alt == (
        "Table of counts, IDDT: both levels, Ann first and Ben second: 4 and 3 twice, "
        "4 and 4 19 times, 4 and 5 once, 5 and 4 twice and 5 and 5 twice."
    )
    assert chart.summary == (
        "21 of 26 items have the same level, 5 differ by one and none by more. Where they differ, "
        "Ann is higher 4 times and Ben once."
    )
    assert list(chart.table["Ben: 4"]) == [0, 0, 0, 19, 2]
    assert list(chart.table["Ann"]) == [1, 2, 3, 4, 5]
    assert chart.file_stem == "harbor-house-2026-03-01-iddt-both-levels"


def test_names_can_be_hidden():
    hidden = ("First reviewer", "Second reviewer")
    chart = confusion_chart(GOOD_PROGRAM.confusion, title="Levels", names=hidden)
    everything = " ".join([*texts(to_svg(chart)), chart.alt, chart.summary, *chart.table.columns])
    assert "Ann" not in everything
    assert "Second reviewer once" in chart.summary


def test_pairs_of_three_raters_are_pooled_and_said_to_be():
    chart = confusion_chart(found([3, 4], [1, 4], [2, 4]).confusion, title="Levels")
    assert to_svg(chart).startswith("<svg")
    assert "All pairs of raters together." in " ".join(chart.drawing["title"]["subtitle"])
    assert chart.summary == (
        "3 of 6 pairs of ratings have the same level, 2 differ by one and 1 by more."
    )
    assert "lower level of the two first and higher level of the two second" in chart.alt
    cells = chart.drawing["layer"][0]["data"]["values"]
    assert len(cells) == 15


def test_an_empty_chart_can_be_drawn():
    chart = confusion_chart(found([NONE], [NONE]).confusion, title="Levels")
    assert to_svg(chart).startswith("<svg")
    assert chart.summary == "Nothing was rated by both, so there is nothing to compare."
    assert chart.alt.endswith("nothing was rated by both.")
