"""Take programs out whole, to bring them into another database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from tempfile import TemporaryFile

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages.header import escape
from app_pages.plain_table import show_notes
from app_pages.session import open_acting, today
from storage.acting import Acting
from storage.bundle import ENDING
from storage.bundle_export import check_made, export_bundle, list_exportable
from storage.problem import StorageError
from storage.programs import list_programs

CHOSEN = "programs of the bundle"
"""Where the session keeps which programs are chosen."""


def show_bundle_out() -> None:
    """Draw the choice of programs, and the button that makes the file."""
    st.subheader("Programs, whole", anchor=False)
    show_notes(
        [
            "A bundle holds programs with everything: visits, all ratings, plans, signatures and "
            "the history. It can be brought in where the toolkit runs elsewhere. It holds notes "
            "and names: keep it as you keep the database."
        ]
    )
    acting = open_acting()
    names = _names(acting)
    if not names:
        st.markdown("There is no program to take out yet.")
        return
    st.multiselect(
        "Programs",
        list(names),
        key=CHOSEN,
        format_func=lambda number: names.get(number, str(number)),
        placeholder="All programs",
    )
    # A program with a visit that several rate blindly holds up all; this is looked up when asked.
    st.button(
        "Choose all that you may take out now",
        on_click=lambda: st.session_state.update({CHOSEN: [*list_exportable(acting)]}),
        key="choose exportable",
        type="tertiary",
    )
    if st.button("Make the bundle", icon=":material/inventory_2:", key="make bundle"):
        _make(acting, st.session_state[CHOSEN] or None)


def _names(acting: Acting) -> dict[int, str]:
    """All programs that the person sees, the archived ones last."""
    programs = [*list_programs(acting), *list_programs(acting, archived=True)]
    return {p.id: f"{p.name} ({p.id})" for p in programs}


def _make(acting: Acting, programs: list[int] | None) -> None:
    shown = st.empty()
    try:
        with TemporaryFile() as raw:
            made = export_bundle(acting, raw, programs, bar(shown, "Writing"))
            check_made(raw, "bundle", bar(shown, "Reading it back"))
            raw.seek(0)
            content = raw.read()
    except StorageError as refused:
        shown.error(told(refused))
        return
    shown.download_button(
        f"Download the bundle ({made.rows:,} rows)",
        content,
        file_name=bundle_name(today()),
        mime="application/zip",
        key="download bundle",
        icon=":material/download:",
        on_click="ignore",
    )


def bundle_name(day: dt.date) -> str:
    """Name the file after the day it was made."""
    return f"programs-{day.isoformat()}{ENDING}"


def bar(place: DeltaGenerator, label: str) -> Callable[[int, int], None]:
    """Show in a place of the page how far something long has come."""

    def show(done: int, total: int) -> None:
        place.progress(done / total, text=label)

    return show


def told(error: StorageError) -> str:
    """Say what is amiss as Markdown, each fault in a paragraph of its own."""
    lines = (line.strip().removeprefix("- ") for line in str(error).split("\n"))
    return "\n\n".join(escape(line) for line in lines)
