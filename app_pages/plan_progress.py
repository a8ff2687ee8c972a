"""How the plan is coming along: counts, the actions over time, and the items as they are done."""

from __future__ import annotations

import streamlit as st

from app_pages.chart_panel import drawing_of, show_chart
from reporting.charts.burn_up import burn_up_chart
from reporting.charts.gantt import gantt_chart
from reporting.plan_table import STATUSES
from reporting.report import Report


def show_progress(report: Report) -> None:
    """Draw how far the actions of a plan are; nothing while there are none.

    Args:
        report: Of the visit, as of today.
    """
    if not report.plan:
        return
    _show_counts(report)
    timeline = gantt_chart(report)
    if timeline is None:
        st.markdown(
            "No action has a date yet. Open an action and give it a start and a due date: the "
            "plan over time is drawn from them."
        )
    with st.expander("Progress in pictures", key="plan pictures", on_change="rerun") as box:
        if not box.open:
            return
        if timeline is not None:
            show_chart(timeline, drawing_of(timeline))
        items = burn_up_chart(report)
        if items is not None:
            show_chart(items, drawing_of(items))
        else:
            st.markdown("No action names the items it should raise, so there is none to count.")


def _show_counts(report: Report) -> None:
    rows = report.plan
    counts = {
        "Overdue": sum(row.overdue for row in rows),
        "In progress": sum(row.status == STATUSES["in_progress"] for row in rows),
        "Done": sum(row.status == STATUSES["done"] for row in rows),
        "Verified": sum(row.verified_on is not None for row in rows),
    }
    with st.container(horizontal=True):
        for name, count in counts.items():
            st.metric(name, count, width="content")
