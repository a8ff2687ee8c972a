"""People: who uses this, who you are, and what each of them sees."""

import streamlit as st

from app_pages.people_list import show_people

st.title("People", anchor=False)
show_people()
