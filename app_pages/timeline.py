"""The steps of a visit with their days: what is overdue, what comes next, what is done."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import streamlit as st

from app_pages.header import escape
from app_pages.practice_files import open_timeline
from app_pages.session import now, today
from app_pages.step_form import show_step
from handover.workspace import Workspace
from reporting.sentences import counted, day
from scales.practice.timeline import Owner, timeline_for
from storage.problem import StorageError
from storage.steps import Step, begin_timeline, list_steps, shift_steps

OWNERS: dict[Owner, str] = {
    "lead": "Lead",
    "reviewer": "Reviewers",
    "contact": "Program contact",
    "program": "Program",
}


def load_steps(workspace: Workspace) -> tuple[Step, ...]:
    """Fetch the steps of a visit; when a site visit is opened first, they are made.

    A program that audits itself has nobody to call or write to, so it asks for the steps.
    """
    steps = list_steps(workspace.acting, workspace.visit.id)
    if steps or workspace.visit.kind == "self_audit":
        return steps
    return _begin(workspace)


def show_timeline(workspace: Workspace, steps: Sequence[Step]) -> None:
    """Draw the steps."""
    timeline = open_timeline()
    if not steps:
        st.markdown("This self-audit has no timeline.")
        st.button("Plan it in steps", on_click=_plan, args=(workspace,))
        return
    _offer_shift(workspace, steps)
    if timeline is not None:
        st.caption(escape(timeline.note))
    for step in steps:
        show_step(workspace, step)


def is_overdue(step: Step, on: dt.date) -> bool:
    """Whether a step should have been done before a day."""
    return step.done_on is None and step.due < on


def next_steps(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps that are not done, the one due first in front."""
    return tuple(sorted((s for s in steps if s.done_on is None), key=lambda s: s.due))


def summary(steps: Sequence[Step]) -> str:
    """Say how many steps are done and overdue."""
    done = sum(step.done_on is not None for step in steps)
    late = sum(is_overdue(step, today()) for step in steps)
    overdue = f" {counted(late, 'step')} {'is' if late == 1 else 'are'} overdue." if late else ""
    return f"{done} of {counted(len(steps), 'step')} done.{overdue}"


def _begin(workspace: Workspace) -> tuple[Step, ...]:
    timeline = open_timeline()
    if timeline is None:
        return ()
    visit = workspace.visit
    steps = [
        Step(visit.id, step.id, step.name, step.do, OWNERS[step.owner], due)
        for step, due in timeline_for(timeline, visit.date)
    ]
    try:
        return begin_timeline(workspace.acting, visit.id, steps, now())
    except StorageError as error:
        st.error(escape(str(error)))
        return ()


def _plan(workspace: Workspace) -> None:
    _begin(workspace)


def _days_off(workspace: Workspace, steps: Sequence[Step]) -> int:
    """By how many days the steps not done lie away from where the visit's date would put them.

    Single steps may have been moved on purpose: it is the number that most of them share.
    """
    timeline = open_timeline()
    if timeline is None:
        return 0
    planned = {step.id: due for step, due in timeline_for(timeline, workspace.visit.date)}
    undone = [step for step in steps if step.done_on is None and step.step in planned]
    off = Counter((planned[step.step] - step.due).days for step in undone)
    days, steps_off = off.most_common(1)[0] if off else (0, 0)
    return days if 2 * steps_off > len(undone) else 0


def _offer_shift(workspace: Workspace, steps: Sequence[Step]) -> None:
    """Where the visit was moved, offer to move what is not done with it."""
    days = _days_off(workspace, steps)
    left = f"leave the steps of {workspace.visit.id} {workspace.visit.date}"
    if not days or st.session_state.get(left):
        return
    way = "later" if days > 0 else "earlier"
    number = counted(abs(days), "day")
    st.warning(
        f"The visit is on {day(workspace.visit.date)}, and the steps that are not done are planned "
        f"for a date {number} {'earlier' if days > 0 else 'later'}."
    )
    with st.container(horizontal=True):
        st.button(
            f"Move them by {number} ({way})",
            key=f"shift {workspace.visit.id}",
            type="primary",
            on_click=_shift,
            args=(workspace, days),
        )
        st.button("Leave them", key=f"no shift {workspace.visit.id}", on_click=_leave, args=(left,))
    trouble = st.session_state.pop("shift trouble", None)
    if trouble:
        st.error(escape(trouble))


def _shift(workspace: Workspace, days: int) -> None:
    try:
        # Another window may have moved them since this page was drawn.
        if _days_off(workspace, list_steps(workspace.acting, workspace.visit.id)) == days:
            shift_steps(workspace.acting, workspace.visit.id, days, now())
    except StorageError as error:
        st.session_state["shift trouble"] = str(error)


def _leave(left: str) -> None:
    st.session_state[left] = True
