"""Compare: programs and visits on one scale, side by side."""

import streamlit as st

from app_pages.compare_view import show_compared
from app_pages.pool_choice import choose_pool
from app_pages.session import open_acting

st.title("Compare", anchor=False)
acting = open_acting()
pool = choose_pool(acting)
if pool is not None:
    show_compared(acting, pool)
