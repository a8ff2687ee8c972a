"""The total and each subscale of every visit, ranked."""

from __future__ import annotations

import streamlit as st

from app_pages.chart_panel import drawing_of, show_chart
from app_pages.compare_download import show_downloads
from app_pages.compare_visits import choose_order, choose_page
from app_pages.plain_table import one_line, show_notes
from reporting.charts.ranked import ranked_chart
from reporting.compare.ranked_words import totals_frame, verdicts_words
from reporting.compare.visit_columns import restated_words
from scoring.compare.lineup import Lineup, number_names


def show_totals(lineup: Lineup) -> None:
    """Draw one mean of each visit as dots, and the verdicts in words."""
    names = number_names(lineup.scale)
    st.header("Totals and subscales", anchor=False)
    st.markdown(one_line(verdicts_words(lineup)))
    with st.container(horizontal=True):
        number = next(iter(names))
        if len(names) > 1:
            number = st.selectbox(
                "Which mean",
                list(names),
                key=f"compare mean {lineup.scale.id}",
                format_func=lambda number: one_line(names[number]),
            )
        lineup = choose_order(lineup, number)
    chart = ranked_chart(choose_page(lineup, "totals"), lineup, number)
    show_chart(chart, drawing_of(chart))
    show_notes([restated_words(lineup)])
    title = f"{lineup.scale.short_name}: totals and subscales"
    show_downloads(title, lambda: {"Totals": totals_frame(lineup)})
