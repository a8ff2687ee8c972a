"""Charts with their words, the table behind each, and downloads."""

from __future__ import annotations

from copy import deepcopy
from functools import partial
from typing import Any

import streamlit as st

from app_pages.plain_table import one_line, show_frame
from reporting.charts import ChartWithWords, scale_charts, to_png, to_svg
from reporting.report import Report
from reporting.scale_report import ScaleReport

Drawn = tuple[ChartWithWords, dict[str, Any]]
"""A chart, and the drawing as it is sent to the screen."""


def show_charts(report: Report, scale: ScaleReport) -> None:
    """Draw every chart that applies to a scale."""
    st.header("Charts", anchor=False)
    for chart, drawing in _draw(report, scale):
        show_chart(chart, drawing)


def _draw(report: Report, scale: ScaleReport) -> tuple[Drawn, ...]:
    """Draw the charts, or take those of this session where nothing has changed since.

    Drawing takes most of a second. The session keeps one set for each scale; a cache shared by
    all sessions would hold what is nobody else's.
    """
    kept = st.session_state.setdefault("drawn_charts", {})
    made_from = (report.occasion, scale)
    before = kept.get(scale.id)
    if before is None or before[0] != made_from:
        with st.spinner("Drawing the charts"):
            drawn = tuple((c, drawing_of(c)) for c in scale_charts(report, scale))
        before = kept[scale.id] = (made_from, drawn)
    return before[1]


def drawing_of(chart: ChartWithWords) -> dict[str, Any]:
    """Make the drawing of a chart as it is sent to the screen."""
    drawing = deepcopy(chart.drawing)
    drawing.pop("description", None)  # `alt` says the same; Streamlit warns when both are given
    # Streamlit would squeeze title and axis into the height that is meant for the plane alone.
    drawing["autosize"] = {"type": "fit-x", "contains": "padding"}
    drawing["padding"] = dict.fromkeys(("left", "right", "top", "bottom"), 8)
    # One name for the whole says what is drawn; mark by mark it would be read as noise.
    drawing.setdefault("config", {})["mark"] = {"aria": False}
    return drawing


def show_chart(chart: ChartWithWords, drawing: dict[str, Any]) -> None:
    """Draw one chart; its files are made only when somebody asks for them."""
    st.vega_lite_chart(
        spec=drawing, width="stretch", theme=None, alt=chart.alt, key=chart.file_stem
    )
    st.markdown(one_line(chart.summary))
    with st.expander(f"Table: {one_line(chart.title)}"):
        show_frame(chart.table, alt=chart.alt)
    with st.container(horizontal=True):
        for ending, kind, draw in (
            ("png", "image/png", partial(to_png, chart)),
            ("svg", "image/svg+xml", partial(to_svg, chart)),
        ):
            st.download_button(
                f"Download {ending.upper()}",
                draw,
                file_name=f"{chart.file_stem}.{ending}",
                mime=kind,
                key=f"{chart.file_stem}-{ending}",
                icon=":material/download:",
                on_click="ignore",
            )
