"""What next: what the plan would bring, and the shortest path to a verdict or a target."""

import streamlit as st

from app_pages.header import escape, show_header
from app_pages.print_style import make_printable
from app_pages.what_next_view import show_what_next
from storage.acting import NotAllowed

workspace = show_header("What next")
if workspace is not None and workspace.entries:
    make_printable()
    try:
        show_what_next(workspace)
    except NotAllowed as refused:  # it was taken from sight while this page was made
        st.info(escape(str(refused)))
