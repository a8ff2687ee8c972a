"""Which visits of the pool a page looks at: the scale, and the filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from app_pages.pool_session import pool_of, scored_pool_of
from app_pages.scale_choice import choose_scale
from app_pages.session import KINDS, open_catalog
from handover.compared import filtered
from handover.pool import PoolVisit
from handover.pool_filter import PoolFilter, filter_choices
from handover.scored_pool import ScoredPool
from reporting.sentences import counted
from storage.acting import Acting

Choice = TypeVar("Choice")


def choose_pool(acting: Acting) -> ScoredPool | None:
    """Draw the choice of scale and filters.

    Returns:
        The visits that are looked at, filtered; None where the person sees no visit at all, and
        then the page says so.
    """
    names = rated_scale_names(acting)
    if not names:
        st.info("There is no visit yet. Add a program and rate it first.")
        st.page_link("app_pages/programs.py", label="Go to programs", icon=":material/apartment:")
        return None
    scale = open_catalog().get(choose_scale(names)).scale
    scored = scored_pool_of(acting, scale)
    chosen = _choose_filter(scored.visits)
    return filtered(scored, chosen)


def rated_scale_names(acting: Acting) -> dict[str, str]:
    """The short names by id of the scales that the pool's visits are rated with."""
    rated = {visit.scale.id for visit in pool_of(acting)}
    return {e.scale.id: e.scale.short_name for e in open_catalog().entries if e.scale.id in rated}


def _choose_filter(visits: Sequence[PoolVisit]) -> PoolFilter:
    """Draw the filters; what all visits share is not asked for."""
    choices = filter_choices(visits)
    with st.expander("Filter", icon=":material/filter_alt:"):
        chosen = PoolFilter(
            choose_some("Region", choices.regions, "filter region"),
            choose_some("Setting", choices.settings, "filter setting"),
            choose_some("Level of care", choices.levels_of_care, "filter care"),
            choose_some("Year of the visit", choices.years, "filter year", str),
            choose_some("Kind of visit", choices.kinds, "filter kind", KINDS.__getitem__),
            st.toggle("With visits that are still being rated", key="filter unfinished"),
        )
    kept = sum(chosen.keeps(visit) for visit in visits)
    if kept < len(visits):
        st.markdown(f"{kept} of {counted(len(visits), 'visit')} are looked at.")
    return chosen


def choose_some(
    label: str,
    options: Sequence[Choice],
    key: str,
    words: Callable[[Choice], str] = str,
) -> frozenset[Choice]:
    """Let the reader choose some of what there is; nothing is asked where there is no choice.

    Returns:
        What was chosen; nothing chosen means all.
    """
    if len(options) < 2:
        return frozenset()
    return frozenset(
        st.multiselect(
            label,
            options,
            key=key,
            format_func=words,
            placeholder="All",
        )
    )
