"""The report over all programs that are looked at, made when somebody asks for it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from app_pages.bundle_out import bar
from app_pages.plain_table import show_notes
from app_pages.pool_session import pool_of
from app_pages.report_download import MIME
from app_pages.session import open_catalog, today
from handover.pool_filter import PoolFilter
from handover.report_file import Form
from handover.state_file import state_file, state_file_name
from handover.state_report import StateRequest, gather_state
from storage.acting import Acting

_FORMS: dict[Form, str] = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}


def show_state_download(acting: Acting, chosen: PoolFilter) -> None:
    """Draw the button that makes the report, and then those that download it.

    Args:
        acting: Who looks.
        chosen: Which programs are looked at.
    """
    st.header("State report", anchor=False)
    show_notes(
        [
            "Verdicts, weakest items, change since last year told apart from chance, how far plans "
            "are, and how raters agree, over the programs that are looked at. Word can be edited, "
            "PDF looks alike everywhere, and in Excel every program, item and action is listed and "
            "the counts are formulas."
        ]
    )
    if not st.button("Make the state report", icon=":material/summarize:", key="make state"):
        return
    shown = st.empty()
    request = StateRequest(chosen)
    facts = gather_state(
        acting, open_catalog(), today(), request, bar(shown, "Reading programs"), pool_of(acting)
    )
    shown.empty()
    with st.container(horizontal=True):
        for form, called in _FORMS.items():
            st.download_button(
                f"Download as {called}",
                partial(state_file, facts, form),
                file_name=state_file_name(facts, form),
                mime=MIME[form],
                key=f"state report {form}",
                icon=":material/download:",
                on_click="ignore",
            )
    show_notes(["Word and PDF take some seconds from the click on: their pictures are drawn then."])
