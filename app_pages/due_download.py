"""Who is due as days for a calendar and as a table to take elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from app_pages.plain_table import show_notes
from app_pages.session import now, today
from exchange.calendar import calendar_text
from handover.due_calendar import due_events, open_action_events
from handover.due_list import DueLine
from handover.due_table import due_csv
from storage.acting import Acting


def show_due_download(acting: Acting, lines: Sequence[DueLine]) -> None:
    """Draw the buttons; the files are made when they are clicked.

    Args:
        acting: Who looks.
        lines: Every program and scale that is looked at, whatever its state.
    """
    actions = st.checkbox(
        "Put open actions of plans into the calendar too", key="calendar with actions"
    )
    name = f"due-{today().isoformat()}"
    with st.container(horizontal=True):
        st.download_button(
            "Download the calendar (.ics)",
            partial(calendar_file, acting, lines, actions=actions),
            file_name=f"{name}.ics",
            mime="text/calendar",
            key="due calendar",
            icon=":material/calendar_month:",
            on_click="ignore",
        )
        st.download_button(
            "Download the list (CSV)",
            lambda: due_csv(lines, today()),
            file_name=f"{name}.csv",
            mime="text/csv",
            key="due list",
            icon=":material/download:",
            on_click="ignore",
        )
    show_notes(
        [
            "Both hold every program that is looked at, whatever its state. The calendar has a "
            "day for each visit that is due or planned; a later file moves an entry and does not "
            "double it."
        ]
    )


def calendar_file(acting: Acting, lines: Sequence[DueLine], *, actions: bool) -> bytes:
    """Write the calendar of the days that the page shows, and the actions as they are stored now.

    Args:
        acting: Who looks.
        lines: Whose days to write.
        actions: Whether open actions of these programs' plans are in it too.
    """
    events = due_events(lines, today())
    if actions:
        events += open_action_events(acting, {line.program.id for line in lines})
    return calendar_text(events, "Program fidelity", now())
