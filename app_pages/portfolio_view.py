"""Which programs are due, overdue or in progress."""

from __future__ import annotations

import streamlit as st

from app_pages.plain_table import show_table
from app_pages.session import open_catalog, today
from handover.due_calendar import named
from handover.due_list import list_due
from reporting.due_words import STATES, due_sentence
from storage.acting import Acting


def show_due(acting: Acting) -> None:
    """Draw every program by what it asks for, the most urgent first."""
    lines = list_due(acting, open_catalog(), today())
    if not lines:
        st.info("There is no program yet. Add one, or begin with the invented samples.")
        st.page_link("app_pages/programs.py", label="Go to programs", icon=":material/apartment:")
        return
    st.header("Who is due", anchor=False)
    show_table(
        (
            {
                "Program": named(line.program),
                "Scale": line.scale.short_name if line.scale else "–",
                "State": STATES[line.due.state],
                "Why": due_sentence(line.due, today()),
            }
            for line in lines
        ),
        alt="Programs by when they are due, the most urgent first",
    )
