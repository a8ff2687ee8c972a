"""One program: what it is, what was assessed when, and a new visit."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app_pages.header import escape
from app_pages.new_visit import show_new_visit
from app_pages.program_editing import show_editing
from app_pages.program_list import due_words
from app_pages.program_people import show_program_people
from app_pages.session import load_workspace, now, open_acting, open_catalog, today
from app_pages.visit_card import show_visit
from storage.access import belongs
from storage.acting import Acting
from storage.problem import NotFound, StorageError
from storage.programs import (
    Program,
    archive_program,
    get_program,
    restore_program,
)
from storage.visits import list_visits


def show_program(program_id: int) -> None:
    """Draw one program."""
    acting = open_acting()
    try:
        program = get_program(acting, program_id)
    except NotFound as error:
        st.title("Programs", anchor=False)
        st.warning(str(error))
        return
    st.title(escape(program.name), anchor=False)
    _show_facts(program)
    due = due_words(acting, open_catalog(), program, today())
    if due:
        st.markdown(due)
    st.header("Visits", anchor=False)
    visits = list_visits(acting, program.id)
    for visit in visits:
        show_visit(load_workspace(acting, visit.id))
    with acting.read() as reading:
        belonging = belongs(reading, program.id)
    if not belonging:
        st.caption("You take part in a visit here. Who belongs to the program sees all of it.")
        return
    if not visits:
        st.info("Not assessed yet. Start the first visit below.")
    begin = not visits or st.query_params.get("begin") == "visit"
    with st.expander("Start a visit", expanded=begin):
        show_new_visit(acting, program)
    with st.expander("Who belongs to this program"):
        show_program_people(acting, program)
    with st.expander("Edit, archive"):
        _show_editing(acting, program)


def _show_facts(program: Program) -> None:
    facts = {
        "Agency": program.agency,
        "Setting": program.setting,
        "Levels of care": ", ".join(program.levels_of_care),
        "Region": program.region,
        "Caseload": "" if program.caseload is None else str(program.caseload),
        "Populations": ", ".join(program.populations),
    }
    lines = [f"**{label}:** {escape(fact)}" for label, fact in facts.items() if fact]
    if program.invented:
        lines.insert(0, "This program is invented, to try things out.")
    if program.archived:
        lines.insert(0, "This program is archived.")
    st.markdown("  \n".join(lines) or "Nothing is noted about it yet.")


def _show_editing(acting: Acting, program: Program) -> None:
    show_editing(acting, program)
    if program.archived:
        words, change = "Bring back from the archive", restore_program
    else:
        words, change = "Archive this program", archive_program
    st.button(words, on_click=_try, args=(change, acting, program.id))
    trouble = st.session_state.pop("archive trouble", None)
    if trouble:
        st.error(escape(trouble))


def _try(change: Callable[..., Program], acting: Acting, program_id: int) -> None:
    try:
        change(acting, program_id, now())
    except StorageError as error:
        st.session_state["archive trouble"] = str(error)
