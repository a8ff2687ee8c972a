"""A scale file that was changed after a visit began: its lead may take it over, with a reason."""

from __future__ import annotations

import streamlit as st

from app_pages.header import escape
from app_pages.session import now
from handover.workspace import Workspace
from scales.catalog import Entry
from storage.assessments import Assessment
from storage.problem import StorageError
from storage.visits import take_scale


def show_changed_scales(workspace: Workspace) -> None:
    """Draw what the lead can do about each scale whose file is another one by now."""
    if workspace.visit.status == "final" or not workspace.standing.leads:
        return
    for assessment in workspace.assessments:
        entry = workspace.entries.get(assessment.scale_id)
        if entry is not None and entry.stamp != assessment.scale_stamp:
            _show_taking(workspace, assessment, entry)


def _show_taking(workspace: Workspace, assessment: Assessment, entry: Entry) -> None:
    name = escape(entry.scale.short_name)
    key = f"take scale {assessment.id}"
    with st.expander(f"The file of {name} was changed: take it over", key=f"{key} box"):
        st.markdown(
            f"It was rated with version {escape(assessment.scale_version)} (fingerprint "
            f"{assessment.scale_stamp[:8]}); the file is now version "
            f"{escape(entry.scale.version)} (fingerprint {entry.stamp[:8]}). Look through the "
            "ratings by the words of the file as it is now. If they stand, take it over: the visit "
            "can then be signed, and the history says that you did."
        )
        reason = st.text_input(
            "Why the ratings stand", key=f"{key} reason", max_chars=2000, persist_state="session"
        )
        if st.button(f"Take over the file of {name}", key=f"{key} now"):
            pin = (assessment.id, entry.scale.version, entry.stamp)
            try:
                take_scale(workspace.acting, *pin, (reason or "").strip(), now())
            except StorageError as error:
                st.error(escape(str(error)))
            else:
                st.rerun()
