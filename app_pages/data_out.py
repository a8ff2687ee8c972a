"""What can be taken out of the toolkit, form by form."""

from __future__ import annotations

import streamlit as st

from app_pages.bundle_out import show_bundle_out
from app_pages.fhir_out import show_fhir_out
from app_pages.offline_out import show_offline_pack
from app_pages.session import open_acting
from app_pages.tables_out import show_tables_out
from handover.workspace import Workspace


def show_data_out(workspace: Workspace | None) -> None:
    """Draw every way out.

    Args:
        workspace: The visit in hand; None where none is chosen, and then only what needs no visit
            is offered.
    """
    st.header("Take data out", anchor=False)
    show_tables_out(workspace.acting if workspace else open_acting())
    if workspace is not None:
        show_fhir_out(workspace)
    if workspace is not None and workspace.entries:
        show_offline_pack(workspace)
    show_bundle_out()
