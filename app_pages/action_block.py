"""One action of the plan: how it stands, and the form to change it."""

from __future__ import annotations

import streamlit as st

from app_pages.action_check import show_check
from app_pages.action_desk import ActionDesk
from app_pages.action_form import show_form
from app_pages.plain_table import one_line
from reporting.plan_table import PlanRow
from reporting.sentences import day
from storage.plans import PlanAction


def show_action(desk: ActionDesk, action: PlanAction, row: PlanRow, last: int) -> None:
    """Draw an action in words, and its form when it is opened.

    Args:
        desk: Where changes are saved.
        action: As it is stored.
        row: The same as it is reported.
        last: The number of the last action of the plan.
    """
    with st.container(border=True):
        st.subheader(one_line(f"{row.number}. {row.do}"), anchor=False)
        if row.overdue:
            late = row.overdue_words.removeprefix("Overdue")
            st.markdown(f":material/schedule: **Overdue**{late}")
        for line in _lines(row):
            st.markdown(line)
        label = f"Change action {row.number}"
        box = st.expander(label, key=desk.key(action.id, "open"), on_change="rerun")
        with box:
            if box.open:
                show_form(desk, action)
                _show_buttons(desk, action, row.number, last)
        show_check(desk.workspace, action, desk.checks.get(action.id))
        if desk.unsaved(action.id) and not box.open:
            st.warning(f'Something is not saved. Open "{label}".', icon=":material/warning:")


def _lines(row: PlanRow) -> list[str]:
    first = [
        row.status_words,
        f"owner: {row.owner}" if row.owner else "no owner yet",
        f"starts {day(row.start)}" if row.start else "",
        f"due {day(row.due)}" if row.due else "no due date yet",
        f"{row.effort.lower()} effort" if row.effort else "",
    ]
    levels = ""
    if row.baseline is not None or row.target is not None:
        before = "not given" if row.baseline is None else row.baseline
        after = "not given" if row.target is None else row.target
        levels = f"level {before} now, {after} aimed at"
    more = (
        ("Raises", "; ".join(filter(None, [", ".join(row.items), levels]))),
        ("Why", row.reason),
        ("In the way", row.barrier),
        ("Done when", row.measure_of_success),
        ("Note", row.note),
    )
    lines = [one_line(", ".join(part for part in first if part))]
    if row.carried:
        lines.append(f"{one_line(row.carried)}.")
    if row.goes_on:
        lines.append(f"{one_line(row.goes_on)}.")
    return lines + [f"{name}: {one_line(text)}" for name, text in more if text]


def _show_buttons(desk: ActionDesk, action: PlanAction, number: int, last: int) -> None:
    with st.container(horizontal=True):
        for label, icon, position in (
            ("Move up", ":material/arrow_upward:", action.position - 1),
            ("Move down", ":material/arrow_downward:", action.position + 1),
        ):
            st.button(
                label,
                key=desk.key(action.id, label),
                icon=icon,
                disabled=not 0 <= position < last,
                on_click=desk.move,
                args=(action.id, position),
            )
        st.button(
            "Remove",
            key=desk.key(action.id, "remove"),
            icon=":material/delete:",
            on_click=desk.remove,
            args=(action.id,),
        )
