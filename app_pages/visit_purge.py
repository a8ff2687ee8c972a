"""Purge a visit: delete everybody's words about it, and leave what was rated and counted."""

from __future__ import annotations

import streamlit as st

from app_pages.header import escape
from app_pages.identifiers import may_keep
from app_pages.session import PERSON, now
from handover.workspace import Workspace
from storage.problem import StorageError
from storage.purge import purge_visit


def show_purge(workspace: Workspace) -> None:
    """Draw the question, for who leads the visit."""
    if not workspace.standing.leads:
        return
    key = f"purge {workspace.visit.id}"
    with st.expander("Purge notes", key=key):
        st.markdown(
            "Deletes all notes, reasons and chart rows of this visit, also from its audit trail. "
            "Ratings, counts, sources, who and when stay, and so does the improvement plan. That "
            "it was purged, when and why stays on record. It cannot be undone. Backups and "
            "bundles made before still hold the words: delete those too."
        )
        reason = (st.text_input("Reason", key=f"{key} reason", max_chars=2000) or "").strip()
        clean = may_keep(f"{key} clean", reason=reason)
        sure = st.checkbox("Yes, delete all notes and chart rows for good", key=f"{key} sure")
        pressed = st.button("Purge the notes", key=f"{key} now", disabled=not (sure and reason))
        if not (pressed and sure and clean):
            return
        try:
            purge_visit(workspace.acting, workspace.visit.id, reason, now())
        except StorageError as error:
            st.error(escape(str(error)))
        else:
            _forget()
            st.rerun()


def _forget() -> None:
    """Put away what this session remembers: it holds the words that were deleted."""
    chosen = {name: st.session_state.get(name) for name in (PERSON, "person chosen")}
    st.session_state.clear()
    for name, value in chosen.items():
        if value is not None:
            st.session_state[name] = value
