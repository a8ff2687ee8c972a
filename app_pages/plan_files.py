"""The plan as a file: to take along, to change elsewhere, and to bring back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from app_pages.plan_back import show_plan_back
from app_pages.session import now
from handover.plan_out import plan_csv, plan_ics, plan_name
from handover.workspace import Workspace
from storage.action_verifying import list_checks
from storage.plans import PlanAction, list_actions


def show_plan_files(workspace: Workspace, actions: Sequence[PlanAction]) -> None:
    """Draw the downloads of a plan and the field to bring one back.

    Args:
        workspace: The visit in hand.
        actions: Its plan.
    """
    st.header("The plan as a file", anchor=False)
    if actions:
        st.markdown(
            "Change the table in Excel, or move the days in a calendar, and bring the file back. "
            "A row without a number in the column action is a new action."
        )
        _show_downloads(workspace)
    else:
        st.markdown("A table of actions (CSV) can be brought in; its first line names the columns.")
    show_plan_back(workspace)


def _show_downloads(workspace: Workspace) -> None:
    program, visit = workspace.program, workspace.visit
    with st.container(horizontal=True):
        for label, ending, kind, write in (
            ("Download the actions (CSV)", ".csv", "text/csv", _csv),
            ("Download the days (.ics)", ".ics", "text/calendar", _ics),
        ):
            st.download_button(
                label,
                partial(write, workspace),
                file_name=plan_name(program, visit, ending),
                mime=kind,
                key=f"plan{ending}-{visit.id}",
                icon=":material/download:",
                on_click="ignore",
            )


def _csv(workspace: Workspace) -> bytes:
    acting, visit = workspace.acting, workspace.visit.id
    return plan_csv(list_actions(acting, visit), list_checks(acting, visit))


def _ics(workspace: Workspace) -> bytes:
    actions = list_actions(workspace.acting, workspace.visit.id)
    return plan_ics(workspace.program, workspace.visit, actions, now())
