"""What the plan of a visit would bring, and the shortest path to more."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages.assess_link import show_assess_link
from app_pages.path_form import show_path
from app_pages.projection_choice import choose_plan
from app_pages.projection_view import show_overview, show_projection
from app_pages.scale_choice import choose_scale
from app_pages.session import today
from app_pages.sight import shown_words
from handover.plan_projection import plan_to_project, project_plan, undated_words
from handover.visit_report import scale_results
from handover.workspace import Workspace
from reporting.facts import ScaleResult
from storage.plans import list_actions


def show_what_next(workspace: Workspace) -> None:
    """Draw the page, as far as the person may see what the visit found."""
    if workspace.shown is None:
        st.info(shown_words(workspace))
        return
    results = scale_results(workspace)
    rated = [r for r in results if any(level >= 0 for level in r.scored.row.levels.values())]
    if not rated:
        st.info("Nothing is rated yet, so nothing can be said of what comes next.")
        show_assess_link(workspace, "Go to Assess and rate the first item")
        return
    names = {r.scored.scale.id: r.scored.scale.short_name for r in rated}
    if workspace.shown != workspace.official:
        st.info(
            f"{shown_words(workspace)} The plan is made from what the reviewers settle on; a path "
            "can be looked for from these ratings, and nothing is added to the plan."
        )
        show_path(workspace, _of(rated, choose_scale(names)), None)
        return
    actions = list_actions(workspace.acting, workspace.visit.id)
    plan = plan_to_project(actions, rated, workspace.visit.date, today())
    quarters = choose_plan(plan)
    projections = project_plan(plan, rated, quarters)
    if quarters:
        if undated := undated_words(plan, quarters):
            st.info(undated)
        show_overview(plan, projections)
    scale_id = choose_scale(names)
    if quarters:
        show_projection(workspace, plan, projections[scale_id])
    show_path(workspace, _of(rated, scale_id), actions)


def _of(results: Sequence[ScaleResult], scale_id: str) -> ScaleResult:
    return next(result for result in results if result.scored.scale.id == scale_id)
