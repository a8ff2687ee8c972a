"""The pool of visits that a person sees, kept by the session while nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from app_pages.session import open_catalog, today
from handover.due_list import DueLine, due_lines
from handover.pool import PoolVisit, load_pool
from handover.scored_pool import ScoredPool, score_pool
from scales.model import Scale
from storage.acting import Acting
from storage.change_count import count_changes
from storage.programs import list_programs

Made = TypeVar("Made")
_KEPT = "pool"


def pool_of(acting: Acting) -> tuple[PoolVisit, ...]:
    """The visits that the person sees, the earliest first; those to archived programs left out."""
    return _kept(acting, "visits", lambda: load_pool(acting, open_catalog()))


def scored_pool_of(acting: Acting, scale: Scale) -> ScoredPool:
    """The visits of the pool that can be set beside each other on a scale, with their scores."""
    return _kept(acting, f"scored {scale.id}", lambda: score_pool(scale, pool_of(acting)))


def due_lines_of(acting: Acting) -> tuple[DueLine, ...]:
    """Every program that the person sees, by scale, as it stands to the scale's rule today."""
    day = today()
    return _kept(
        acting,
        f"due on {day.isoformat()}",
        lambda: due_lines(list_programs(acting), pool_of(acting), day),
    )


def _kept(acting: Acting, name: str, make: Callable[[], Made]) -> Made:
    """Make a thing once, and anew when anything stored, the person or a scale has changed.

    It is held by the session and no cache that others share: it holds what this person may see.
    """
    stamps = tuple(entry.stamp for entry in open_catalog().entries)
    state = (id(acting.store), acting.person.id, count_changes(acting), stamps)
    kept = st.session_state.get(_KEPT)
    if kept is None or kept[0] != state:
        kept = st.session_state[_KEPT] = (state, {})
    if name not in kept[1]:
        with st.spinner("Looking at all visits"):
            kept[1][name] = make()
    return kept[1][name]
