"""Who answers the staff survey: a staff role and a number, never a name."""

from __future__ import annotations

import re

import streamlit as st

from app_pages.header import escape
from app_pages.identifiers import may_keep
from app_pages.session import now
from handover.workspace import Workspace
from storage.access import reviews
from storage.problem import StorageError
from storage.team import Member
from storage.team_changes import add_to_team, remove_from_team

STAFF_ROLES = (
    "Clinician",
    "Leader",
    "Prescriber",
    "Nurse",
    "Case manager",
    "Peer",
    "Reception",
    "Night and residential staff",
)


def may_enter(workspace: Workspace) -> bool:
    """Whether the person is one of the reviewers, who enter what staff said."""
    with workspace.acting.read() as reading:
        return reviews(reading, workspace.visit, workspace.team)


def respondents_of(workspace: Workspace) -> tuple[Member, ...]:
    """The staff surveyed, in the order they were added."""
    return tuple(member for member in workspace.team if member.role == "respondent")


def show_adding(workspace: Workspace) -> None:
    """Draw the form that adds a respondent."""
    if workspace.visit.status == "final":
        return
    with st.expander("Add a respondent", expanded=not respondents_of(workspace)):
        key = f"new respondent of {workspace.visit.id}"
        known = [member.staff_role for member in respondents_of(workspace)]
        role = st.selectbox(
            "Staff role",
            [one for one in dict.fromkeys([*STAFF_ROLES, *known]) if one],
            key=f"{key} role",
            accept_new_options=True,
            placeholder="Choose or type a role",
            help="So that answers can be compared by role. Everybody whose role is Leader counts "
            "as a leader.",
        )
        role = (role or "").strip()
        suggested = next_name(workspace, role)
        name = st.text_input(
            "Shown as",
            suggested,
            key=f"{key} name {suggested}",
            max_chars=200,
            help="A role and a number, not a name: staff answer openly when nobody can tell who.",
        )
        name = (name or "").strip()
        clean = may_keep(f"{key} clean", shown_as=name, staff_role=role)
        if st.button("Add the respondent", key=f"{key} add", type="primary") and clean:
            _add(workspace, Member(name, "respondent", staff_role=role))


def next_name(workspace: Workspace, role: str) -> str:
    """Suggest a name that nobody has yet: "Clinician 3"."""
    start = role or "Respondent"
    taken = [
        int(found[1])
        for member in workspace.team
        if (found := re.fullmatch(rf"{re.escape(start)} (\d{{1,6}})", member.name, re.IGNORECASE))
    ]
    return f"{start} {max(taken, default=0) + 1}"


def show_removal(workspace: Workspace, member: Member) -> None:
    """Draw the button that takes a respondent off; who has answers stays."""
    if st.button(f"Take {escape(member.name)} off", key=f"take off {member.id}", type="tertiary"):
        try:
            remove_from_team(workspace.acting, member.id, now())
        except StorageError as error:
            st.error(escape(str(error)))
        else:
            st.rerun()


def _add(workspace: Workspace, member: Member) -> None:
    try:
        added = add_to_team(workspace.acting, workspace.visit.id, member, now())
    except StorageError as error:
        st.error(escape(str(error)))
    else:
        st.query_params["respondent"] = str(added.id)
        st.rerun()
