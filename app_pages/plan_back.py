"""A plan that is brought back by a file: what it would change, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from app_pages.header import escape
from app_pages.plain_table import one_line, show_table
from app_pages.ratings_in_faults import show_faults
from app_pages.session import now
from exchange.incoming import IncomingError
from handover.plan_changes import PlanPreview
from handover.plan_incoming import accept_plan, read_plan
from handover.workspace import Workspace
from reporting.plan_incoming_words import taken_words
from reporting.sentences import counted
from storage.problem import StorageError

_DONE = "plan back: done"
_TROUBLE = "plan back: trouble"
_TURN = "plan back: turn"


def show_plan_back(workspace: Workspace) -> None:
    """Draw the field for a file with a plan, and what it would change."""
    turn = st.session_state.setdefault(_TURN, 0)
    brought = st.file_uploader(
        "Bring a plan back (CSV or .ics)",
        type=["csv", "ics", "txt"],
        key=f"plan file {workspace.visit.id} {turn}",
        max_upload_size=5,
    )
    trouble = st.session_state.pop(_TROUBLE, None)
    if trouble:
        st.error(escape(trouble), icon=":material/error:")
    if brought is None:
        if done := st.session_state.pop(_DONE, None):
            st.success(escape(done), icon=":material/check:")
        return
    try:
        seen = read_plan(workspace, brought.getvalue(), brought.name)
    except IncomingError as error:
        show_faults(error.faults, f"Nothing was taken from {brought.name}.", "plan faults")
        return
    _show_preview(seen)
    _show_acceptance(workspace, seen)


def _show_preview(seen: PlanPreview) -> None:
    st.subheader("What the file would change", anchor=False)
    if seen.changed:
        show_table(_changes(seen), "Fields that the file changes, old and new")
    if seen.added:
        st.markdown(f"{counted(len(seen.added), 'new action')}:")
        st.markdown("\n".join(f"- {one_line(action.do)}" for _line, action in seen.added))
    if seen.conflicts:
        st.warning(
            "Somebody changed the same fields after the file was written. These actions stay as "
            "they are stored; change them on this page if the file is right.",
            icon=":material/warning:",
        )
        show_table(_conflicts(seen), "Actions that stay as they are stored, beside the file")
    if seen.kept_days:
        st.warning(
            "These days can be read in two ways, and nothing in the file tells which is meant.",
            icon=":material/warning:",
        )
        st.markdown("\n".join(f"- {one_line(line)}" for line in seen.kept_days))
    rest = [*seen.left_out]
    if seen.unchanged:
        rest.append(f"{counted(seen.unchanged, 'action')} of the file as stored already.")
    st.markdown("\n".join(f"- {one_line(line)}" for line in rest))


def _changes(seen: PlanPreview) -> Iterator[dict[str, object]]:
    for change in seen.changed:
        for field in change.fields:
            yield {
                "Action": f"{change.stored.position + 1}. {change.stored.do}",
                "Field": field.label,
                "Now": field.old,
                "New": field.new,
            }


def _conflicts(seen: PlanPreview) -> Iterator[dict[str, object]]:
    for conflict in seen.conflicts:
        for field in conflict.fields:
            yield {
                "Action": f"{conflict.place}. {conflict.do}",
                "Field": field.label,
                "Stored": field.old,
                "In the file": field.new,
            }


def _show_acceptance(workspace: Workspace, seen: PlanPreview) -> None:
    if not seen.brings:
        st.info("There is nothing to take in.")
        return
    accepted = False
    if seen.clients:
        show_faults(seen.clients, "Some words look like a client's data.", "plan clients")
        accepted = st.checkbox("It is no client's data", key="plan back: no clients")
    st.button(
        "Take it in",
        key="plan back: take",
        type="primary",
        icon=":material/upload:",
        disabled=bool(seen.clients) and not accepted,
        on_click=_take,
        args=(workspace, seen, accepted),
    )


def _take(workspace: Workspace, seen: PlanPreview, accepted: bool) -> None:
    try:
        accept_plan(workspace.acting, seen, now(), accept_identifiers=accepted)
    except StorageError as error:  # the page is drawn anew from what is stored by then
        st.session_state[_TROUBLE] = str(error)
        return
    counts = len(seen.changed), len(seen.added), len(seen.conflicts)
    st.session_state[_DONE] = taken_words(seen.name, *counts)
    st.session_state[_TURN] += 1
