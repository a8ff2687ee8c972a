"""Links into the Assess page."""

from __future__ import annotations

import streamlit as st

from app_pages.header import escape
from handover.workspace import Workspace


def show_assess_link(
    workspace: Workspace, label: str, scale_id: str | None = None, part: str | None = None
) -> None:
    """Draw a link to the visit in hand on the Assess page, or to one part of a scale there."""
    wanted = {"visit": str(workspace.visit.id), "scale": scale_id, "part": part}
    st.page_link(
        "app_pages/assess.py",
        label=escape(label),
        icon=":material/edit_note:",
        query_params={name: value for name, value in wanted.items() if value},
    )
