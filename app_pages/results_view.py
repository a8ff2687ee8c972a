"""The results of a visit: all scales in a glance, then one of them from verdict to working."""

from __future__ import annotations

import streamlit as st

from app_pages.assess_link import show_assess_link
from app_pages.chart_panel import show_charts
from app_pages.comparison_view import show_comparison
from app_pages.gap_view import show_gaps, show_left_out
from app_pages.numbers_view import show_numbers
from app_pages.plain_table import show_notes, show_table
from app_pages.scale_choice import choose_scale
from app_pages.session import today
from app_pages.sight import shown_words
from app_pages.verdict_view import show_verdict
from app_pages.working_view import show_ratings, show_working
from handover.visit_report import visit_report
from handover.workspace import Workspace
from reporting.report import Report


def show_results(workspace: Workspace) -> None:
    """Draw the results of the visit in hand, as far as the person may see them."""
    if workspace.shown != workspace.official or workspace.shown is None:
        st.info(shown_words(workspace))
    if workspace.shown is None:
        return
    report = visit_report(workspace, today())
    show_notes(report.notes)
    if not any(scale.rated for scale in report.scales):
        st.info("Nothing is rated yet, so there is nothing to show here.")
        show_assess_link(workspace, "Go to Assess and rate the first item")
        return
    if len(report.scales) > 1:
        _show_overview(report)
    chosen = choose_scale({scale.id: scale.short_name for scale in report.scales})
    scale = next(scale for scale in report.scales if scale.id == chosen)
    show_verdict(workspace, scale)
    if not scale.rated:
        return
    show_comparison(scale)
    show_numbers(report, scale)
    show_charts(report, scale)
    show_gaps(scale)
    show_left_out(scale)
    show_ratings(scale)
    show_working(report, scale)
    with st.container(horizontal=True):
        st.page_link("app_pages/plan.py", label="Go on to the plan", icon=":material/checklist:")
        st.page_link(
            "app_pages/reports.py",
            label="A report to hand over",
            icon=":material/import_export:",
        )


def _show_overview(report: Report) -> None:
    st.header("All scales", anchor=False)
    show_table(
        (
            {
                "Scale": scale.short_name,
                "Verdict": scale.verdicts,
                "Total": f"{scale.total.name}: {scale.total.text}",
                "Items rated": f"{scale.rated} of {len(scale.items)}",
            }
            for scale in report.scales
        ),
        alt="Verdict, total and number of rated items of each scale",
    )
