"""The trend of a program: what is drawn, what is said, and where its line breaks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from fractions import Fraction

import altair as alt
import pytest

from reporting.charts import ChartWithWords, to_svg
from reporting.charts.lanes import fit_lanes
from reporting.charts.trend import trend_chart
from reporting.history import History, Measure, PastVisit, history_table, measures_of
from scales.model import Scale
from scoring.agreement.estimate import bare, lacking
from scoring.benchmark import Benchmark
from scoring.chance import MeanNoise
from scoring.change import Rated
from scoring.ratings import Row
from scoring.trend import trend_of
from tests.shipped_scales import shipped_scales

GOI = shipped_scales().get("goi").scale
INTEGRATION = shipped_scales().get("integration").scale
TRAUMA = shipped_scales().get("trauma_informed").scale
TOTAL = measures_of(GOI)[0]


def noise(sem: float | None) -> MeanNoise:
    return MeanNoise(lacking(3, "too few") if sem is None else bare(sem, 30, "made up"))


def visited(
    scale: Scale, visits: Mapping[str, tuple[str, int]], version: str | None = None, **facts: str
) -> History:
    """A program whose every item was at one level at each visit; by day the kind and the level."""
    rated = [
        Rated(
            dt.date.fromisoformat(day),
            version if version and k == 0 else scale.version,
            Row(day, dict.fromkeys(scale.item_ids, level), facts),
        )
        for k, (day, (_, level)) in enumerate(visits.items())
    ]
    points = trend_of(scale, rated)
    kinds = [kind for kind, _ in visits.values()]
    past = [PastVisit(p, kind) for p, kind in zip(points, kinds, strict=True)]
    return History("Señora House", scale, tuple(past))


TWO = {"2025-03-01": ("self_audit", 3), "2026-03-01": ("site_visit", 4)}


def drawn(chart: ChartWithWords, mark: str, **style: object) -> list[dict]:
    """All that is drawn by a mark of that style."""
    return [
        data
        for layer in chart.drawing["layer"]
        if layer["mark"]["type"] == mark and layer["mark"].items() >= style.items()
        for data in layer["data"]["values"]
    ]


def texts(chart: ChartWithWords) -> set[str]:
    return set(re.findall(r"<text[^>]*>([^<]+)</text>", to_svg(chart)))


def test_the_bands_of_a_verdict_lie_behind_the_mean_that_makes_it():
    chart = trend_chart(visited(GOI, TWO), TOTAL)
    bands = [(data["y"], data["y2"]) for data in drawn(chart, "rect")]
    assert bands == [(1.0, 3.0), (3.0, 4.0), (4.0, 5.0)]
    assert {"Low fidelity", "Moderate fidelity", "High fidelity", "3.00", "4.00"} <= texts(chart)


def test_where_more_than_a_mean_decides_the_verdicts_stand_below_and_there_are_no_bands():
    history = visited(INTEGRATION, TWO, delivery="in_house_one_team")
    chart = trend_chart(history, measures_of(INTEGRATION)[0])
    assert drawn(chart, "rect") == []
    assert {visit.verdict for visit in history.visits} <= texts(chart)


def test_a_subscale_is_drawn_without_the_bands_of_the_total():
    iddt = shipped_scales().get("iddt").scale
    measures = measures_of(iddt)
    assert measures == (
        Measure("treatment_mean", "Treatment mean", is_total=True),
        Measure("supplementary", "Supplementary item"),
    )
    assert drawn(trend_chart(visited(iddt, TWO), measures[1]), "rect") == []


def test_bars_overlap_exactly_where_a_change_can_be_chance():
    """Half of 1.96 x √2 x SEM each way: at 0.36 it is 0.4989, at 0.37 0.5128."""
    history = visited(GOI, TWO)
    small, large = (trend_chart(history, TOTAL, noise(sem)) for sem in (0.36, 0.37))
    first, second = _bars(small)
    assert (round(first["y2"], 4), round(second["y"], 4)) == (3.4989, 3.5011)
    first, second = _bars(large)
    assert first["y2"] > second["y"]


def _bars(chart: ChartWithWords) -> list[dict]:
    """The bars of chance: upright, and as many as visits."""
    return [d for d in drawn(chart, "rule", strokeWidth=2) if "y2" in d and "x2" not in d]


def test_of_too_few_double_rated_visits_no_bar_is_drawn_and_the_words_say_so():
    chart = trend_chart(visited(GOI, TWO), TOTAL, noise(None))
    assert _bars(chart) == []
    assert "Whether that is more than chance cannot be told." in chart.summary
    assert "Bar:" not in " ".join(chart.drawing["title"]["subtitle"])


def test_no_bar_leaves_the_scale():
    ends = {"2025-03-01": ("self_audit", 1), "2026-03-01": ("site_visit", 5)}
    first, second = _bars(trend_chart(visited(GOI, ends), TOTAL, noise(0.3)))
    assert (first["y"], second["y2"]) == (1, 5)


def test_kinds_of_visits_have_a_shape_each_and_the_words_name_them():
    three = TWO | {"2026-06-01": ("follow_up", 4)}
    chart = trend_chart(visited(GOI, three), TOTAL)
    signs = [(d["shape"], d["fill"]) for d in drawn(chart, "point") if "fill" in d]
    assert signs == [("square", "white"), ("circle", "#1f4e79"), ("diamond", "#1f4e79")]
    key = " ".join(chart.drawing["title"]["subtitle"])
    assert "Hollow square: self-audit. Filled circle: site visit. Diamond: follow-up." in key
    assert "2025-03-01, self-audit 3.00, Moderate fidelity" in chart.alt


def test_a_line_breaks_where_the_versions_cannot_be_compared():
    three = TWO | {"2026-06-01": ("site_visit", 5)}
    history = visited(GOI, three, version="0.9.0")
    chart = trend_chart(history, TOTAL)
    joined = [d for d in drawn(chart, "rule", strokeWidth=2) if "x2" in d and "y2" in d]
    assert [(d["x"], d["x2"]) for d in joined] == [("2026-03-01", "2026-06-01")]
    assert [d["x"] for d in drawn(chart, "rule", strokeDash=[2, 3])] == ["2025-08-30"]
    assert [d["x"] for d in drawn(chart, "point", strokeWidth=2.5)] == ["2025-03-01"]
    assert "The first and the last visit are not comparable" in chart.summary
    assert list(history_table(history)["Remark"]) == [
        "Rated with version 0.9.0 of the scale, which is not at hand: no score.",
        "Not comparable with the visit before.",
        "",
    ]


def test_no_line_joins_visits_scored_by_the_rules_of_two_versions():
    """Also where the earlier version is at hand, so that both sides have a number."""
    earlier = GOI.model_copy(update={"version": "0.9.0"})
    rated = [
        Rated(dt.date(2025, 3, k), version, Row("", dict.fromkeys(GOI.item_ids, 3), {}))
        for k, version in ((1, "0.9.0"), (11, "0.9.0"), (21, "1.0.0"))
    ]
    points = trend_of(GOI, rated, {"0.9.0": earlier})
    history = History("House", GOI, tuple(PastVisit(p, "self_audit") for p in points))
    joined = drawn(trend_chart(history, TOTAL), "rule", strokeWidth=2)
    assert [(d["x"], d["x2"]) for d in joined] == [("2025-03-01", "2025-03-11")]


def test_a_visit_scored_anew_is_marked(following):
    history = visited(following, TWO, version="0.9.0")
    chart = trend_chart(history, TOTAL)
    assert "3.00*" in texts(chart)
    assert "*: rated with another version and scored anew." in " ".join(
        chart.drawing["title"]["subtitle"]
    )
    assert history_table(history)["Remark"][0] == (
        "Rated with version 0.9.0 of the scale, scored anew by the rules of version 1.0.0."
    )


@pytest.fixture
def following() -> Scale:
    """The GOI as if it took over an earlier version as it was."""
    earlier = {"version": "0.9.0", "note": "Nothing changed.", "scores": True}
    return Scale.model_validate(GOI.model_dump(mode="json") | {"follows": [earlier]})


def test_the_words_tell_the_verdicts_and_whether_the_change_is_more_than_chance():
    chart = trend_chart(visited(GOI, TWO), TOTAL, noise(0.1))
    assert chart.summary == (
        "2 visits, 2025-03-01 to 2026-03-01. Verdict: Moderate fidelity then High fidelity on "
        "2026-03-01. First to last, Organizational mean: 1.00 higher (3.00 to 4.00). That is more "
        "than chance explains: it makes up to 0.28 in 95 of 100 (30 visits rated by two)."
    )
    assert chart.table.to_dict("list") == {
        "Visit": ["2025-03-01", "2026-03-01"],
        "Kind": ["Self-audit", "Site visit"],
        "Verdict": ["Moderate fidelity", "High fidelity"],
        "Organizational mean": ["3.00", "4.00"],
    }
    assert chart.file_stem == "senora-house-goi-over-time"


def test_one_visit_makes_no_trend_but_is_shown():
    chart = trend_chart(visited(GOI, {"2025-03-01": ("self_audit", 3)}), TOTAL)
    assert chart.summary == (
        "One visit so far (2025-03-01, self-audit): Organizational mean 3.00, Moderate fidelity."
    )
    assert "3.00" in texts(chart)


def test_the_median_of_the_pool_goes_with_its_n_and_is_hidden_below_five():
    three = Fraction(3)
    shown = trend_chart(visited(GOI, TWO), TOTAL, None, Benchmark(5, three, three, three))
    assert "Median 3.00 (n = 5)" in texts(shown)
    assert shown.summary.endswith("each program by its latest visit (5 programs).")
    hidden = trend_chart(visited(GOI, TWO), TOTAL, None, Benchmark(4))
    assert not [text for text in texts(hidden) if text.startswith("Median")]
    assert hidden.summary.endswith("is not shown below 5 programs (n = 4 programs).")


def test_numbers_of_visits_on_one_day_do_not_cover_each_other():
    days = {f"2026-03-0{k}": ("self_audit", 2 + k) for k in (1, 2)}
    chart = trend_chart(visited(GOI, days), TOTAL)
    sides = [
        layer["mark"]["baseline"]
        for layer in chart.drawing["layer"]
        if layer["mark"].get("fontWeight") == "bold" and layer["data"]["values"]
    ]
    assert sorted(set(sides)) == ["bottom", "top"]


def test_words_that_would_overlap_stand_in_lanes_below_each_other():
    told = [(0.1, "Sequential"), (0.3, "Sequential"), (0.9, "Bundled or co-located")]
    lanes = fit_lanes(told, 280)
    assert [(lane.row, lane.align) for lane in lanes] == [
        (0, "left"),
        (1, "center"),
        (0, "right"),
    ]


@pytest.mark.parametrize("scale_id", ["iddt", "goi", "integration", "trauma_informed"])
def test_every_trend_is_valid_and_has_its_words(scale_id: str):
    scale = shipped_scales().get(scale_id).scale
    history = visited(scale, TWO | {"2026-03-02": ("follow_up", 1)})
    pool = Benchmark(9, *map(Fraction, (2, 3, 4)))
    for measure in measures_of(scale):
        chart = trend_chart(history, measure, noise(0.2), pool)
        alt.TopLevelLayerSpec.validate(chart.drawing)
        assert chart.alt.endswith(".") and chart.summary.endswith(".")
        assert len(chart.table) == 3
        assert to_svg(chart, 300).startswith("<svg")
