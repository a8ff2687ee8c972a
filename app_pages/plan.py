"""Plan: what to do next, who does it and by when, and the workbook to hand over."""

import streamlit as st

from app_pages.header import escape, show_header
from app_pages.plan_view import show_plan
from app_pages.print_style import make_printable
from storage.acting import NotAllowed

workspace = show_header("Plan")
if workspace is not None and workspace.entries:
    make_printable()
    try:
        show_plan(workspace)
    except NotAllowed as refused:  # it was taken from sight while this page was made
        st.info(escape(str(refused)))
