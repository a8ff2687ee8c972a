"""The visit in hand, and each scale, as FHIR R4 for other systems."""

from __future__ import annotations

from functools import partial

import streamlit as st

from handover.fhir_out import questionnaire_file, readable_raters, visit_file
from handover.workspace import Workspace
from reporting.charts.words import plain

_JSON = "application/fhir+json"


def show_fhir_out(workspace: Workspace) -> None:
    """Draw the choice of sets and the buttons; a file is made when its button is clicked."""
    if not workspace.entries:
        return
    st.subheader("FHIR R4", anchor=False)
    st.caption(
        "A Questionnaire for each scale and a QuestionnaireResponse for each rater's set, in one "
        "Bundle. A response is about the program, never about a patient."
    )
    readable = readable_raters(workspace)
    visit = workspace.visit.id
    raters = st.multiselect(
        "Whose ratings", readable, default=readable[:1], key=f"fhir raters of {visit}"
    )
    with st.container(horizontal=True):
        st.download_button(
            "Download the visit (FHIR)",
            partial(visit_file, workspace, raters),
            file_name=fhir_name(workspace),
            mime=_JSON,
            key=f"fhir visit {visit}",
            icon=":material/download:",
            disabled=not raters,
            on_click="ignore",
        )
        for scale_id, entry in workspace.entries.items():
            st.download_button(
                f"{entry.scale.short_name} (Questionnaire)",
                partial(questionnaire_file, entry),
                file_name=f"{scale_id}-{entry.scale.version}-questionnaire.json",
                mime=_JSON,
                key=f"fhir scale {scale_id} of {visit}",
                on_click="ignore",
            )


def fhir_name(workspace: Workspace) -> str:
    """Name the file after the program and the day of the visit."""
    name = plain(workspace.program.name) or "program"
    return f"{name}-{workspace.visit.date.isoformat()}-fhir.json"
