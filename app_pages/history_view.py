"""The audit trail as it can be read: who changed what, from what to what, when and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import streamlit as st

from app_pages.audit_download import show_audit_download
from app_pages.plain_table import show_table
from handover.workspace import Workspace
from reporting.sentences import upper_first
from storage.audit import list_events
from storage.journal import Event
from storage.sealed import is_purged

_ON_ONE_PAGE = 25
_NOT_TOLD = (
    *("id", "revision", "updated_at", "created_at", "assessment_id", "visit_id", "copied_from"),
    # Who and when stand in their own column.
    *("said_by", "said_at", "answered_by", "answered_at", "person_id"),
    # Of a signature; its hash stands for all of them.
    *("content", "content_hash", "book", "event", "event_hash", "previous"),
)
"""Columns that say nothing to a reader of the trail."""
_FIRST = ("state", "level", "choice", "count", "numerator", "denominator", "reason", "because")
"""Columns to tell of first, in this order; the others follow."""
_WORDS = {"because": "why this level", "fact_answer": "question", "plan_action": "action"}
"""Columns and tables whose names are not the words of the pages."""


def show_history(workspace: Workspace) -> None:
    """Draw all changes of the visit that the person may see, the latest first, once unfolded."""
    with st.expander("History of this visit", key="history", on_change="rerun") as box:
        if not box.open:
            return
        events = list_events(workspace.acting, workspace.visit.id)
        show_audit_download(workspace, events)
        events = events[::-1]
        page = 1
        if len(events) > _ON_ONE_PAGE:
            page = st.pagination(-(-len(events) // _ON_ONE_PAGE), key="page of history")
        shown = events[(page - 1) * _ON_ONE_PAGE : page * _ON_ONE_PAGE]
        show_table(_rows(workspace, shown), alt="Changes of this visit, the latest first")


def show_item_history(
    workspace: Workspace, assessment_id: int, item: str, rater: str | None = None
) -> None:
    """Draw the changes of what was answered on an item, as far as one may see, the earliest first.

    Args:
        workspace: The visit in hand.
        assessment_id: On which scale.
        item: The item.
        rater: Whose answers only; None for all that the person may see.
    """
    of_one = {} if rater is None else {"rater": rater}
    events = list_events(
        workspace.acting,
        workspace.visit.id,
        "answer",
        assessment_id=assessment_id,
        item=item,
        **of_one,
    )
    if not events:
        st.markdown("Nothing was saved here yet.")
        return
    rows = [_row(event, f"rating of {json.loads(event.key)['rater']}") for event in events]
    show_table(rows, alt=f"Changes of {item}, the earliest first")


def _rows(workspace: Workspace, events: Iterable[Event]) -> Iterator[dict[str, str]]:
    scales = {
        a.id: workspace.entries[a.scale_id].scale.short_name
        if a.scale_id in workspace.entries
        else a.scale_id
        for a in workspace.assessments
    }
    return (_row(event, _what(event, scales)) for event in events)


def _row(event: Event, what: str) -> dict[str, str]:
    # Two columns, so that a telephone shows both.
    why = f". Why: {event.why}" if event.why else ""
    return {
        "Who, when (UTC)": f"{event.person or 'The toolkit'}, {event.at[:19].replace('T', ' ')}",
        "What was changed": f"{upper_first(what)}: {_change(event)}{why}",
    }


def _what(event: Event, scales: dict[int, str]) -> str:
    key = json.loads(event.key)
    parts = [scales.get(key["assessment_id"], "")] if "assessment_id" in key else []
    parts += [str(key[name]) for name in ("item", "fact") if name in key]
    if "rater" in key:
        parts.append(f"({key['rater']})")
    if not parts and "id" in key:
        named = json.loads(event.new) or json.loads(event.old) or {}
        known = (named.get(name) for name in ("name", "do", "document", "item", "edition"))
        parts = [] if event.record == "visit" else [str(next(filter(None, known), key["id"]))]
    return " ".join([_words(event.record), *parts])


def _change(event: Event) -> str:
    old, new = json.loads(event.old), json.loads(event.new)
    if new is None:
        return "removed"
    if old is None:
        told = [
            f"{_words(name)}: {_value(value)}"
            for name, value in _told(event, new)
            if value not in ("", None, []) and not (name == "confirmed" and value)
        ]
        return "; ".join(told) or "added"
    return "; ".join(
        f"{_words(name)}: {_value(old.get(name))} → {_value(value)}"
        for name, value in _told(event, new)
        if value != old.get(name)
    )


def _told(event: Event, record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    key = json.loads(event.key)
    names = [name for name in record if name not in (*_NOT_TOLD, *key)]
    names.sort(key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
    return ((name, record[name]) for name in names)


def _words(name: str) -> str:
    return _WORDS.get(name, name.replace("_", " "))


def _value(value: Any) -> str:
    if is_purged(value):
        return "(deleted)"
    if isinstance(value, list):
        return ", ".join(str(each) for each in value) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value in ("", None) else str(value)
