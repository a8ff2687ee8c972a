"""What is done is verified by somebody else than who called it done."""

from __future__ import annotations

import streamlit as st

from app_pages.header import escape
from app_pages.session import now
from handover.workspace import Workspace
from storage.action_checks import ActionCheck
from storage.action_verifying import take_back_verifying, verify_action
from storage.plans import PlanAction
from storage.problem import StorageError


def show_check(workspace: Workspace, action: PlanAction, check: ActionCheck | None) -> None:
    """Draw the button by which who has seen that an action is done says so.

    Args:
        workspace: The visit in hand.
        action: As it is stored.
        check: Whose word it is that it is done; None where it is not.
    """
    trouble = st.session_state.pop(_trouble(action.id), None)
    if trouble:
        st.error(escape(trouble), icon=":material/error:")
    if action.status != "done" or check is None:
        return
    seen = check.verified_at is not None
    # Storage refuses it as well; here nobody is offered what they may not do.
    own = workspace.acting.person.id == check.done_by
    if own and not seen:
        st.caption("Somebody else verifies that it is done.")
        return
    st.button(
        "It is not done after all" if seen else "I have seen that it is done",
        key=f"action|{action.id}|{'unsee' if seen else 'verify'}",
        icon=":material/undo:" if seen else ":material/verified:",
        on_click=_change,
        args=(workspace, check),
    )


def _change(workspace: Workspace, check: ActionCheck) -> None:
    change = verify_action if check.verified_at is None else take_back_verifying
    try:
        change(workspace.acting, check.action_id, check.revision, now())
    except StorageError as error:
        st.session_state[_trouble(check.action_id)] = str(error)


def _trouble(action_id: int) -> str:
    return f"action|{action_id}|check trouble"
