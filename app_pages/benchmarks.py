"""Benchmarks: the middle and the spread of one's own pool, and what publications say."""

import streamlit as st

from app_pages.benchmarks_view import show_benchmarks
from app_pages.pool_choice import choose_pool
from app_pages.session import open_acting

st.title("Benchmarks", anchor=False)
pool = choose_pool(open_acting())
if pool is not None:
    show_benchmarks(pool)
