"""Why two to four visits have their verdicts, side by side."""

from __future__ import annotations

import streamlit as st

from app_pages.compare_download import show_downloads
from app_pages.compare_visits import choose_places
from app_pages.plain_table import show_frame, show_notes
from handover.compared import ends_of, line_up
from handover.scored_pool import ScoredPool
from reporting.compare.reasons_table import reasons_frame, verdict_reasons
from reporting.compare.visit_columns import restated_words

_MOST = 4


def show_verdicts(pool: ScoredPool) -> None:
    """Let the reader choose visits; the highest and the lowest stand there to begin with."""
    st.header("Why each verdict", anchor=False)
    places = choose_places(
        pool, "Two to four visits", "verdicts of", most=_MOST, first=ends_of(pool)
    )
    if not places:
        st.info("Choose two to four visits to see why each has its verdict.")
        return
    lineup = line_up(pool.take(places))
    frame = reasons_frame(verdict_reasons(lineup), pool.scale.total.name)
    show_frame(frame, alt="Why each visit has its verdict")
    show_notes([restated_words(lineup)])
    show_downloads(f"{pool.scale.short_name}: why each verdict", lambda: {"Verdicts": frame})
