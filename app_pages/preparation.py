"""Prepare: the documents to ask for, what to ask whom, and what to see on site."""

import streamlit as st

from app_pages.address import follow_address, keep_in_address
from app_pages.document_list import show_documents
from app_pages.guide_view import show_guides, show_sights
from app_pages.header import show_header
from app_pages.print_style import make_printable

PARTS = {
    "documents": "Documents to ask for",
    "interviews": "Interview guides",
    "sights": "What to observe",
}

workspace = show_header("Prepare")
if workspace is not None and workspace.entries:
    make_printable()
    follow_address("prepare", list(PARTS))
    st.radio("Show", list(PARTS), key="prepare", format_func=PARTS.__getitem__, horizontal=True)
    keep_in_address("prepare")
    part = st.session_state["prepare"]
    if part == "documents":
        show_documents(workspace)
    elif part == "interviews":
        show_guides(workspace)
    else:
        show_sights(workspace)
