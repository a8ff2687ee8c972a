"""Benchmarks as tables and pictures: never without n, hidden of fewer than five programs."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction

import altair as alt
import pytest

from reporting.benchmark_table import (
    Marked,
    benchmark_table,
    item_rows,
    mean_rows,
    verdict_table,
)
from reporting.charts import to_svg
from reporting.charts.quartiles import quartile_chart
from reporting.published_table import published_table, references_elsewhere, references_for
from scales.published.reading import load_published
from scoring.benchmark import Benchmarks, Pooled, benchmarks_of
from scoring.ratings import Row
from tests.shipped_scales import shipped_scales

GOI = shipped_scales().get("goi").scale
DAY = dt.date(2026, 3, 1)


def pool_of(*levels: int) -> Benchmarks:
    """Programs with every item of the GOI at one level."""
    rows = [Row("made up", dict.fromkeys(GOI.item_ids, level), {}) for level in levels]
    return benchmarks_of(GOI, [Pooled(k, DAY, row) for k, row in enumerate(rows)])


def marked(level: int) -> Marked:
    return Marked(
        "Mill Street",
        DAY,
        GOI.verdicts[1],
        Fraction(level),
        {"organizational": Fraction(level)},
        {"G1": Fraction(level)},
    )


def test_a_row_tells_n_median_and_quartiles_and_the_program_beside_them():
    pool = pool_of(1, 2, 3, 4, 5)
    table = benchmark_table(mean_rows(pool, marked(5)), marked(5))
    assert table.to_dict("records") == [
        {
            "Name": "Organizational mean",
            "n": 5,
            "Lower quartile": "2.00",
            "Median": "3.00",
            "Upper quartile": "4.00",
            "Mill Street": "5.00",
        }
    ]
    items = benchmark_table(item_rows(pool, marked(5)), marked(5))
    assert list(items["Mill Street"])[:2] == ["5", "–"]


def test_of_four_programs_only_their_number_is_told():
    rows = mean_rows(pool_of(1, 2, 3, 4))
    assert benchmark_table(rows).to_dict("records") == [
        {
            "Name": "Organizational mean",
            "n": 4,
            "Lower quartile": "below 5 programs",
            "Median": "below 5 programs",
            "Upper quartile": "below 5 programs",
        }
    ]
    chart = quartile_chart(pool_of(1, 2, 3, 4), rows, "means")
    assert chart.summary == "Nothing is shown of fewer than 5 programs."
    assert [layer["data"]["values"] for layer in chart.drawing["layer"][-5:]] == [[]] * 5
    assert "Not shown below 5 programs (n = 4 programs)" in texts(chart)


def texts(chart) -> set[str]:
    return set(re.findall(r"<text[^>]*>([^<]+)</text>", to_svg(chart)))


def test_verdicts_are_counted_with_their_share_and_n():
    table = verdict_table(pool_of(1, 3, 3, 4, 5))
    assert table.to_dict("list") == {
        "Verdict": ["High fidelity", "Moderate fidelity", "Low fidelity", "Not scorable"],
        "Programs": [2, 2, 1, 0],
        "n": [5, 5, 5, 5],
        "Share": ["40 %", "40 %", "20 %", "0 %"],
    }


def test_the_picture_has_the_middle_half_the_median_and_the_program():
    pool = pool_of(1, 2, 3, 4, 5)
    chart = quartile_chart(pool, mean_rows(pool, marked(5)), "means", marked(5))
    (bar,) = [x for x in chart.drawing["layer"] if x["mark"]["type"] == "bar"]
    (sign,) = [x for x in chart.drawing["layer"] if x["mark"]["type"] == "point"]
    assert [(d["x"], d["x2"]) for d in bar["data"]["values"]] == [(2.0, 4.0)]
    assert [d["x"] for d in sign["data"]["values"]] == [5.0]
    assert {"Median 3.00, middle half 2.00 to 4.00 (n = 5 programs)", "5.00"} <= texts(chart)
    assert chart.summary == "Mill Street is above the middle half in Organizational mean."
    within = quartile_chart(pool, mean_rows(pool, marked(4)), "means", marked(4))
    assert within.summary == "Mill Street is within the middle half throughout."
    assert "Mill Street: 4.00." in within.alt


def test_a_middle_half_without_width_is_seen_all_the_same():
    pool = pool_of(3, 3, 3, 3, 3)
    chart = quartile_chart(pool, mean_rows(pool), "means")
    (bar,) = [x for x in chart.drawing["layer"] if x["mark"]["type"] == "bar"]
    assert [(d["x"], d["x2"]) for d in bar["data"]["values"]] == [(2.96, 3.04)]


@pytest.mark.parametrize("levels", [(), (1,), (1, 2, 3, 4, 5)])
def test_every_picture_is_valid_and_has_its_words(levels):
    pool = pool_of(*levels)
    for rows, what in ((mean_rows(pool), "means"), (item_rows(pool), "items")):
        chart = quartile_chart(pool, rows, what)
        alt.TopLevelLayerSpec.validate(chart.drawing)
        assert chart.alt.endswith(".") and chart.summary.endswith(".")
        assert len(chart.table) == len(rows)
        assert chart.file_stem == f"benchmarks-goi-{what}"


def test_published_figures_stand_with_n_date_and_source_and_other_instruments_apart():
    published = load_published()
    iddt = shipped_scales().get("iddt").scale
    table = published_table(references_for(iddt, published), iddt)
    assert list(table.iloc[0]) == [
        "First review: mean 3.38, SD 0.71 (n = 68).",
        68,
        "2006 to 2012",
        2016,
        "Harrison (2016), abstract at the conference of the Society for Social Work and Research",
    ]
    assert list(table["n"]) == [68, 40, 13, 11, 53]
    assert "After two years: 2 High fidelity, 6 Moderate fidelity, 3 Low fidelity (n = 11)." in set(
        table["Figure"]
    )
    other = published_table(references_elsewhere(published), None)
    assert "256" in {str(n) for n in other["n"]}
    assert not set(table["Source"]) & set(other["Source"])
