"""Visit: where it stands and what comes next, its team, its timeline."""

import streamlit as st

from app_pages.header import show_header
from app_pages.timeline import load_steps, show_timeline, summary
from app_pages.typing_saver import save_while_typing
from app_pages.visit_editing import show_visit_editing
from app_pages.visit_purge import show_purge
from app_pages.visit_stage import show_stage
from app_pages.visit_team import show_team

workspace = show_header("Visit")
if workspace is not None:
    save_while_typing()
    steps = load_steps(workspace)
    show_stage(workspace, steps)
    show_team(workspace)
    st.header("Timeline", anchor=False)
    if steps:
        st.markdown(summary(steps))
    if workspace.standing.leads and workspace.visit.status != "final":
        with st.expander("Change the date or the kind of the visit"):
            show_visit_editing(workspace.acting, workspace.visit)
    show_timeline(workspace, steps)
    show_purge(workspace)
