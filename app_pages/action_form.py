"""The fields of an action, each saved when it is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from app_pages.action_desk import ActionDesk
from app_pages.plain_table import one_line
from app_pages.session import elsewhere
from reporting.plan_table import EFFORTS, STATUSES, SUGGESTED
from reporting.sentences import day
from scales.barrier import load_barriers
from storage.plans import PlanAction


def show_form(desk: ActionDesk, action: PlanAction) -> None:
    """Draw every field of an action."""
    desk.seed(action.id)
    form = _Form(desk, action)
    form.field("do", st.text_area, "What to do", height=80)
    taken_on = [status for status in STATUSES if status != SUGGESTED]
    form.field("status", st.radio, "Status", options=taken_on, words=STATUSES.get, row=True)
    left, right = st.columns(2)
    with left:
        form.field("owner", st.text_input, "Owner")
    with right:
        form.barrier()
    # Columns of their own: on a telephone they stand below one another, and belong together.
    left, right = st.columns(2)
    with left:
        form.field("start", st.date_input, "Start", value=None, format="YYYY-MM-DD")
    with right:
        form.field("due", st.date_input, "Due", value=None, format="YYYY-MM-DD")
    left, right = st.columns(2)
    with left:
        form.level("baseline", "Level now")
    with right:
        form.level("target", "Level aimed at")
    form.field("effort", st.radio, "Effort", options=["", *EFFORTS], words=_effort_words, row=True)
    form.items()
    form.field("measure_of_success", st.text_area, "Measure of success", height=80)
    form.field("reason", st.text_area, "Why it is worth doing", height=80)
    form.field("note", st.text_area, "Note (no client names or birth dates)", height=80)


class _Form:
    def __init__(self, desk: ActionDesk, action: PlanAction) -> None:
        self.desk = desk
        self.action = action
        self.scales = [entry.scale for entry in desk.workspace.entries.values()]

    def field(
        self,
        field: str,
        widget: Callable[..., Any],
        label: str,
        *,
        words: Callable[[Any], Any] = str,
        row: bool = False,
        **settings: Any,
    ) -> None:
        """Draw one field, and what stands against saving it."""
        if "options" in settings:
            settings["format_func"] = words
        if row:
            settings["horizontal"] = True
        widget(
            label,
            key=self.desk.key(self.action.id, field),
            on_change=self.desk.save,
            args=(self.action.id, field),
            **settings,
        )
        self._show_unsaved(field, label, words)

    def level(self, field: str, label: str) -> None:
        """Draw the choice of a level; it can stay open."""
        low = min(scale.levels.low for scale in self.scales)
        high = max(scale.levels.high for scale in self.scales)
        stored = getattr(self.action, field)
        levels = sorted({*range(low, high + 1), *([] if stored is None else [stored])})
        self.field(field, st.selectbox, label, options=levels, index=None, placeholder="Not given")

    def barrier(self) -> None:
        """Draw the choice of what stands in the way."""
        names = {"": "Nothing named"} | {b.id: b.name for b in load_barriers()}
        options = list(names)
        if self.action.barrier not in names:  # an id that a newer list no longer has
            options.append(self.action.barrier)
        self.field(
            "barrier",
            st.selectbox,
            "What stands in the way",
            options=options,
            words=lambda barrier: names.get(barrier, barrier),
        )

    def items(self) -> None:
        """Draw the choice of the items that the action is to raise."""
        names = {
            f"{scale.id}/{item.id}": f"{item.id} {item.name} ({scale.short_name})"
            for scale in self.scales
            for item in scale.items
        }
        linked = ["/".join(pair) for pair in self.action.items]
        self.field(
            "items",
            st.multiselect,
            "Items it should raise",
            options=[*names, *(pair for pair in linked if pair not in names)],
            words=lambda pair: names.get(pair, pair),
            placeholder="Choose items",
        )

    def _show_unsaved(self, field: str, label: str, words: Callable[[Any], Any]) -> None:
        unsaved = self.desk.unsaved(self.action.id).get(field)
        if unsaved is None:
            return
        if not unsaved.conflict:
            st.error(one_line(unsaved.why), icon=":material/error:")
            if unsaved.doubtful:
                st.button(
                    "It is no client's data: save it",
                    key=self.desk.key(self.action.id, f"{field}|accept"),
                    on_click=self.desk.accept,
                    args=(self.action.id, field),
                )
            return
        theirs = _shown(self.desk.value(self.action.id, field), words)
        mine = _shown(unsaved.typed, words)
        who = elsewhere(self.desk.acting, unsaved.by)
        st.warning(
            f"- Saved elsewhere: {theirs}\n- Typed here: {mine}",
            title=f"{label} was changed {one_line(who)} in the meantime",
            icon=":material/warning:",
        )
        with st.container(horizontal=True):
            for choice, settle in (
                ("Keep what was saved elsewhere", self.desk.keep_theirs),
                ("Save what I typed", self.desk.keep_mine),
            ):
                st.button(
                    choice,
                    key=self.desk.key(self.action.id, f"{field}|{settle.__name__}"),
                    on_click=settle,
                    args=(self.action.id, field),
                )


def _effort_words(effort: str) -> str:
    return EFFORTS.get(effort, "Not chosen")


def _shown(value: Any, words: Callable[[Any], Any]) -> str:
    if value is None or value == "" or value == []:
        return "(empty)"
    if isinstance(value, list):
        return one_line(", ".join(str(words(part)) for part in value))
    return one_line(day(value) if hasattr(value, "isoformat") else str(words(value)))
