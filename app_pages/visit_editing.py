"""Correct the date or the kind of a visit."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app_pages.header import escape
from app_pages.session import KINDS, elsewhere, now, visit_words
from storage.acting import Acting
from storage.problem import StorageError
from storage.visit_record import Visit
from storage.visits import StaleVisit, change_visit


def show_visit_editing(acting: Acting, visit: Visit) -> None:
    """Draw the fields of a visit, and save what was changed in them."""
    generation = st.session_state.setdefault(_generation(visit), 0)
    key = f"edit visit {visit.id} {generation}"
    base: Visit = st.session_state.setdefault(f"{key} base", visit)
    date = st.date_input("Date of the visit", base.date, key=f"{key} date")
    kind = st.radio(
        "Kind of visit",
        list(KINDS),
        index=list(KINDS).index(base.kind),
        key=f"{key} kind",
        format_func=lambda kind: KINDS[kind],
    )
    given = {"date": date, "kind": kind}
    changed = {name: value for name, value in given.items() if value != getattr(base, name)}
    if not changed and visit.revision != base.revision:
        _begin_again(visit)
    if not st.button("Save the visit", key=f"{key} save"):
        return
    current: Visit = st.session_state.get(f"{key} theirs", base)
    try:
        saved = change_visit(acting, replace(current, **changed), current.revision, now())
    except StaleVisit as stale:
        theirs = st.session_state[f"{key} theirs"] = stale.current
        st.warning(
            f"This visit was changed {escape(elsewhere(acting, stale.by))}: it is now the "
            f"{visit_words(theirs)}. Nothing was overwritten. Save again to use what you gave here."
        )
    except StorageError as error:
        st.error(escape(str(error)))
    else:
        _begin_again(saved)


def _generation(visit: Visit) -> str:
    return f"edit visit {visit.id} generation"


def _begin_again(visit: Visit) -> None:
    st.session_state[_generation(visit)] += 1
    st.rerun()
