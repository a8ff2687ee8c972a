"""What to ask whom on a visit, and what to see: printable, and as a file."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from app_pages.address import follow_address, keep_in_address
from app_pages.handout import file_name, guide_text, sights_text
from app_pages.header import escape
from app_pages.plain_table import one_line
from app_pages.practice_files import open_interviewing
from app_pages.session import visit_words
from handover.workspace import Workspace
from reporting.sentences import counted, upper_first
from scales.item import Role
from scales.practice.evidence import ItemOf
from scales.practice.interview import ROLES, interview_guide, things_to_see

_WHOM: dict[Role, str] = {
    "leader": "Program leader",
    "clinician": "Clinicians",
    "prescriber": "Prescriber",
    "client_or_family": "Clients and family",
    "reception": "Reception",
    "records": "Records (to look up)",
}


def show_guides(workspace: Workspace) -> None:
    """Draw the guide for one role."""
    roles = list(ROLES)
    follow_address("role", roles)
    st.radio("With whom", roles, key="role", format_func=_WHOM.__getitem__, horizontal=True)
    keep_in_address("role")
    role: Role = st.session_state["role"]
    interviewing = open_interviewing()
    advice = [one.text for one in interviewing.advice_for(role)] if interviewing else []
    sections = interview_guide([entry.scale for entry in workspace.entries.values()], role)
    st.header(f"Questions: {_WHOM[role]}", anchor=False)
    if not sections:
        st.info("The scales of this visit have no question for them.")
        return
    number = sum(len(section.questions) for section in sections)
    st.markdown(f"{counted(number, 'question')}. A question that serves several items stands once.")
    st.download_button(
        "Download this guide (text)",
        guide_text(_title(workspace, _WHOM[role]), advice, sections, _names(workspace)),
        file_name=file_name(workspace, f"guide-{role.replace('_', '-')}", "txt"),
        mime="text/plain",
        icon=":material/download:",
        on_click="ignore",
    )
    if advice:
        st.markdown("**Keep in mind**\n\n" + "\n".join(f"- {one_line(one)}" for one in advice))
    for section in sections:
        st.subheader(f"{escape(section.scale_name)}: {escape(section.subscale_name)}", anchor=False)
        asked = [(one.ask, one.items) for one in section.questions]
        st.markdown("\n".join(_line(workspace, words, items) for words, items in asked))


def show_sights(workspace: Workspace) -> None:
    """Draw what to observe or try on site."""
    sights = things_to_see([entry.scale for entry in workspace.entries.values()])
    st.header("What to observe or try on site", anchor=False)
    if not sights:
        st.info("The scales of this visit name nothing to observe.")
        return
    st.download_button(
        "Download what to observe (text)",
        sights_text(_title(workspace, "What to observe"), sights, _names(workspace)),
        file_name=file_name(workspace, "to-observe", "txt"),
        mime="text/plain",
        icon=":material/download:",
        on_click="ignore",
    )
    st.markdown("\n".join(_line(workspace, one.words, one.items) for one in sights))


def _title(workspace: Workspace, what: str) -> str:
    return f"{what}: {workspace.program.name}, {upper_first(visit_words(workspace.visit))}"


def _names(workspace: Workspace) -> dict[str, str]:
    return {scale_id: entry.scale.short_name for scale_id, entry in workspace.entries.items()}


def _line(workspace: Workspace, words: str, items: Iterable[ItemOf]) -> str:
    names = _names(workspace)
    served = ", ".join(f"{names[one.scale_id]} {one.item_id}" for one in items)
    return f"- {one_line(words)} :small[({one_line(served)})]"
