"""The report to hand over, as PDF, Word or Excel: one page, or everything."""

from __future__ import annotations

from functools import partial

import streamlit as st

from app_pages.session import today
from handover.report_file import Form, report_file, report_name
from handover.visit_report import visit_report
from handover.workspace import Workspace
from reporting.handout import Length

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMS: dict[Form, tuple[str, str, str]] = {
    "pdf": ("PDF", "application/pdf", ":material/picture_as_pdf:"),
    "docx": ("Word", _WORD, ":material/description:"),
    "xlsx": ("Excel", _EXCEL, ":material/table_view:"),
}
MIME: dict[Form, str] = {form: mime for form, (_, mime, _) in _FORMS.items()}
_LENGTHS: dict[Length, str] = {"page": "One page", "full": "Full report"}


def show_report_download(workspace: Workspace) -> None:
    """Draw the buttons that make and download the report."""
    st.header("Report to hand over", anchor=False)
    st.caption(
        "One page says what came out and what is next. The full report adds charts, findings and "
        "recommendations for each item, and how every number was made; making it takes some "
        "seconds. Word can be edited; PDF looks alike everywhere and can be read by a screen "
        "reader; in the full Excel report the scores follow the ratings. All say “draft” on every "
        "page until the visit is signed."
    )
    for length, long in _LENGTHS.items():
        with st.container(horizontal=True):
            for form, (called, mime, icon) in _FORMS.items():
                st.download_button(
                    f"{long} ({called})",
                    partial(document, workspace, form, length),
                    file_name=report_name(workspace, form, length),
                    mime=mime,
                    key=f"report {length} {form} of {workspace.visit.id}",
                    icon=icon,
                    on_click="ignore",
                )


def document(workspace: Workspace, form: Form, length: Length) -> bytes:
    """Write the report from what is stored at this moment, when the button is clicked."""
    return report_file(visit_report(workspace, today(), to_hand_over=True), form, length)
