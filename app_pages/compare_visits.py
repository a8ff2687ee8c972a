"""Which visits stand in a comparison, in which order, and which page of them."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from app_pages.option_texts import option_texts
from app_pages.plain_table import show_notes
from handover.compared import compared_visits, line_up
from handover.scored_pool import ScoredPool
from reporting.benchmark_words import behind_words
from reporting.compare.visit_columns import visit_words
from scoring.compare.lineup import Lineup
from scoring.compare.sorting import SortBy, in_order

ON_ONE_PAGE = 25
_HOW = {"latest": "The latest of each program", "chosen": "Visits I choose"}
_SORTS: dict[SortBy, str] = {
    "highest": "Highest first",
    "lowest": "Lowest first",
    "verdict": "Verdict, best first",
    "name": "Name",
    "region": "Region",
}
assert tuple(_SORTS) == get_args(SortBy)


def choose_visits(pool: ScoredPool) -> Lineup | None:
    """Let the reader choose visits: the latest of each program, or any by name.

    Returns:
        None where none is chosen yet, and then the page says what to do.
    """
    how = st.radio(
        "Visits", list(_HOW), key="visits compared", format_func=_HOW.get, horizontal=True
    )
    if how == "latest":
        show_notes([behind_words(len(pool.behind))])
        return line_up(pool.latest())
    chosen = _choose_some(pool)
    if not chosen:
        st.info("Choose the visits to compare. Two of one program may be among them.")
        return None
    return line_up(pool.take(pool.places(chosen)))


def _choose_some(pool: ScoredPool) -> list[int]:
    """Let the reader choose visits by name; what was chosen and is filtered away is forgotten."""
    words = visit_options(pool)
    key = "visits chosen"
    st.session_state[key] = [k for k in st.session_state.get(key, []) if k in words]
    return st.multiselect(
        "Visits to compare",
        list(words),
        key=key,
        format_func=words.__getitem__,
        placeholder="Program and day",
    )


def visit_options(pool: ScoredPool) -> dict[int, str]:
    """The visits to choose from, by program and day: their words by number.

    The number of a visit stays; its place in the pool is another one under another filter.
    """
    visits = sorted(compared_visits(pool.visits), key=lambda v: (v.name.casefold(), v.day))
    return option_texts({visit.id: visit_words(visit) for visit in visits}, "visit")


def choose_order(lineup: Lineup, number_id: str = "") -> Lineup:
    """Let the reader sort, by a mean where that is what the page is about."""
    by = st.selectbox("Sort by", list(_SORTS), key="compare sort", format_func=_SORTS.__getitem__)
    return in_order(lineup, by, number_id)


def choose_page(lineup: Lineup, what: str) -> Lineup:
    """Let the reader turn pages where there are many; all of them can be downloaded."""
    many = len(lineup.visits)
    if many <= ON_ONE_PAGE:
        return lineup
    page = st.pagination(-(-many // ON_ONE_PAGE), key=f"page of {what}")
    begin = (page - 1) * ON_ONE_PAGE
    end = min(begin + ON_ONE_PAGE, many)
    st.markdown(f"{begin + 1} to {end} of {many} are shown; the downloads hold them all.")
    return lineup.take(range(begin, end))
