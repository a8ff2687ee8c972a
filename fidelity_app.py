"""Front door of the Streamlit app: page settings, the open database, and the pages in order."""

import streamlit as st

from app_pages.collector import spare_collector
from app_pages.menu import show_menu
from app_pages.person import know_person

# An emoji: for a Material icon the browser would ask a font server on the internet.
st.set_page_config(page_title="Program fidelity", page_icon="📋", layout="centered")

visit_pages = [
    st.Page("app_pages/visit.py", title="Visit", icon=":material/event:"),
    st.Page(
        "app_pages/preparation.py", title="Prepare", icon=":material/inventory:", url_path="prepare"
    ),
    st.Page("app_pages/charts.py", title="Charts", icon=":material/folder_open:"),
    st.Page("app_pages/survey.py", title="Staff survey", icon=":material/groups:"),
    st.Page("app_pages/assess.py", title="Assess", icon=":material/edit_note:"),
    st.Page("app_pages/consensus.py", title="Consensus", icon=":material/handshake:"),
    st.Page("app_pages/signoff.py", title="Sign-off", icon=":material/signature:"),
    st.Page("app_pages/results.py", title="Results", icon=":material/bar_chart:"),
    st.Page("app_pages/plan.py", title="Plan", icon=":material/checklist:"),
    st.Page("app_pages/what_next.py", title="What next", icon=":material/route:"),
    st.Page("app_pages/reports.py", title="Reports and data", icon=":material/import_export:"),
]
program_pages = [
    st.Page("app_pages/programs.py", title="Programs", icon=":material/apartment:", default=True),
    st.Page("app_pages/portfolio.py", title="Portfolio", icon=":material/calendar_month:"),
    st.Page("app_pages/compare.py", title="Compare", icon=":material/compare_arrows:"),
    st.Page("app_pages/over_time.py", title="Over time", icon=":material/trending_up:"),
    st.Page("app_pages/benchmarks.py", title="Benchmarks", icon=":material/leaderboard:"),
]
other_pages = [
    st.Page(
        "app_pages/scale_library.py", title="Scales", icon=":material/menu_book:", url_path="scales"
    ),
    st.Page("app_pages/people.py", title="People", icon=":material/group:"),
]
page = show_menu({"All programs": program_pages, "One visit": visit_pages, "Setup": other_pages})
if know_person():
    page.run()
    spare_collector(page.url_path)
