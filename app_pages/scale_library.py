"""Scales: every scale there is to rate with, and one of them in full."""

import streamlit as st

from app_pages.print_style import make_printable
from app_pages.scale_shelf import show_scales
from app_pages.session import open_catalog

st.title("Scales", anchor=False)
make_printable()
show_scales(open_catalog())
