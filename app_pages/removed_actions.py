"""Actions that were removed from the plan in this session, to be put back."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app_pages.plain_table import one_line
from app_pages.session import now
from handover.workspace import Workspace
from storage.plans import PlanAction, add_action, move_action
from storage.problem import StorageError


def remember_removed(action: PlanAction, why: str) -> None:
    """Keep what was removed, together with a sentence that says so."""
    _removed().append((action, why))


def show_removed(workspace: Workspace) -> None:
    """Draw what was removed, each with a button that puts it back."""
    for number, (action, why) in enumerate(_removed()):
        if action.visit_id != workspace.visit.id:
            continue
        with st.container(border=True):
            st.markdown(f"{why} {one_line(action.do)}")
            st.button(
                "Put it back",
                key=f"back|{action.id}|{number}",
                icon=":material/undo:",
                on_click=_put_back,
                args=(workspace, action, number),
            )
    problem = st.session_state.pop("put_back_problem", None)
    if problem:
        st.error(one_line(problem), icon=":material/error:")


def _put_back(workspace: Workspace, action: PlanAction, number: int) -> None:
    try:
        added = add_action(workspace.acting, replace(action, id=0), now())
        move_action(workspace.acting, added.id, action.position, now())
    except StorageError as error:
        st.session_state["put_back_problem"] = str(error)
    else:
        del _removed()[number]


def _removed() -> list[tuple[PlanAction, str]]:
    return st.session_state.setdefault("removed_actions", [])
