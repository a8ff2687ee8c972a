"""The improvement plan of a visit: download, targets, suggestions, and the actions themselves."""

from __future__ import annotations

import streamlit as st

from app_pages.action_block import show_action
from app_pages.action_desk import ActionDesk
from app_pages.assess_link import show_assess_link
from app_pages.own_action import show_own_action
from app_pages.plain_table import one_line
from app_pages.plan_download import show_download
from app_pages.plan_files import show_plan_files
from app_pages.plan_followup_view import show_followup
from app_pages.plan_progress import show_progress
from app_pages.removed_actions import show_removed
from app_pages.session import today
from app_pages.sight import shown_words
from app_pages.suggestions import show_outlook, show_suggestions
from app_pages.target_levels import show_targets
from app_pages.typing_saver import save_while_typing
from handover.visit_report import scale_results, visit_report
from handover.workspace import Workspace
from reporting.facts import ScaleResult
from storage.action_verifying import list_checks
from storage.plans import list_actions


def show_plan(workspace: Workspace) -> None:
    """Draw the plan of the visit in hand, as far as the person may see it."""
    if workspace.shown is None:
        st.info(shown_words(workspace))
        return
    results = scale_results(workspace)
    if workspace.shown != workspace.official:
        _show_outlook(workspace, results)
        return
    actions = list_actions(workspace.acting, workspace.visit.id)
    checks = list_checks(workspace.acting, workspace.visit.id)
    report = visit_report(workspace, today(), results, actions, checks=checks)
    rated = any(scale.rated for scale in report.scales)
    if not rated:
        st.info("Nothing is rated yet, so there is nothing to suggest here.")
        show_assess_link(workspace, "Go to Assess and rate the first item")
    if rated or actions:
        show_download(workspace)
    save_while_typing()
    show_followup(workspace, actions)
    if rated:
        show_targets(workspace, results)
        show_suggestions(workspace, results, actions)
    st.header("The plan", anchor=False)
    st.markdown(one_line(report.plan_summary))
    st.page_link("app_pages/what_next.py", label="See what it would bring", icon=":material/route:")
    show_progress(report)
    show_removed(workspace)
    desk = ActionDesk(workspace, actions, checks)
    for action, row in zip(actions, report.plan, strict=True):
        show_action(desk, action, row, last=len(actions))
    show_own_action(workspace)
    show_plan_files(workspace, actions)


def _show_outlook(workspace: Workspace, results: tuple[ScaleResult, ...]) -> None:
    """What one rater's own set would suggest; the plan itself would tell the others of it."""
    st.info(
        f"{shown_words(workspace)} The plan is made from what the reviewers settle on, so nothing "
        "can be added to it yet."
    )
    show_outlook(results)
