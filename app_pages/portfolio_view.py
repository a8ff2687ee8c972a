"""All programs at once: the filter, who is due, where they stand, and the report over them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages.due_view import show_due
from app_pages.pool_choice import choose_some
from app_pages.pool_standing import show_standing
from app_pages.sample_portfolio import offer_portfolio
from app_pages.state_download import show_state_download
from handover.pool_filter import PoolFilter, program_choices
from reporting.sentences import counted
from storage.acting import Acting
from storage.programs import Program, list_programs


def show_portfolio(acting: Acting) -> None:
    """Draw the portfolio, or say how one comes about."""
    programs = list_programs(acting)
    if not programs:
        st.info("There is no program yet. Add one, or begin with invented ones.")
        st.page_link("app_pages/programs.py", label="Go to programs", icon=":material/apartment:")
        offer_portfolio(acting, programs)
        return
    chosen = _choose(programs)
    show_due(acting, programs, chosen)
    show_standing(acting, chosen)
    show_state_download(acting, chosen)
    offer_portfolio(acting, programs)


def _choose(programs: Sequence[Program]) -> PoolFilter:
    """Draw the filters by what programs are; what all share is not asked for."""
    choices = program_choices(programs)
    if max(map(len, (choices.regions, choices.settings, choices.levels_of_care))) < 2:
        return PoolFilter()
    with st.expander("Filter", icon=":material/filter_alt:"):
        chosen = PoolFilter(
            choose_some("Region", choices.regions, "filter region"),
            choose_some("Setting", choices.settings, "filter setting"),
            choose_some("Level of care", choices.levels_of_care, "filter care"),
        )
    kept = sum(map(chosen.keeps_program, programs))
    if kept < len(programs):
        st.markdown(f"{kept} of {counted(len(programs), 'program')} are looked at.")
    return chosen
