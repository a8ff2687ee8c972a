"""One document on the list: asked for when, received when, and a note."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal

import streamlit as st

from app_pages.day_field import show_day
from app_pages.header import escape
from app_pages.identifiers import NO_NAMES
from app_pages.plain_table import one_line, show_notes
from app_pages.record_desk import RecordDesk, RecordKind
from app_pages.record_trouble import show_trouble
from app_pages.session import now, today
from handover.workspace import Workspace
from reporting.sentences import day
from storage.documents import DocumentRequest, change_document, remove_document
from storage.problem import StorageError

_LABELS = {"requested_on": "Asked for on", "received_on": "Received on", "note": "Note"}


def stage_of(document: DocumentRequest) -> Literal["outstanding", "open", "received"]:
    """Outstanding: asked for and not received; open: not asked for yet."""
    if document.received_on is not None:
        return "received"
    return "open" if document.requested_on is None else "outstanding"


def _read(document: DocumentRequest) -> dict[str, Any]:
    return {field: getattr(document, field) for field in _LABELS}


def _write(document: DocumentRequest, values: Mapping[str, Any]) -> DocumentRequest:
    return replace(document, **values)


KIND = RecordKind("document", change_document, _read, _write, _LABELS.__getitem__, ("note",))


@st.fragment
def show_document(
    workspace: Workspace,
    document: DocumentRequest,
    ask: str,
    locked: bool,
    after: Callable[[], None],
) -> None:
    """Draw one document. Only it is run again when something is given, so it stays where it is.

    Args:
        workspace: The visit in hand.
        document: The document.
        ask: What to send, in the words of the request; empty where nothing is said.
        locked: Whether it is only looked at.
        after: Draws what depends on all documents.
    """
    desk = RecordDesk(workspace.acting, KIND, document, locked=locked)
    document = desk.record
    with st.container(border=True, key=desk.key("card")):
        st.markdown(f"**{escape(document.document)}**  \n{_stage_words(document)}")
        show_notes([ask, _serves_words(workspace, document)])
        if not locked:
            _show_today(desk)
        with st.expander(
            f"Days and note: {one_line(document.document)}", key=desk.key("more"), on_change="rerun"
        ) as more:
            if more.open:
                _show_fields(desk)
        show_trouble(desk)
    after()


def _show_today(desk: RecordDesk[DocumentRequest]) -> None:
    stage = stage_of(desk.record)
    name = one_line(desk.record.document)
    with st.container(horizontal=True):
        if stage == "open":
            _today_button(desk, "requested_on", f"Asked for today: {name}")
        if stage != "received":
            _today_button(desk, "received_on", f"Received today: {name}")


def _today_button(desk: RecordDesk[DocumentRequest], field: str, words: str) -> None:
    st.button(
        words,
        key=desk.key(f"today {field}"),
        on_click=lambda: desk.give(**{field: today()}),
    )


def _show_fields(desk: RecordDesk[DocumentRequest]) -> None:
    with st.container(horizontal=True):
        for field in ("requested_on", "received_on"):
            show_day(desk, field, _LABELS[field])
    st.text_area(
        _LABELS["note"],
        key=desk.widget("note"),
        max_chars=20_000,
        help=NO_NAMES,
        disabled=desk.locked,
        on_change=desk.save,
        args=("note",),
    )
    if st.button("Take it off the list", key=desk.key("remove"), disabled=desk.locked):
        try:
            remove_document(desk.acting, desk.record, desk.record.revision, now())
        except StorageError as error:
            st.error(escape(str(error)))
        else:
            st.rerun()


def _stage_words(document: DocumentRequest) -> str:
    if document.received_on is not None:
        return f"received on {day(document.received_on)}"
    if document.requested_on is not None:
        return f"**outstanding**, asked for on {day(document.requested_on)}"
    return "not asked for yet"


def _serves_words(workspace: Workspace, document: DocumentRequest) -> str:
    by_scale: dict[str, list[str]] = {}
    for scale_id, item_id in document.serves:
        entry = workspace.entries.get(scale_id)
        by_scale.setdefault(entry.scale.short_name if entry else scale_id, []).append(item_id)
    parts = [f"{name} {', '.join(items)}" for name, items in by_scale.items()]
    return f"Helps to rate: {'; '.join(parts)}" if parts else ""
