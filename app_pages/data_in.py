"""What can be brought into the toolkit, form by form."""

from __future__ import annotations

import streamlit as st

from app_pages.bundle_in import show_bundle_in
from app_pages.ratings_in import show_ratings_in
from handover.workspace import Workspace


def show_data_in(workspace: Workspace | None) -> None:
    """Draw every way in.

    Args:
        workspace: The visit in hand; None where none is chosen, and then only what needs no visit
            is offered.
    """
    st.header("Bring data in", anchor=False)
    show_ratings_in(workspace)
    show_bundle_in()
