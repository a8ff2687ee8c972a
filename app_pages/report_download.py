"""The report to hand over, as a Word document: one page, or everything."""

from __future__ import annotations

from functools import partial
from io import BytesIO

import streamlit as st

from app_pages.session import today
from handover.visit_report import visit_report
from handover.workspace import Workspace
from reporting.charts.words import plain
from reporting.handout import Length, make_handout
from reporting.word import write_document

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LENGTHS: dict[Length, str] = {"page": "One page (Word)", "full": "Full report (Word)"}


def show_report_download(workspace: Workspace) -> None:
    """Draw the buttons that make and download the report."""
    st.header("Report to hand over", anchor=False)
    st.caption(
        "One page says what came out and what is next. The full report adds charts, findings and "
        "recommendations for each item, and how every number was made; making it takes some "
        "seconds. Both can be edited, and say “draft” on every page until the visit is signed."
    )
    with st.container(horizontal=True):
        for length, words in _LENGTHS.items():
            st.download_button(
                words,
                partial(document, workspace, length),
                file_name=document_name(workspace, length),
                mime=_WORD,
                key=f"report {length} of {workspace.visit.id}",
                icon=":material/description:",
                on_click="ignore",
            )


def document(workspace: Workspace, length: Length) -> bytes:
    """Write the document from what is stored at this moment, when the button is clicked."""
    file = BytesIO()
    report = visit_report(workspace, today(), to_hand_over=True)
    write_document(make_handout(report, length), file)
    return file.getvalue()


def document_name(workspace: Workspace, length: Length) -> str:
    """Name the file after the program, the day of the visit and its length."""
    name = plain(workspace.program.name) or "program"
    kind = "one-page" if length == "page" else "report"
    return f"{name}-{workspace.visit.date.isoformat()}-{kind}.docx"
