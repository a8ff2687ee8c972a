"""Pictures of many programs: verdicts and weakest items, with their words and tables."""

from __future__ import annotations

import re

import altair as alt
import pytest

from reporting.charts import to_svg
from reporting.charts.pool_items import pool_items_chart
from reporting.charts.pool_verdicts import pool_verdicts_chart
from reporting.pool_words import states_sentence, verdict_counts
from scoring.item_standing import item_standings
from scoring.ratings import Row, ratings_from_rows
from tests.shipped_scales import shipped_scales

GOI = shipped_scales().get("goi").scale
WHEN = "3 programs, each by its latest visit (2026-01-01)."
VERDICTS = {verdict.id: verdict for verdict in GOI.verdicts}


def items_chart(*levels: dict[str, int]):
    rows = [Row(f"Program {k}", given, {}) for k, given in enumerate(levels)]
    return pool_items_chart(GOI, item_standings(ratings_from_rows(GOI, rows), 4), 4, WHEN)


def verdicts_chart(*ids: str):
    return pool_verdicts_chart(GOI, verdict_counts(GOI, [VERDICTS[i] for i in ids]), WHEN)


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


def test_every_verdict_has_its_bar_with_its_count_and_of_how_many():
    chart = verdicts_chart("high", "low", "low")
    shown = texts(to_svg(chart))
    assert {"1 of 3 (33 %)", "2 of 3 (67 %)", "0 of 3 (0 %)"} <= set(shown)
    assert chart.summary == "Of 3 programs 1 has High fidelity and 2 Low fidelity."
    assert chart.table.to_dict("list") == {
        "Verdict": ["High fidelity", "Moderate fidelity", "Low fidelity", "Not scorable"],
        "Programs": [1, 0, 2, 0],
        "Share": ["33 %", "0 %", "67 %", "0 %"],
        "Of (n)": [3, 3, 3, 3],
    }


def test_the_weakest_items_are_drawn_with_their_mean_and_how_many_are_below():
    chart = items_chart({"G1": 5, "G2": 1}, {"G1": 4, "G2": 2}, {"G1": 1, "G2": 5})
    shown = texts(to_svg(chart))
    assert {"2.67", "3.33", "2 of 3 (67 %) below target 4", "Target 4"} <= set(shown)
    assert chart.summary == (
        "Weakest, with the programs below the target of 4: G2 "
        f"{GOI.item('G2').name} (mean 2.67, 2 of 3) and G1 {GOI.item('G1').name} (mean 3.33, 1 "
        "of 3)."
    )
    assert list(chart.table.columns) == [
        "Item",
        "Mean level",
        "Programs below target",
        "Programs that rated it (n)",
        "Below target, share",
    ]
    assert [*chart.table.iloc[0]] == [f"G2 {GOI.item('G2').name}", "2.67", 2, 3, "67 %"]
    assert [*chart.table.iloc[-1][1:]] == ["–", 0, 0, "–"]


def test_no_more_than_ten_items_are_drawn_and_all_are_in_the_table():
    chart = items_chart(dict.fromkeys(GOI.item_ids, 2))
    labels = {text for text in texts(to_svg(chart)) if re.match(r"G\d+ ", text)}
    assert len(labels) == 10
    assert len(chart.table) == len(GOI.items)


@pytest.mark.parametrize(
    "chart",
    [items_chart({"G1": 3}), items_chart(), verdicts_chart("high"), verdicts_chart()],
    ids=["items", "no items", "verdicts", "no verdicts"],
)
def test_whatever_there_is_can_be_drawn_and_is_said(chart):
    alt.TopLevelLayerSpec.validate(chart.drawing)
    assert chart.alt.endswith(".") and chart.summary.endswith(".")
    assert to_svg(chart).startswith("<svg")


def test_states_are_counted_in_one_sentence():
    assert states_sentence({"overdue": 6, "due": 0, "later": 1}) == (
        "7 programs: 6 overdue and 1 not due yet."
    )
    assert states_sentence({}) == "There is no program."
