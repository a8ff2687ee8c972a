"""The choice of one program, kept in the address so that a link reopens it."""

from __future__ import annotations

import streamlit as st

from app_pages.address import follow_address, keep_in_address
from app_pages.option_texts import option_texts
from handover.due_calendar import named
from storage.acting import Acting
from storage.programs import Program, list_programs


def choose_program(acting: Acting) -> Program | None:
    """Let the reader choose a program; None where they see none, and then the page says so."""
    programs = {str(program.id): program for program in list_programs(acting)}
    if not programs:
        st.info("There is no program yet. Add one, or begin with the invented samples.")
        st.page_link("app_pages/programs.py", label="Go to programs", icon=":material/apartment:")
        return None
    words = option_texts({number: named(each) for number, each in programs.items()}, "program")
    named_there = st.query_params.get("program")
    if named_there is not None and named_there not in programs:
        st.warning(
            "The address names a program that does not exist (any more), is archived, or is not "
            "yours to see. Another one is shown."
        )
    follow_address("program", list(programs))
    chosen = st.selectbox(
        "Program",
        list(programs),
        key="program",
        format_func=words.__getitem__,
    )
    keep_in_address("program")
    return programs[chosen]
