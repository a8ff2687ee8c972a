"""Charts: what they draw, what they say, and that they can be drawn at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from time import process_time

import altair as alt
import pytest

from reporting.charts import (
    comparison_chart,
    gap_chart,
    item_strip,
    profile_chart,
    scale_charts,
    subscale_chart,
    to_png,
    to_svg,
)
from reporting.charts.layout import LABEL_WIDTH
from reporting.facts import AnswerFacts, ProgramFacts, VisitFacts
from reporting.report import Report, build_report
from scoring.states import State

TEAM = {"team": "yes"}


def report_of(*results) -> Report:
    program = ProgramFacts("Señora House & Friends")
    visit = VisitFacts(date(2026, 3, 1), "site_visit")
    return build_report(program, visit, results, [], date(2026, 4, 1))


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


def test_the_profile_shows_each_mean_as_a_number_and_the_target(house, rated):
    report = report_of(rated(house, {"A1": 4, "A2": 5, "A3": 4, "B1": 2}, TEAM))
    chart = subscale_chart(report, report.scales[0])
    shown = texts(to_svg(chart))
    assert {"4.33", "2.00", "Target 4"} <= set(shown)
    assert chart.summary == (
        "1 of 2 means are at the target of 4 or above. Highest: Total (4.33). Lowest: Extra (2.00)."
    )
    assert chart.table.to_dict("list") == {
        "Name": ["Extra", "Total"],
        "Mean": ["2.00", "4.33"],
        "Rated": ["1 of 1 rated", "3 of 3 rated"],
        "Target": [4, 4],
        "In the total": ["no", "yes"],
    }


def test_a_profile_says_where_too_little_is_rated(house, rated):
    report = report_of(rated(house, {"A1": 4, "A2": 5}, TEAM))
    scale = report.scales[0]
    chart = profile_chart(report, scale, scale.profiles[0])
    assert "no mean: 0 of 2 rated" in texts(to_svg(chart))
    assert chart.summary == (
        "1 of 1 means are at the target of 4 or above. Too little is rated for Second half."
    )


def test_gaps_are_drawn_widest_first(house, rated):
    report = report_of(rated(house, {"A1": 3, "A2": 1, "A3": 4, "B1": 4}, TEAM))
    chart = gap_chart(report, report.scales[0])
    assert chart is not None
    assert chart.alt == (
        "Chart of 2 gaps, from level to target: A2 Name of A2 1 to 4 and A1 Name of A1 3 to 5."
    )
    assert list(chart.table["Gap"]) == ["3 points", "2 points"]


def test_there_is_no_gap_chart_without_gaps(house, rated):
    report = report_of(rated(house, dict.fromkeys(house.item_ids, 5), TEAM))
    assert gap_chart(report, report.scales[0]) is None


def test_every_state_of_an_item_is_written_out(house, rated):
    levels = {"A1": State.NOT_ENOUGH, "A2": 2, "A3": State.NOT_APPLICABLE}
    report = report_of(rated(house, levels, TEAM))
    chart = item_strip(report, report.scales[0])
    shown = set(texts(to_svg(chart)))
    assert {"not enough information", "not applicable", "not rated", "2"} <= shown
    assert chart.summary == (
        "1 of 4 items are rated: 1 at 2. 0 are at target or above. "
        "Without a level: 1 not enough information, 1 not applicable and 1 not rated."
    )


def test_levels_below_target_have_another_shape(house, rated):
    report = report_of(rated(house, {"A1": 3, "A2": 4}, TEAM))
    spec = item_strip(report, report.scales[0]).drawing
    marks = [
        (drawn["text"], drawn["shape"])
        for layer in spec["layer"]
        if "shape" in layer["encoding"]
        for drawn in layer["data"]["values"]
    ]
    assert marks == [("3", "square"), ("4", "circle")]


def test_self_reported_and_verified_stand_together_in_words(house, rated):
    answers = {"A1": AnswerFacts(grade="A")}
    report = report_of(rated(house, {"A1": 4, "A2": 5}, TEAM, answers=answers, evidence=True))
    chart = comparison_chart(report, report.scales[0])
    assert chart is not None
    assert "self-reported 4.50, verified 3.50" in texts(to_svg(chart))


def test_there_is_no_comparison_without_evidence(house, rated):
    report = report_of(rated(house, {"A1": 4, "A2": 5}, TEAM))
    assert comparison_chart(report, report.scales[0]) is None


@pytest.mark.parametrize("level", [State.NOT_RATED, State.NOT_ENOUGH, 1, 5])
def test_every_chart_can_be_drawn_at_the_ends_of_the_scale(house, rated, level):
    levels = dict.fromkeys(house.item_ids, level)
    report = report_of(rated(house, levels, TEAM, evidence=True))
    for chart in scale_charts(report, report.scales[0]):
        assert to_svg(chart).startswith("<svg")


def test_every_chart_of_the_shipped_scales_has_its_words(shipped, rated):
    report = report_of(
        *(
            rated(scale, dict.fromkeys(scale.item_ids, 2), evidence=True)
            for scale in shipped.values()
        )
    )
    charts = [chart for scale in report.scales for chart in scale_charts(report, scale)]
    for chart in charts:
        alt.TopLevelLayerSpec.validate(chart.drawing)  # against the schema of Vega-Lite
        assert chart.alt.endswith(".")
        assert chart.summary.endswith(".")
        assert len(chart.table) > 0
    stems = [chart.file_stem for chart in charts]
    assert len(set(stems)) == len(stems) == 18


def test_a_picture_has_two_dots_a_pixel(house, rated):
    report = report_of(rated(house, {"A1": 4, "A2": 5}, TEAM))
    png = to_png(subscale_chart(report, report.scales[0]))
    assert png.startswith(b"\x89PNG")
    assert 1280 <= int.from_bytes(png[16:20], "big") <= 1360


def test_letters_stand_on_a_white_rim_that_reaches_into_no_other_line(house, rated):
    report = report_of(rated(house, {"A1": 1, "A2": 5}, TEAM))
    svg = to_svg(item_strip(report, report.scales[0]))
    rims = re.findall(r'<text [^>]*stroke="white"([^>]*)>([^<]*)</text><text [^>]*>([^<]*)<', svg)
    assert len(rims) == 9  # four items, two subscales, two states and the target
    assert all('stroke-linejoin="round"' in look for look, _, _ in rims)
    assert all(below == above for _, below, above in rims)
    assert texts(svg).count("A1 Name of A1") == 2


def test_a_picture_shows_letters_of_any_alphabet(house, rated):
    result = rated(house, {"A1": 4, "A2": 5}, TEAM)
    for name in ("Дом у моря", "海辺の家", "بيت", "🏠 \ue000"):
        visit = VisitFacts(date(2026, 3, 1), "site_visit")
        report = build_report(ProgramFacts(name), visit, [result], [], date(2026, 4, 1))
        assert to_png(subscale_chart(report, report.scales[0])).startswith(b"\x89PNG")


def test_the_same_report_draws_the_same_picture(house, rated):
    result = rated(house, {"A1": 4, "A2": 2}, TEAM)
    first, second = report_of(result), report_of(result)
    drawn = [to_svg(item_strip(report, report.scales[0])) for report in (first, second)]
    assert drawn[0] == drawn[1]


def test_no_line_of_a_label_is_wider_than_a_phone(shipped, rated):
    scale = shipped["trauma_informed"]
    report = report_of(rated(scale, dict.fromkeys(scale.item_ids, 2)))
    shown = texts(to_svg(item_strip(report, report.scales[0]), 340))
    assert max(map(len, shown)) <= LABEL_WIDTH + 6
    assert not [text for text in shown if "…" in text]


def test_a_download_is_named_in_plain_letters(house, rated):
    report = report_of(rated(house, {"A1": 4, "A2": 5}, TEAM))
    chart = subscale_chart(report, report.scales[0])
    assert chart.file_stem == "senora-house-friends-2026-03-01-house-subscales"


def test_deciding_what_to_draw_takes_little_of_the_time_of_drawing_it(shipped, rated):
    scale = shipped["iddt"]
    report = report_of(rated(scale, dict.fromkeys(scale.item_ids, 2)))

    def seconds(do: Callable[[], object]) -> float:
        began = process_time()
        do()
        return process_time() - began

    charts = scale_charts(report, report.scales[0])
    decided = min(seconds(lambda: scale_charts(report, report.scales[0])) for _ in range(3))
    drawn = min(seconds(lambda: [to_svg(chart) for chart in charts]) for _ in range(3))
    assert decided < drawn / 4
