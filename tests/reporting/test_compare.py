"""Comparisons in words, tables and pictures: every number with its n, every shade with its text."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import altair as alt
import pytest

from reporting.change_table import means_table
from reporting.charts import to_svg
from reporting.charts.dumbbell import DumbbellRow, DumbbellWords, dumbbell_chart
from reporting.charts.heat import heat_chart, shade_of
from reporting.charts.ranked import ranked_chart
from reporting.charts.self_external import self_external_chart
from reporting.charts.two_visits import raters_chart, two_chart
from reporting.compare.apart_words import apart_summary, apart_words
from reporting.compare.heat_table import heat_frame, items_frame, weakest_words
from reporting.compare.named_columns import distinct
from reporting.compare.ranked_words import ranked_words, totals_frame, verdicts_words
from reporting.compare.rater_words import different_words, raters_frame
from reporting.compare.reasons_table import reasons_frame, verdict_reasons
from reporting.compare.self_external_words import (
    extremes_words,
    pair_frame,
    pair_words,
    pool_words,
    programs_frame,
    ratings_frame,
    shown_programs,
)
from reporting.compare.self_external_words import (
    items_frame as self_items_frame,
)
from reporting.compare.two_words import difference_words, two_frame
from reporting.compare.visit_columns import restated_words
from reporting.excel.frame_workbook import frame_workbook
from scales.model import Levels
from scoring.agreement import agree
from scoring.chance import chance_of
from scoring.change import Change, NumberChange, Rated, change_between
from scoring.compare.across import items_across
from scoring.compare.lineup import ComparedVisit, Lineup
from scoring.compare.self_external import self_external
from scoring.ratings import Row, ratings_from_rows
from scoring.scores import score
from scoring.states import State
from tests.shipped_scales import shipped_scales

GOI = shipped_scales().get("goi").scale
TRAUMA = shipped_scales().get("trauma_informed").scale
INTEGRATION = shipped_scales().get("integration").scale


def all_at(level: int, **others: int) -> dict[str, int]:
    return dict.fromkeys(GOI.item_ids, level) | others


def line(*given: tuple[str, dict[str, int]], scale=GOI, version: str = "1.0.0") -> Lineup:
    """Programs by name with their levels; those that begin with "self " are self-audits."""
    visits = []
    for number, (name, _) in enumerate(given, start=1):
        kind = "self_audit" if name.startswith("self ") else "site_visit"
        program = sum(map(ord, name.removeprefix("self ")))
        day = dt.date(2026, 1, number)
        visits.append(ComparedVisit(number, program, name, name, "East", day, kind, version, name))
    scores = score(scale, ratings_from_rows(scale, [Row(name, row, {}) for name, row in given]))
    return Lineup(tuple(visits), scores)


THREE = line(
    ("Elm", all_at(4, G1=5, G3=1, G4=State.NOT_ENOUGH)),
    ("Oak", all_at(3, G3=2)),
    ("Yew", {"G1": 2}),
)


def test_every_level_stands_in_the_table_with_its_visit_and_what_is_missing_says_why():
    frame = heat_frame(THREE)
    assert frame.iloc[0].to_dict() == {
        "Program": "Elm",
        "Region": "East",
        "Date": "2026-01-01",
        "Kind": "Site visit",
        "Visit number": 1,
        "Rated with version": "1.0.0",
        "Verdict": "Moderate fidelity",
        "Organizational mean": "3.82",
        "G1": "5",
        "G2": "4",
        "G3": "1",
        "G4": "not enough information",
        **{f"G{n}": "4" for n in range(5, 13)},
    }
    assert frame.loc[2, ["Verdict", "Organizational mean", "G2"]].to_list() == [
        "Not scorable",
        "–",
        "not rated",
    ]


def test_the_weakest_items_are_named_with_their_mean_and_how_many_visits_it_rests_on():
    assert weakest_words(GOI, items_across(THREE)) == (
        "Weakest across 3 visits: G3 Penetration (1.50, n = 2), G4 Assessment (3.00, n = 1) and "
        "G1 Program philosophy (3.33, n = 3)."
    )
    items = items_frame(GOI, items_across(THREE))
    assert items.iloc[0].to_list() == ["G1 Program philosophy", "3.33", "3 visits", 0, 1, 1, 0, 1]


def test_many_items_that_share_the_lowest_mean_are_counted_and_not_listed():
    words = weakest_words(GOI, items_across(line(("Elm", all_at(3)))))
    assert words == "Weakest across 1 visit: 12 items share the lowest mean, 3.00."
    assert weakest_words(GOI, items_across(line(("Elm", {})))) == "Nothing is rated."


def test_a_mean_is_told_with_its_middle_its_ends_its_cut_offs_and_its_n():
    assert ranked_words(THREE, "organizational_mean") == (
        "Organizational mean: median 3.37 (n = 2 visits). Highest: Elm (3.82). Lowest: Oak (2.92). "
        "0 of 2 are at 4.0 or above (High fidelity) and 1 of 2 are at 3.0 or above (Moderate "
        "fidelity or better). 1 visit: too little is rated to form it."
    )
    assert verdicts_words(THREE) == (
        "Verdicts of 3 visits: Moderate fidelity 1, Low fidelity 1 and Not scorable 1."
    )
    assert totals_frame(THREE)["Rated in the total"].to_list() == [
        "11 of 12",
        "12 of 12",
        "1 of 12",
    ]


def test_no_verdict_is_told_of_a_mean_where_an_unrated_item_can_withhold_it():
    levels = dict.fromkeys(TRAUMA.item_ids, 4) | {"TIC-SAF3": State.NOT_RATED}
    lineup = line(("Elm", levels), scale=TRAUMA)
    assert verdicts_words(lineup) == "Verdicts of 1 visit: Not scorable 1."
    assert ranked_words(lineup, "total") == (
        "Total (mean of six principle scores): median 4.00 (n = 1 visit). All at 4.00."
    )


def test_of_a_scale_with_subscales_each_has_its_column():
    lineup = line(("Elm", dict.fromkeys(TRAUMA.item_ids, 4)), scale=TRAUMA)
    columns = list(totals_frame(lineup).columns)
    assert [s.name for s in TRAUMA.subscales] == columns[8:-1]


def test_restated_visits_are_marked_and_explained():
    old = line(("Elm", all_at(3)), version="0.9.0")
    assert restated_words(THREE) == ""
    assert restated_words(old).startswith("Restated: 1 visit was rated with another version")
    assert heat_frame(old)["Rated with version"].to_list() == ["0.9.0 (restated)"]
    chart = ranked_chart(old, old, "organizational_mean")
    assert "Elm (restated)" in to_svg(chart)
    assert '"shape": "diamond"' in str(chart.drawing).replace("'", '"')


def test_why_a_visit_is_not_compared_is_told():
    assert apart_words("not_rated", GOI, "1.0.0") == "No item has a level."
    assert apart_words("not_open", GOI, "1.0.0") == "Nothing of its ratings can be seen yet."
    assert apart_words("version", GOI, "0.9.0") == (
        "Rated with version 0.9.0 of the scale; version 1.0.0 does not say how its items map."
    )
    assert (apart_summary(0), apart_summary(1)) == ("", "1 visit is not compared.")


PAIRS = self_external(
    line(
        ("self Elm", all_at(4, G1=5)),
        ("Elm", all_at(4, G1=3)),
        ("self Oak", all_at(3, G2=5)),
        ("Oak", all_at(3)),
        ("Yew", all_at(3)),
    ),
    6,
)


def test_how_far_self_ratings_run_high_is_told_with_n_and_who_is_left_out():
    assert pool_words(PAIRS) == (
        "2 programs with a self-audit and a site visit within 6 months of each other, the latest "
        "of each program.",
        "Organizational mean, self less external: +0.17 on average (n = 2 programs). The "
        "self-audit is higher in 2, lower in 0 and the same in 0.",
        "The mean self-rating is higher on 2 of 12 items.",
        "1 other program: not both within 6 months of each other, so not counted here.",
    )
    assert extremes_words(PAIRS) == (
        "Self-ratings stand highest on G1 Program philosophy (+1.00, n = 2) and lowest on "
        "G3 Penetration (0.00, n = 2) against the external ones."
    )
    assert self_items_frame(PAIRS).iloc[0].to_list() == [
        "G1 Program philosophy", "4.00", "3.00", "+1.00", 2, 1, 1, 0,
    ]  # fmt: skip


def test_each_program_is_told_in_a_line_and_item_by_item():
    assert programs_frame(PAIRS).iloc[0].to_list() == [
        "Elm", "2026-01-01", "2026-01-02", "4.08", "3.92", "+0.17", 12, 1, 11, 0,
    ]  # fmt: skip
    assert shown_programs(PAIRS).iloc[1].to_list() == ["Oak", "3.17", "3.00", "+0.17", "1 / 11 / 0"]
    assert pair_words(PAIRS, PAIRS.pairs[0]) == (
        "Self-audit of 2026-01-01 and site visit of 2026-01-02, 1 day apart. Organizational mean "
        "over its 12 items rated by both: self 4.08, external 3.92. Of 12 items the self-rating is "
        "higher on 1, lower on 0 and the same on 11."
    )
    assert pair_frame(PAIRS, PAIRS.pairs[0]).iloc[0].to_list()[1:] == ["5", "3", "+2"]
    assert len(ratings_frame(PAIRS)) == 24


def test_without_a_pair_there_is_one_sentence():
    found = self_external(line(("Elm", all_at(4))), 6)
    assert len(pool_words(found)) == 1


def change(**after: int):
    days = (dt.date(2025, 1, 1), dt.date(2026, 1, 1))
    rows = (Row("a", all_at(3), {}), Row("b", all_at(3) | after, {}))
    return change_between(GOI, *(Rated(d, "1.0.0", r) for d, r in zip(days, rows, strict=True)))


def test_two_programs_are_told_without_speaking_of_change_or_chance():
    words = difference_words(change(G1=5, G2=2), "Elm", "Oak")
    assert words == (
        "Elm: Moderate fidelity. Oak: Moderate fidelity.",
        "Organizational mean over the 12 items rated at both: 3.00 and 3.08; as reported 3.00 and "
        "3.08.",
        "Of 12 items rated at both, Oak is higher on 1, lower on 1 and the same on 10.",
    )
    frame = two_frame(change(G1=5), ("Elm", "Oak"), None)
    assert list(frame.columns) == ["Item", "Elm", "Oak", "Difference"]
    assert frame.iloc[0].to_list() == ["G1 Program philosophy", "3", "5", "+2"]


def test_a_change_of_one_program_says_what_chance_can_do():
    frame = two_frame(change(G1=5), ("then", "now"), chance_of(GOI, []))
    assert frame["What it says"].to_list()[:2] == [
        "3 to 5: cannot be told from chance, as too few visits were rated by two",
        "3 both times",
    ]


def test_raters_stand_side_by_side():
    found = agree(GOI, {"Ann": Row("a", all_at(3), {}), "Item": Row("b", all_at(3, G2=5), {})})
    assert different_words(found) == "Different: G2 (3 and 5)."
    frame = raters_frame(found)
    assert list(frame.columns) == ["Item", "Ann", "Item (2)", "Levels apart"]
    assert frame.iloc[1].to_list()[1:] == ["3", "5", "2"]


def test_verdicts_stand_side_by_side_with_what_caps_them_and_what_would_change_them():
    levels = dict.fromkeys(INTEGRATION.item_ids, 5)
    rows = [Row("Elm", levels | {"INT17": 3}, {"delivery": "in_house_one_team"})]
    lineup = line(("Elm", levels), scale=INTEGRATION)
    lineup = Lineup(lineup.visits, score(INTEGRATION, ratings_from_rows(INTEGRATION, rows)))
    frame = reasons_frame(verdict_reasons(lineup), INTEGRATION.total.name)
    said = dict(zip(frame["About"], frame["Elm"], strict=True))
    assert said["Verdict"] == "Partially integrated (rule R4)"
    assert said["Mean of rated items"] == "4.92 (25 of 25 rated)"
    assert said["What caps it"].startswith("The mean alone would allow Integrated. Held at")
    assert said["What one point would change"] == (
        "INT17 Clear follow-up and stepped change one point up: Integrated."
    )


def test_a_name_that_is_a_column_already_gets_a_number():
    assert distinct(["Item", "Item", "Item (2)", "Item"]) == [
        "Item", "Item (2)", "Item (2) (2)", "Item (3)",
    ]  # fmt: skip


CHARTS = {
    "heat": lambda: heat_chart(THREE, THREE, GOI.item_ids),
    "ranked": lambda: ranked_chart(THREE, THREE, "organizational_mean"),
    "part": lambda: ranked_chart(THREE.take([1, 2]), THREE, "organizational_mean"),
    "self": lambda: self_external_chart(PAIRS, self_items_frame(PAIRS)),
    "two": lambda: two_chart(
        change(G1=5, G2=State.NOT_RATED), ("then", "now"), None, heat_frame(THREE), "Elm"
    ),
    "raters": lambda: raters_chart(
        agree(GOI, {"Ann": Row("a", all_at(3), {}), "Ben": Row("b", {"G1": 4}, {})}),
        heat_frame(THREE),
        "Elm",
    ),
}


@pytest.mark.parametrize("name", CHARTS)
def test_every_picture_has_its_words_and_can_be_drawn(name: str):
    chart = CHARTS[name]()
    assert chart is not None
    alt.TopLevelLayerSpec.validate(chart.drawing)  # against the schema of Vega-Lite
    assert to_svg(chart).startswith("<svg")
    assert chart.alt.endswith(".")
    assert chart.summary.endswith(".")
    assert len(chart.table) > 0
    assert chart.file_stem == chart.file_stem.strip("-")


def test_a_picture_of_a_part_says_which_part_and_speaks_of_the_whole():
    chart = CHARTS["part"]()
    assert "Visits 2 to 3 of 3" in to_svg(chart)
    assert "n = 2 visits" in chart.summary
    assert "Moderate fidelity or better from 3.0" in to_svg(chart)


def test_more_than_two_raters_are_not_squeezed_into_one_picture():
    three = {name: Row(name, all_at(3), {}) for name in "ABC"}
    found = agree(GOI, three)
    assert raters_chart(found, raters_frame(found), "Elm") is None


def test_a_row_without_levels_says_so():
    words = DumbbellWords("Two", "", ("one", "other"), "Nothing.")
    chart = dumbbell_chart(
        Levels(), [DumbbellRow("G1", "", None, None, "no level")], words, heat_frame(THREE)
    )
    assert ">no level<" in to_svg(chart)
    assert chart.alt == "Two, one first and other second: G1 without a level and without a level."


def luminance(color: str) -> float:
    parts = [int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("high", [2, 3, 5, 7, 10])
def test_a_level_can_be_read_on_its_shade_and_a_lower_one_is_never_lighter(high: int):
    levels = Levels(low=1, high=high)
    shades = [shade_of(levels, level) for level in range(1, high + 1)]
    for back, ink in [*shades, shade_of(levels, State.NOT_RATED)]:
        light, dark = sorted((luminance(back), luminance(ink)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5
    lights = [luminance(back) for back, _ in shades]
    assert lights == sorted(lights)
    assert lights[0] < 0.2 < lights[-1]


def test_the_tables_go_into_a_workbook_with_numbers_as_numbers_and_text_as_text(tmp_path):
    from openpyxl import load_workbook

    lineup = line(('=HYPERLINK("x")', all_at(3)))
    file = tmp_path / "compared.xlsx"
    file.write_bytes(frame_workbook("Compared", "What it is", {"Levels": heat_frame(lineup)}))
    sheet = load_workbook(file)["Levels"]
    row = [cell.value for cell in sheet[2]]
    assert (row[4], row[7], row[8]) == (1, 3, 3)
    assert sheet["A2"].data_type == "s"


def test_names_that_look_like_numbers_stay_text_in_a_workbook(tmp_path):
    from openpyxl import load_workbook

    (visit,) = line(("007", {})).visits
    scores = line(("007", all_at(3)), version="1.0").scores
    lineup = Lineup((replace(visit, region="01", version="1.0"),), scores)
    file = tmp_path / "compared.xlsx"
    file.write_bytes(frame_workbook("Compared", "What it is", {"Levels": heat_frame(lineup)}))
    head, row = load_workbook(file)["Levels"].iter_rows(values_only=True)
    found = dict(zip(head, row, strict=True))
    names = ("Program", "Region", "Rated with version", "Visit number", "G1")
    assert [found[name] for name in names] == ["007", "01", "1.0 (restated)", 1, 3]


def test_a_kind_of_visit_is_called_as_everywhere_else():
    assert heat_frame(line(("self Elm", all_at(3))))["Kind"].to_list() == ["Self-audit"]


def test_a_mean_that_moved_by_little_is_not_told_as_no_difference():
    low, high = Fraction(3), Fraction(3002, 1000)
    number = NumberChange("t", "Total", low, high, low, high, 9)
    rated = Rated(dt.date(2026, 1, 1), "1.0.0", Row("Elm", {}, {}))
    change = Change(GOI, rated, rated, (), number)
    assert means_table(change, None)["Difference"].to_list() == ["+0.002"]
