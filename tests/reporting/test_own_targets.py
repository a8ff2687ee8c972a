"""Targets of single items, subscales and the total, in every output by the same rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import BytesIO

import altair as alt
import pytest
from openpyxl import load_workbook

from reporting.charts import item_strip, subscale_chart, to_png, to_svg
from reporting.excel import write_workbook
from reporting.facts import ProgramFacts, ScaleResult, VisitFacts
from reporting.handout import make_handout
from reporting.handout.block import Bullets, Heading
from reporting.own_targets import mean_targets, own_target_words
from reporting.report import Report, build_report

TEAM = {"team": "yes"}


@pytest.fixture
def aimed(house, rated) -> ScaleResult:
    """A1 to A3 at 4, 3, 4 (mean 11 / 3), B1 at 2; A2 is to be 3, A3 5, the mean 4.20, B 1.50.

    The next verdict needs A1 at 5; for A1 itself 4 was chosen.
    """
    result = rated(house, {"A1": 4, "A2": 3, "A3": 4, "B1": 2}, TEAM)
    means = {house.total.id: Fraction(42, 10), "extra": Fraction(3, 2)}
    return replace(result, item_targets={"A1": 4, "A2": 3, "A3": 5}, mean_targets=means)


def report_of(*results: ScaleResult) -> Report:
    visit = VisitFacts(date(2026, 3, 1), "site_visit")
    return build_report(ProgramFacts("Harbor"), visit, results, [], date(2026, 4, 1))


def test_gaps_go_by_the_items_own_target_and_by_the_scales_for_the_others(aimed):
    (scale,) = report_of(aimed).scales
    assert [(gap.item_id, gap.target, gap.size) for gap in scale.gaps] == [
        ("B1", 4, 2),
        ("A3", 5, 1),
    ]
    assert [item.target for item in scale.items] == [4, 3, 5, 4]
    strong = [one.item for part in scale.findings for one in part.strengths]
    assert strong == ["A1", "A2"]


def test_the_summary_of_gaps_says_how_far_the_means_are(aimed):
    (scale,) = report_of(aimed).scales
    assert scale.gap_summary == (
        "2 of 4 rated items are below target. Furthest, by 2 points, is B1 Name of B1. "
        "Total: target 4.20, 3.67 now, 0.53 to go. Extra: target 1.50, reached (2.00 now)."
    )
    assert scale.own_targets[3:] == (
        "A2 Name of A2: target 3, level 3 now.",
        "A3 Name of A3: target 5, level 4 now.",
    )


def test_a_mean_that_rounds_to_its_target_is_not_called_reached(house, rated):
    """11 / 3 is below 3.67, and is not shown as 3.67 beside it."""
    result = rated(house, {"A1": 4, "A2": 3, "A3": 4, "B1": 2}, TEAM)
    result = replace(result, mean_targets={house.total.id: Fraction(367, 100)})
    (aim,) = mean_targets(result)
    assert (aim.reached, aim.words) == (
        False,
        "Total: target 3.67, 3.667 now, less than 0.01 to go.",
    )


def test_what_is_not_rated_has_a_target_all_the_same(house, rated):
    result = rated(house, {"A1": 4}, TEAM)
    aimed = replace(result, item_targets={"A2": 5}, mean_targets={house.total.id: Fraction(42, 10)})
    assert own_target_words(aimed) == (
        "Total: target 4.20, and too little is rated to form it now.",
        "A2 Name of A2: target 5, without a level now.",
    )


def test_charts_show_them_with_a_line_a_key_words_and_the_table(aimed):
    report = report_of(aimed)
    bars, strip = (draw(report, report.scales[0]) for draw in (subscale_chart, item_strip))
    assert bars.table["Target"].tolist() == ["1.50", "4.20"]
    assert bars.summary.startswith("1 of 2 means are at the target of 4, or their own, or above.")
    assert bars.alt.endswith("Of its own: Extra 1.50 and Total 4.20.")
    assert strip.table["Target"].tolist() == [4, 3, 5, 4]
    assert strip.alt.endswith("Targets of their own: A2 3 and A3 5.")
    assert strip.summary.endswith("2 are at target or above.")
    for chart, places in ((bars, [1.5, 4.2]), (strip, [3, 5])):
        alt.LayerChart.from_dict(chart.drawing, validate=True)
        assert to_png(chart)[:4] == b"\x89PNG"
        assert "Short upright line" in " ".join(to_svg(chart).split())
        (lines,) = [
            part["data"]["values"]
            for part in chart.drawing["layer"]
            if part["mark"].get("strokeWidth") == 3 and part["mark"]["type"] == "rule"
        ]
        assert [line["x"] for line in lines] == places


def test_charts_of_a_scale_without_them_say_nothing_of_them(house, rated):
    report = report_of(rated(house, {"A1": 4, "A2": 3, "A3": 4, "B1": 2}, TEAM))
    for draw in (subscale_chart, item_strip):
        chart = draw(report, report.scales[0])
        assert "own" not in f"{chart.alt} {chart.summary} {to_svg(chart)}"


def test_the_workbook_measures_gaps_by_them_in_formulas(aimed):
    out = BytesIO()
    write_workbook(report_of(aimed), out)
    book = load_workbook(BytesIO(out.getvalue()))
    ratings = {row[2].value: row for row in book["Ratings"].iter_rows(min_row=5) if row[2].value}
    assert [ratings[item][10].value for item in ("A1", "A2", "A3", "B1")] == [4, 3, 5, 4]
    row = ratings["A3"][0].row
    assert ratings["A3"][11].value == f'=IF(ISNUMBER(E{row}),MAX(0,K{row}-E{row}),"")'
    scores = {row[1].value: row[11].value for row in book["Scores"].iter_rows(min_row=5)}
    assert (scores["Total"], scores["Extra (not in the total)"]) == (4.2, 1.5)
    assert [row[5].value for row in book["Gaps"].iter_rows(min_row=5)] == [4, 5]


def test_the_report_to_hand_over_lists_them(aimed):
    blocks = list(make_handout(report_of(aimed)).blocks)
    place = blocks.index(Heading("Targets of their own", 2))
    assert blocks[place + 1] == Bullets(report_of(aimed).scales[0].own_targets)
