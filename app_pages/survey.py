"""Staff survey: what staff answer on a scale, by role, and where leaders see it differently."""

import streamlit as st

from app_pages.address import follow_address, keep_in_address
from app_pages.header import show_header
from app_pages.scale_choice import choose_scale
from app_pages.survey_form import show_entering
from app_pages.survey_people import may_enter, respondents_of, show_adding
from app_pages.survey_results import show_results

PARTS = {"enter": "Enter answers", "results": "Results"}
NO_RATING = (
    "A staff survey is not a rating: it says how staff see the program, not what reviewers found "
    "in charts, interviews and observation. Staff who work there every day know what a visit "
    "misses, and they rate what they are used to. So its answers never enter the score; read them "
    "beside it."
)

workspace = show_header("Staff survey")
if workspace is not None and workspace.entries:
    st.markdown(NO_RATING)
    if workspace.standing.reviews:
        scales = {scale_id: entry.scale.short_name for scale_id, entry in workspace.entries.items()}
        # The scale that staff are usually asked about comes first.
        usual = [scale_id for scale_id in scales if scale_id == "trauma_informed"]
        ordered = dict.fromkeys([*usual, *scales])
        scale_id = choose_scale({each: scales[each] for each in ordered})
        people = respondents_of(workspace)
        parts = [part for part in PARTS if people or part == "enter"]
        if not may_enter(workspace):
            parts = ["results"]
        follow_address("survey", parts)
        if len(parts) > 1:
            st.radio("Show", parts, key="survey", format_func=PARTS.__getitem__, horizontal=True)
        keep_in_address("survey")
        if st.session_state["survey"] == "enter":
            show_adding(workspace)
            if people:
                show_entering(workspace, scale_id, people)
        elif people:
            show_results(workspace, scale_id, people)
        else:
            st.info("Nobody has been surveyed at this visit yet.")
    else:
        st.info("The reviewers of this visit enter what staff answered, and see it summed up.")
