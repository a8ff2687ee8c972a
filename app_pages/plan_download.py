"""The workbook to hand over: plan and scores in Excel."""

from __future__ import annotations

from functools import partial
from io import BytesIO

import streamlit as st

from app_pages.session import today
from handover.visit_report import visit_report
from handover.workspace import Workspace
from reporting.charts.words import plain
from reporting.excel import write_workbook

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_download(workspace: Workspace) -> None:
    """Draw the button that makes and downloads the workbook."""
    st.download_button(
        "Download the plan and scores (Excel)",
        partial(workbook, workspace),
        file_name=workbook_name(workspace),
        mime=_EXCEL,
        key=f"workbook-{workspace.visit.id}",
        icon=":material/download:",
        type="primary",
        on_click="ignore",
    )


def workbook(workspace: Workspace) -> bytes:
    """Write the workbook from what is stored at this moment.

    It runs when the button is clicked, so it holds what another window saved meanwhile too.
    """
    file = BytesIO()
    write_workbook(visit_report(workspace, today(), to_hand_over=True), file)
    return file.getvalue()


def workbook_name(workspace: Workspace) -> str:
    """Name the file after the program and the day of the visit."""
    name = plain(workspace.program.name) or "program"
    return f"{name}-{workspace.visit.date.isoformat()}-plan.xlsx"
