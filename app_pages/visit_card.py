"""One visit on the page of its program: who rates it, how far it is, and the ways into it."""

from __future__ import annotations

import streamlit as st

from app_pages.header import escape
from app_pages.session import now, visit_words
from app_pages.sight import shown_words
from app_pages.visit_editing import show_visit_editing
from handover.scoring_rows import load_given, missing_items, row_of
from handover.standing import raters_of
from handover.workspace import Workspace
from reporting.sentences import counted
from scoring import ratings_from_rows, score
from storage.problem import StorageError
from storage.team import Member
from storage.visit_deletion import delete_visit
from storage.visit_record import Visit
from storage.visit_states import WORDS

_PAGES = (
    ("visit", "Visit", "event"),
    ("assess", "Rate", "edit_note"),
    ("results", "Results", "bar_chart"),
    ("plan", "Plan", "checklist"),
)


def show_visit(workspace: Workspace) -> None:
    """Draw one visit, as far as the person may see it."""
    visit = workspace.visit
    with st.container(border=True):
        st.subheader(visit_words(visit), anchor=False)
        st.markdown(_team_words(workspace))
        _show_scales(workspace)
        with st.container(horizontal=True):
            for page, words, icon in _PAGES:
                st.page_link(
                    f"app_pages/{page}.py",
                    label=f"{words} ({visit.date:%Y-%m-%d})",
                    icon=f":material/{icon}:",
                    query_params={"visit": str(visit.id)},
                )
        if workspace.standing.leads and visit.status != "final":
            with st.container(horizontal=True):
                _show_changing(workspace, visit)


def _team_words(workspace: Workspace) -> str:
    raters = raters_of(workspace.team)
    if len(raters) == len(workspace.team) == 1:
        lines = [f"Rated by {escape(raters[0].name)}"]
    else:
        named = [member for member in workspace.team if member.role != "respondent"]
        lines = [_member_words(workspace, member) for member in named]
        surveyed = len(workspace.team) - len(named)
        if surveyed:
            lines.append(f"{counted(surveyed, 'answer')} to the staff survey")
    if workspace.visit.status != "draft":
        lines.append(f"The visit is {WORDS[workspace.visit.status]}.")
    return "  \n".join(lines)


def _member_words(workspace: Workspace, member: Member) -> str:
    role = {
        "lead": "leads",
        "reviewer": "reviews",
        "contact": "is the program's contact",
    }[member.role]
    words = f"{escape(member.name)} {role}"
    if not member.rates:
        return f"{words}, does not rate" if member.role in ("lead", "reviewer") else words
    if not workspace.standing.reviews:
        return f"{words} and rates"
    if member.submitted_at is not None:
        return f"{words} and has handed in"
    return f"{words} and is still rating"


def _show_scales(workspace: Workspace) -> None:
    if workspace.shown is None:
        st.markdown(shown_words(workspace))
        return
    lines = [_scale_line(workspace, scale_id) for scale_id in workspace.entries]
    if workspace.shown != workspace.official:
        st.markdown(shown_words(workspace))
    st.markdown("\n".join(f"- {line}" for line in lines))


def _scale_line(workspace: Workspace, scale_id: str) -> str:
    given = load_given(workspace, scale_id)
    scale = given.scale
    done = len(scale.items) - len(missing_items(given))
    verdict = score(scale, ratings_from_rows(scale, [row_of(given, "visit")])).verdicts[0]
    return f"{escape(scale.name)}: {escape(verdict.name)}, {done} of {len(scale.items)} items done"


def _show_changing(workspace: Workspace, visit: Visit) -> None:
    with st.popover("Edit the visit", key=f"edit {visit.id}"):
        show_visit_editing(workspace.acting, visit)
    if visit.status == "draft" and visit.edition == 1:
        with st.popover("Delete", key=f"delete {visit.id}"):
            _show_deleting(workspace, visit)


def _show_deleting(workspace: Workspace, visit: Visit) -> None:
    st.markdown("Everything rated at this visit, and its plan, goes with it.")
    sure = st.checkbox("Yes, delete it for good", key=f"sure {visit.id}")
    if st.button("Delete the visit", key=f"really delete {visit.id}", disabled=not sure) and sure:
        try:
            delete_visit(workspace.acting, visit.id, now(), with_entries=True)
        except StorageError as error:
            st.error(escape(str(error)))
        else:
            st.session_state.pop("visit_in_hand", None)
            st.rerun()
