"""Self-audits beside site visits: over all programs, and program by program."""

from __future__ import annotations

import streamlit as st

from app_pages.chart_panel import drawing_of, show_chart
from app_pages.compare_download import show_downloads
from app_pages.compare_visits import ON_ONE_PAGE
from app_pages.option_texts import option_texts
from app_pages.plain_table import one_line, show_frame, show_notes
from handover.compared import line_up
from handover.scored_pool import ScoredPool
from reporting.charts.self_external import self_external_chart
from reporting.compare.self_external_words import (
    WHAT_IT_SAYS,
    items_frame,
    pair_frame,
    pair_words,
    pool_words,
    programs_frame,
    ratings_frame,
    shown_programs,
)
from reporting.sentences import counted
from scoring.compare.self_external import SelfExternalPool, highest_first, self_external

_MONTHS = (3, 6, 9, 12, 18, 24)


def show_self_external(pool: ScoredPool) -> None:
    """Draw how far self-ratings run high, by item and by program."""
    st.header("Self against external", anchor=False)
    months = st.selectbox(
        "At most this far apart",
        _MONTHS,
        index=1,
        key="months apart",
        format_func=lambda months: counted(months, "month"),
    )
    found = self_external(line_up(pool), months)
    for sentence in pool_words(found):
        st.markdown(one_line(sentence))
    if not found.pairs:
        st.info("Choose a longer time, take a filter away, or rate a program both ways.")
        return
    show_notes([WHAT_IT_SAYS])
    chart = self_external_chart(found, items_frame(found))
    show_chart(chart, drawing_of(chart))
    _show_programs(found)
    show_downloads(
        f"{pool.scale.short_name}: self against external",
        lambda: {
            "Programs": programs_frame(found),
            "Items": items_frame(found),
            "Ratings": ratings_frame(found),
        },
    )


def _show_programs(found: SelfExternalPool) -> None:
    """Each program in a line, whose self-audit runs highest first; one of them item by item."""
    st.subheader("Program by program", anchor=False)
    ranked = highest_first(found)
    frame, page = shown_programs(ranked), 1
    if len(frame) > ON_ONE_PAGE:
        page = st.pagination(-(-len(frame) // ON_ONE_PAGE), key="page of self-external")
    begin = (page - 1) * ON_ONE_PAGE
    show_frame(
        frame.iloc[begin : begin + ON_ONE_PAGE], alt="Self-audit and site visit of each program"
    )
    by_program = {pair.by_others.program: pair for pair in ranked.pairs}
    words = option_texts({k: pair.by_others.name for k, pair in by_program.items()}, "program")
    if st.session_state.get("self-external of") not in by_program:
        st.session_state["self-external of"] = next(iter(by_program))
    program = st.selectbox(
        "Item by item",
        list(by_program),
        key="self-external of",
        format_func=words.__getitem__,
    )
    pair = by_program[program]
    st.markdown(one_line(pair_words(found, pair)))
    show_frame(pair_frame(found, pair), alt="Both ratings of each item")
