"""Who takes part in a visit; who leads it changes that."""

from __future__ import annotations

import streamlit as st

from app_pages.header import escape
from app_pages.member_form import show_adding, show_changing
from handover.workspace import Workspace
from reporting.sentences import counted
from storage.team import Member, Role

ROLES: dict[Role, str] = {
    "lead": "leads",
    "reviewer": "reviews",
    "contact": "is the program's contact",
    "respondent": "answered the staff survey",
}


def show_team(workspace: Workspace) -> None:
    """Draw the team, and for who leads the ways to change it."""
    st.header("Team", anchor=False)
    changing = workspace.standing.leads and workspace.visit.status != "final"
    for member in workspace.team:
        if member.role == "respondent":
            continue
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_member_words(workspace, member))
            if changing:
                with st.popover(f"Change {escape(member.name)}", key=f"change member {member.id}"):
                    show_changing(workspace, member)
    asked = sum(member.role == "respondent" for member in workspace.team)
    if asked:
        st.page_link(
            "app_pages/survey.py",
            label=f"Staff survey: {counted(asked, 'respondent')}",
            icon=":material/groups:",
            query_params={"visit": str(workspace.visit.id)},
        )
    if changing:
        with st.expander("Add somebody to the team"):
            show_adding(workspace)
    elif workspace.visit.status != "final":
        st.caption("Who leads the visit can change its team.")


def _member_words(workspace: Workspace, member: Member) -> str:
    words = [f"**{escape(member.name)}** {ROLES[member.role]}"]
    if member.rates:
        words.append("rates")
    elif member.role in ("lead", "reviewer"):
        words.append("does not rate")
    if member.person_id is None:
        words.append("does not use this toolkit")
    if member.rates and workspace.standing.reviews:
        words.append("has handed in" if member.submitted_at else "still rates")
    return ", ".join(words)
