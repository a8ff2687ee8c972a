"""An action that the program thought of itself."""

from __future__ import annotations

import streamlit as st

from app_pages.action_desk import open_editor
from app_pages.plain_table import one_line
from app_pages.session import now
from handover.workspace import Workspace
from storage.plans import PlanAction, add_action
from storage.problem import StorageError


def show_own_action(workspace: Workspace) -> None:
    """Draw the form that adds an action in one's own words."""
    st.subheader("Add an action of your own", anchor=False)
    key = f"own|{workspace.visit.id}"
    st.text_area("What will you do?", key=key, height=80, persist_state="session")
    problem = st.session_state.get(f"{key}|problem")
    if problem:
        st.error(one_line(problem), icon=":material/error:")
    st.button("Add action", icon=":material/add:", on_click=_add, args=(workspace, key))


def _add(workspace: Workspace, key: str) -> None:
    action = PlanAction(workspace.visit.id, st.session_state[key] or "")
    try:
        added = add_action(workspace.acting, action, now())
    except StorageError as error:
        st.session_state[f"{key}|problem"] = str(error)
    else:
        st.session_state[key] = ""
        st.session_state.pop(f"{key}|problem", None)
        open_editor(added.id)
