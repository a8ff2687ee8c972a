"""Over time: how one program moved from visit to visit on one scale."""

import streamlit as st

from app_pages.over_time_view import show_over_time
from app_pages.program_choice import choose_program
from app_pages.session import open_acting

st.title("Over time", anchor=False)
acting = open_acting()
program = choose_program(acting)
if program is not None:
    show_over_time(acting, program)
