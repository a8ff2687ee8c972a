"""Programs: the first page. Find or add a program, and see what was assessed when."""

import streamlit as st

from app_pages.program_detail import show_program
from app_pages.program_list import program_in_hand, show_programs

program_id = program_in_hand()
if program_id is None:
    show_programs()
else:
    show_program(program_id)
    st.button("Back to all programs", on_click=lambda: st.query_params.clear())
