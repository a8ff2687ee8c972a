"""What can be taken out of the toolkit, form by form."""

from __future__ import annotations

import streamlit as st

from app_pages.offline_out import show_offline_pack
from handover.workspace import Workspace


def show_data_out(workspace: Workspace | None) -> None:
    """Draw every way out.

    Args:
        workspace: The visit in hand; None where none is chosen, and then only what needs no visit
            is offered.
    """
    st.header("Take data out", anchor=False)
    if workspace is not None and workspace.entries:
        show_offline_pack(workspace)
