"""The form in which the program says what is factually wrong in the draft report."""

from __future__ import annotations

import streamlit as st

from app_pages.header import escape
from app_pages.identifiers import NO_NAMES, may_keep
from app_pages.session import now
from handover.scoring_rows import load_given
from handover.workspace import Workspace
from storage.corrections import add_correction
from storage.problem import StorageError

_GIVEN = "corrections given"


def show_adding(workspace: Workspace) -> None:
    """Draw the form, open for the program and folded for the reviewers."""
    with st.expander(
        "Say what is factually wrong", expanded=not workspace.standing.reviews, key="correcting"
    ):
        names = {
            f"{scale_id}/{item.id}": f"{entry.scale.short_name} {item.id} {item.name}"
            for scale_id, entry in workspace.entries.items()
            for item in entry.scale.items
        }
        generation = st.session_state.setdefault(_GIVEN, 0)
        chosen = st.selectbox(
            "Item",
            list(names),
            key=f"correction item {generation}",
            format_func=lambda place: escape(names[place]),
            index=None,
            placeholder="Choose an item",
            persist_state="session",
        )
        if chosen is not None:
            st.markdown(_said_of(workspace, chosen))
        says = st.text_area(
            "What is wrong, and what shows it",
            key=f"correction says {generation}",
            max_chars=20_000,
            height=120,
            persist_state="session",
        )
        st.caption(NO_NAMES)
        words = (says or "").strip()
        keep = may_keep(f"correction {generation}", correction=words)
        if not st.button("Send the correction", key="correction send"):
            return
        if chosen is None:
            st.error("Choose the item that it is about.")
        elif keep:
            _add(workspace, chosen, words)
        else:
            st.error("Not sent: say first that it is no client's data, or take it out.")


def _said_of(workspace: Workspace, place: str) -> str:
    """What the report says of an item."""
    scale_id, _, item_id = place.partition("/")
    item = workspace.entries[scale_id].scale.item(item_id)
    answer = load_given(workspace, scale_id, workspace.official).answers.get(item_id)
    if answer is None or answer.state == "unanswered":
        return "The report does not rate it."
    if answer.state != "rated":
        return f"The report says: {answer.state.replace('_', ' ')}. {escape(answer.reason)}"
    text = next((a.text for a in item.anchors if a.level == answer.level), "")
    because = f" Why: {escape(answer.because)}" if answer.because else ""
    return f"The report says: **level {answer.level}**. {escape(text)}{because}"


def _add(workspace: Workspace, place: str, says: str) -> None:
    """Send it; whatever looked like a client's data was looked at by then."""
    scale_id, _, item = place.partition("/")
    try:
        add_correction(
            workspace.acting,
            workspace.assessment(scale_id).id,
            item,
            says,
            now(),
            accept_identifiers=True,
        )
    except StorageError as error:
        st.error(escape(str(error)))
    else:
        st.session_state[_GIVEN] += 1
        st.rerun()
