"""What to compare: one of several views, kept in the address; only what is chosen is drawn."""

from __future__ import annotations

import streamlit as st

from app_pages.address import follow_address, keep_in_address
from app_pages.compare_heat import show_heat
from app_pages.compare_raters import show_raters
from app_pages.compare_self import show_self_external
from app_pages.compare_totals import show_totals
from app_pages.compare_two import show_two
from app_pages.compare_verdicts import show_verdicts
from app_pages.compare_visits import choose_visits
from app_pages.plain_table import one_line, show_table
from app_pages.pool_session import pool_chance_of
from handover.compared import why_apart
from handover.due_calendar import named
from handover.scored_pool import ScoredPool
from reporting.compare.apart_words import apart_summary, apart_words
from reporting.sentences import day
from storage.acting import Acting

VIEWS = {
    "heat": "Every item",
    "totals": "Totals and subscales",
    "two-visits": "Two visits",
    "self-external": "Self against external",
    "raters": "Rater against rater",
    "verdicts": "Why each verdict",
}


def show_compared(acting: Acting, pool: ScoredPool) -> None:
    """Let the reader choose what to compare, and draw it."""
    follow_address("compare", list(VIEWS))
    view = st.radio(
        "What to compare", list(VIEWS), key="compare", format_func=VIEWS.get, horizontal=True
    )
    keep_in_address("compare")
    if view == "heat":  # A table of many columns takes what room there is.
        st.set_page_config(layout="wide")
    if pool.visits:
        _show(view, acting, pool)
    else:
        st.info("No visit is left to compare. Take a filter away, or finish rating a visit first.")
    _show_apart(pool)


def _show(view: str, acting: Acting, pool: ScoredPool) -> None:
    match view:
        case "two-visits":
            show_two(pool, lambda: pool_chance_of(acting, pool.scale))
        case "self-external":
            show_self_external(pool)
        case "raters":
            show_raters(pool)
        case "verdicts":
            show_verdicts(pool)
        case _:
            chosen = choose_visits(pool)
            if chosen is not None:
                (show_heat if view == "heat" else show_totals)(chosen)


def _show_apart(pool: ScoredPool) -> None:
    """Say which visits are left out and why, behind a fold."""
    apart = why_apart(pool)
    if not apart:
        return
    with st.expander(one_line(apart_summary(len(apart)))):
        show_table(
            (
                {
                    "Program": named(each.visit.program),
                    "Visit": day(each.visit.visit.date),
                    "Why": apart_words(each.why, pool.scale, each.visit.version),
                }
                for each in apart
            ),
            alt="Visits that are not compared, and why",
        )
