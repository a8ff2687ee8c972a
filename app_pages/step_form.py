"""One step of a visit's timeline: whether it is done, who owes it, and by when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from app_pages.day_field import show_day
from app_pages.header import escape
from app_pages.identifiers import NO_NAMES
from app_pages.plain_table import one_line
from app_pages.record_desk import RecordDesk, RecordKind
from app_pages.record_trouble import show_trouble
from app_pages.session import today
from handover.workspace import Workspace
from reporting.sentences import counted, day
from storage.steps import Step, change_step
from storage.team import Member

_LABELS = {"owner": "Who sees to it", "due": "Due", "done_on": "Done on", "note": "Note"}
_ROLES = {"Lead": "lead", "Program contact": "contact", "Reviewers": "reviewer", "Program": ""}


def _read(step: Step) -> dict[str, Any]:
    return {"owner": step.owner, "due": step.due, "done_on": step.done_on, "note": step.note}


def _write(step: Step, values: Mapping[str, Any]) -> Step:
    # An emptied due date stays what it was: a step without one would be forgotten.
    return replace(step, **{**values, "due": values["due"] or step.due})


KIND = RecordKind("step", change_step, _read, _write, _LABELS.__getitem__, ("owner", "note"))


def show_step(workspace: Workspace, step: Step) -> None:
    """Draw one step; what is not needed every day is folded."""
    desk = RecordDesk(workspace.acting, KIND, step)
    step = desk.record
    with st.container(border=True, key=desk.key("card")):
        st.markdown(
            f"**{escape(step.name)}**  \n{_owner_words(workspace.team, step.owner)}; "
            f"{due_words(step, today())}"
        )
        st.markdown(one_line(step.do))
        if step.note:
            st.markdown(f"Note: {escape(step.note)}")
        done = desk.key("field done")
        st.session_state[done] = desk.value("done_on") is not None
        st.checkbox(f"Done: {escape(step.name)}", key=done, on_change=_tick, args=(desk, done))
        label = f"Owner, days and note: {one_line(step.name)}"
        with st.expander(label, key=desk.key("more"), on_change="rerun") as more:
            if more.open:
                _show_fields(workspace, desk)
        show_trouble(desk)


def _show_fields(workspace: Workspace, desk: RecordDesk[Step]) -> None:
    names = [m.name for m in workspace.team if m.role != "respondent"]
    options = list(dict.fromkeys([*_ROLES, *names, desk.value("owner")]))
    st.selectbox(
        _LABELS["owner"],
        [option for option in options if option],
        key=desk.widget("owner"),
        index=None,
        accept_new_options=True,
        placeholder="Choose, or type a name",
        on_change=desk.save,
        args=("owner",),
    )
    with st.container(horizontal=True):
        for field in ("due", "done_on"):
            show_day(desk, field, _LABELS[field])
    st.text_area(
        _LABELS["note"],
        key=desk.widget("note"),
        max_chars=20_000,
        help=NO_NAMES,
        on_change=desk.save,
        args=("note",),
    )


def due_words(step: Step, on: dt.date) -> str:
    """Say when a step was done, or how it stands with its day."""
    if step.done_on is not None:
        return f"done on {day(step.done_on)}"
    days = (step.due - on).days
    if days < 0:
        return f"**overdue by {counted(-days, 'day')}** (due {day(step.due)})"
    when = f"in {counted(days, 'day')}" if days else "today"
    return f"due {day(step.due)} ({when})"


def _owner_words(team: tuple[Member, ...], owner: str) -> str:
    """Who owes a step; behind a role the names of those who have it."""
    role = _ROLES.get(owner)
    names = [m.name for m in team if m.role == role or (role == "reviewer" and m.rates)]
    who = f" ({', '.join(escape(name) for name in names)})" if role and names else ""
    return f"{escape(owner) or 'Nobody named'}{who}"


def _tick(desk: RecordDesk[Step], key: str) -> None:
    desk.give(done_on=today() if st.session_state[key] else None)
