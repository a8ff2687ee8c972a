"""Why two to four visits have their verdicts, side by side."""

from __future__ import annotations

import streamlit as st

from app_pages.compare_download import show_downloads
from app_pages.compare_visits import visit_options
from app_pages.plain_table import show_frame, show_notes
from handover.compared import ends_of, line_up
from handover.scored_pool import ScoredPool
from reporting.compare.reasons_table import reasons_frame, verdict_reasons
from reporting.compare.visit_columns import restated_words

_FIELDS = ("One visit", "Another visit", "A third visit", "A fourth visit")


def show_verdicts(pool: ScoredPool) -> None:
    """Let the reader choose visits; the highest and the lowest stand there to begin with."""
    st.header("Why each verdict", anchor=False)
    chosen = _choose(pool)
    if not chosen:
        st.info("Choose up to four visits to see why each has its verdict.")
        return
    lineup = line_up(pool.take(pool.places(chosen)))
    frame = reasons_frame(verdict_reasons(lineup), pool.scale.total.name)
    show_frame(frame, alt="Why each visit has its verdict")
    show_notes([restated_words(lineup)])
    show_downloads(f"{pool.scale.short_name}: why each verdict", lambda: {"Verdicts": frame})


def _choose(pool: ScoredPool) -> list[int]:
    """Draw a field for each visit: in one field for all, names would be cut off on a phone."""
    words = visit_options(pool)
    ends = (pool.visits[place].visit.id for place in ends_of(pool))
    first = dict(zip(_FIELDS, ends, strict=False))
    chosen = (_choose_one(each, first.get(each), words) for each in _FIELDS[: len(words)])
    return list(dict.fromkeys(visit for visit in chosen if visit is not None))


def _choose_one(label: str, first: int | None, words: dict[int, str]) -> int | None:
    key = f"verdict of {label.lower()}"
    before = st.session_state.get(key, first)
    st.session_state[key] = before if before in words else None
    return st.selectbox(
        label, list(words), key=key, format_func=words.__getitem__, placeholder="None"
    )
