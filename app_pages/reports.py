"""Reports and data: what leaves the toolkit, what comes in, and in which form."""

import streamlit as st

from app_pages.data_in import show_data_in
from app_pages.data_out import show_data_out
from app_pages.header import escape, show_header
from app_pages.report_download import show_report_download
from app_pages.report_editing import show_report_editing
from app_pages.typing_saver import save_while_typing
from storage.acting import NotAllowed

workspace = show_header("Reports and data")
try:
    save_while_typing()
    if workspace is not None and workspace.shown is not None and workspace.entries:
        show_report_download(workspace)
        show_report_editing(workspace)
    show_data_out(workspace)
    show_data_in(workspace)
except NotAllowed as refused:  # it was taken from sight while this page was made
    st.info(escape(str(refused)))
