"""Every item of every visit, as a table that can be read without its shades."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from app_pages.chart_panel import drawing_of, show_chart
from app_pages.compare_download import show_downloads
from app_pages.compare_visits import choose_order, choose_page
from app_pages.plain_table import one_line, show_frame, show_notes
from reporting.charts.heat import heat_chart, shade_of
from reporting.charts.layout import broken
from reporting.compare.heat_table import (
    heat_frame,
    items_frame,
    short_level,
    weakest_words,
)
from reporting.compare.named_columns import distinct
from reporting.compare.visit_columns import SHORT_MEANS, restated_words, shown_label
from scoring.compare.across import items_across, weakest_first
from scoring.compare.lineup import Lineup
from scoring.rounding import as_decimal

_LABEL = 24
"""Letters of a name in one line."""
_ORDERS = {"scale": "As in the scale", "weakest": "Weakest first"}


def show_heat(lineup: Lineup) -> None:
    """Draw the table, the weakest items, the picture and the downloads."""
    scale = lineup.scale
    across = items_across(lineup)
    weakest = weakest_first(across)
    st.header("Every item", anchor=False)
    st.markdown(one_line(weakest_words(scale, across)))
    with st.container(horizontal=True):
        lineup = choose_order(lineup)
        by = st.selectbox(
            "Items", list(_ORDERS), key="compare items", format_func=_ORDERS.__getitem__
        )
    order = scale.item_ids if by == "scale" else tuple(each.item for each in weakest)
    shown = choose_page(lineup, "heat")
    _show_table(shown, order)
    show_notes([f"The darker, the lower the level. {SHORT_MEANS}", restated_words(lineup)])
    with st.expander("What the items are, weakest first"):
        show_frame(items_frame(scale, weakest), alt="Each item over the visits, weakest first")
    with st.expander("As a picture", key="heat picture", on_change="rerun") as box:
        if box.open:
            chart = heat_chart(shown, lineup, order)
            show_chart(chart, drawing_of(chart))
    show_downloads(
        f"{scale.short_name}: every item",
        lambda: {"Levels": heat_frame(lineup), "Items": items_frame(scale, across)},
    )


def _show_table(lineup: Lineup, order: tuple[str, ...]) -> None:
    scale = lineup.scale
    columns = [scale.item_ids.index(item) for item in order]
    levels = lineup.levels[:, columns].tolist()
    totals = lineup.values(scale.total.id)
    labels = [_held_together(one_line(shown_label(lineup, k))) for k in range(len(totals))]
    verdicts = [one_line(verdict.name) for verdict in lineup.scores.verdicts]
    cells = [
        [verdict, as_decimal(total), *map(short_level, row)]
        for verdict, total, row in zip(verdicts, totals, levels, strict=True)
    ]
    names = distinct(["Verdict", "Total", *map(one_line, order)])
    frame = pd.DataFrame(cells, index=pd.Index(labels, name="Program"), columns=pd.Index(names))
    plain = [["", ""] + [_style(lineup, level) for level in row] for row in levels]
    styles = pd.DataFrame(plain, index=frame.index, columns=frame.columns)
    st.table(
        frame.style.apply(lambda _: styles, axis=None),
        border="horizontal",
        alt="Level of each item at each visit",
    )


def _held_together(label: str) -> str:
    """Break a name only every so many letters: a table of many columns would break it at each."""
    return " ".join(part.replace(" ", "\u00a0") for part in broken(label, _LABEL))


def _style(lineup: Lineup, level: int) -> str:
    back, ink = shade_of(lineup.scale.levels, level)
    return f"background-color: {back}; color: {ink}; text-align: center"
