"""Portfolio: who is due, who is in progress, and where all programs together stand."""

import streamlit as st

from app_pages.portfolio_view import show_portfolio
from app_pages.session import open_acting

st.title("Portfolio", anchor=False)
show_portfolio(open_acting())
