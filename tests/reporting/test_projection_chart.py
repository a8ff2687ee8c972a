"""The chart of a projected plan: what it draws, and that it says all of it in words too."""

from __future__ import annotations

import altair as alt
import pytest

from reporting.charts import to_png, to_svg
from reporting.charts.projection import projection_chart
from scoring import Row
from scoring.mean_bands import mean_bands
from scoring.what_if import PlannedAction, project
from tests.shipped_scales import shipped_scales

WHENS = ("Now", "Quarter 1", "Quarter 2")


def drawn(scale_id: str, level: int, **others: int):
    """Every item at a level but for some; T8 or the first item goes to 5 in quarter 2."""
    scale = shipped_scales().get(scale_id).scale
    row = Row("visit", dict.fromkeys(scale.item_ids, level) | others, {})
    item = "T8" if "T8" in scale.item_ids else scale.item_ids[0]
    projection = project(scale, row, [PlannedAction("action 1", (item,), 5, phase=2)])
    return projection_chart(projection, "Harbor, 2026-03-02", WHENS, "harbor-2026-03-02")


def layers(chart, mark: str) -> list[list[dict]]:
    return [p["data"]["values"] for p in chart.drawing["layer"] if p["mark"]["type"] == mark]


def test_the_total_and_every_other_subscale_have_a_line_and_the_table_holds_them_all():
    """54 / 14 are 3.86; T8 from 2 to 5 makes 57 / 14 of them."""
    chart = drawn("iddt", 4, T8=2)
    assert chart.table.to_dict("list") == {
        "When": ["Now", "Quarter 1", "Quarter 2"],
        "Verdict": ["Moderate fidelity", "Moderate fidelity", "High fidelity"],
        "Treatment mean": ["3.86", "3.86", "4.07"],
        "Supplementary item": ["4.00", "4.00", "4.00"],
    }
    total, part = layers(chart, "circle")
    assert [point["text"] for point in total] == ["3.86", "3.86", "4.07"]
    assert total[0]["y"] == total[1]["y"] > total[2]["y"]  # higher up is more
    assert len(part) == 3
    assert chart.alt == (
        "Line chart, IDDT: what the plan would bring, Now to Quarter 2. Now: Moderate fidelity. If "
        "all goes as planned: High fidelity after quarter 2. Treatment mean: 3.86, 3.86 and 4.07. "
        "Supplementary item: 4.00, 4.00 and 4.00."
    )
    assert chart.file_stem == "harbor-2026-03-02-iddt-projection"


def test_the_stripes_lie_where_the_verdicts_begin():
    """From 1 to 5 on the height of the total: 4 is three quarters up, 3 is half."""
    chart = drawn("iddt", 4, T8=2)
    (stripes,) = layers(chart, "rect")
    low, moderate, high = stripes
    whole = low["y2"] - high["y"]
    assert (low["y2"] - low["y"]) / whole == pytest.approx(2 / 4, abs=0.01)
    assert (moderate["y2"] - high["y"]) / whole == pytest.approx(2 / 4, abs=0.01)
    assert (high["y2"] - high["y"]) / whole == pytest.approx(1 / 4, abs=0.01)
    (now, *_rest) = layers(chart, "circle")[0]
    assert moderate["y"] < now["y"] < moderate["y2"]
    said = " ".join(chart.drawing["title"]["subtitle"])
    assert "Low fidelity, Moderate fidelity from 3.00, High fidelity from 4.00." in said


def test_there_are_no_stripes_where_more_than_the_mean_decides():
    for scale_id in ("trauma_informed", "integration"):
        chart = drawn(scale_id, 2)
        assert mean_bands(shipped_scales().get(scale_id).scale) == ()
        assert layers(chart, "rect") == []
        assert "Stripes" not in " ".join(chart.drawing["title"]["subtitle"])


@pytest.mark.parametrize("scale_id", ["iddt", "goi", "trauma_informed", "integration"])
@pytest.mark.parametrize("level", [-1, 1, 5])
def test_it_can_be_drawn_at_the_ends_of_every_scale_and_with_nothing_rated(scale_id, level):
    chart = drawn(scale_id, level)
    alt.TopLevelLayerSpec.validate(chart.drawing)
    assert to_svg(chart).startswith("<svg")
    assert (chart.alt[-1], chart.summary[-1]) == (".", ".")
    assert to_png(chart).startswith(b"\x89PNG")
