"""Results: where the program stands on each scale, why, and how far it is from its target."""

import streamlit as st

from app_pages.header import escape, show_header
from app_pages.print_style import make_printable
from app_pages.results_view import show_results
from storage.acting import NotAllowed

workspace = show_header("Results")
if workspace is not None and workspace.entries:
    make_printable()
    try:
        show_results(workspace)
    except NotAllowed as refused:  # it was taken from sight while this page was made
        st.info(escape(str(refused)))
