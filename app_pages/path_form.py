"""What a shortest path is asked for: the goal, what is to be least, and what cannot move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import streamlit as st

from app_pages.path_view import show_answer
from app_pages.plain_table import one_line
from handover.workspace import Workspace
from reporting.facts import ScaleResult
from reporting.own_targets import mean_targets
from scales.model import Verdict
from storage.plans import PlanAction

_LEAST = {"raises": "The fewest one-level raises", "effort": "The least effort"}
_MOST_KEPT = 20
"""Answers that a session keeps, so that looking at one again takes no time."""
_ALTERNATIVES = 3
"""Ways of the same cost that are listed, the first one included."""


def show_path(
    workspace: Workspace, result: ScaleResult, actions: Sequence[PlanAction] | None
) -> None:
    """Draw the question for a shortest path, and its answer.

    Args:
        workspace: The visit in hand.
        result: The scale it is about.
        actions: The plan; None where nothing may be added to it yet.
    """
    scale = result.scored.scale
    st.header(f"{one_line(scale.short_name)}: the shortest path", anchor=False)
    goals = _goals(result)
    if not goals:
        st.success(
            "The highest verdict is reached. To aim for more of a subscale or the total, set a "
            "target for it on the plan page; it is offered here then.",
            icon=":material/check_circle:",
        )
        return
    key = f"path|{workspace.visit.id}|{scale.id}"
    goal = st.selectbox(
        "Where to", list(goals), key=f"{key}|goal", format_func=lambda g: one_line(goals[g])
    )
    least = st.radio(
        "What should be least", list(_LEAST), key=f"{key}|least", format_func=_LEAST.__getitem__
    )
    levels = result.scored.row.levels
    movable = [i for i in scale.items if 0 <= levels[i.id] < scale.levels.high]
    names = {item.id: f"{item.id} {item.name} (now {levels[item.id]})" for item in movable}
    fixed = st.multiselect(
        "Items that cannot move",
        list(names),
        key=f"{key}|fixed",
        format_func=lambda item: one_line(names[item]),
        placeholder="Choose items, if any",
    )
    asked = (goal, least, tuple(sorted(fixed)), _fingerprint(workspace, result))
    pressed = st.button("Find the shortest path", icon=":material/route:", type="primary")
    answer = _answer(result, asked, look=pressed)
    if answer is not None:
        show_answer(workspace, answer, actions)


def _goals(result: ScaleResult) -> dict[str, str]:
    """What can be aimed for, as `named_goal` reads it, and how it is called.

    The nearest better verdict first; a verdict that singles out a defect is no goal.
    """
    scale, now = result.scored.scale, result.scored.verdict
    better: list[tuple[int, Verdict]] = sorted(
        ((v.tier, v) for v in scale.verdicts if v.goal and v.tier is not None),
        key=lambda pair: pair[0],
    )
    wanted = [v for tier, v in better if now.tier is None or tier > now.tier]
    goals = {v.id: v.name for v in wanted}
    for mean in mean_targets(result):
        if not mean.reached and mean.value is not None:
            goals[f"{mean.id}={mean.target_text}"] = f"{mean.name} of {mean.target_text} (target)"
    return goals


def _fingerprint(workspace: Workspace, result: ScaleResult) -> tuple[object, ...]:
    """All that an answer hangs on beside the question itself."""
    row, scale = result.scored.row, result.scored.scale
    stamp = workspace.entries[scale.id].stamp
    return scale.id, stamp, tuple(row.levels.items()), tuple(sorted(row.choices.items()))


def _answer(result: ScaleResult, asked: tuple[Any, ...], *, look: bool) -> Any:
    """The answer of this session to a question; None before somebody asked for it."""
    kept: dict[tuple[Any, ...], Any] = st.session_state.setdefault("paths found", {})
    if asked not in kept and look:
        try:
            with st.spinner("Looking for the shortest path"):
                kept[asked] = _solve(result, *asked[:3])
        except (ValueError, RuntimeError) as error:  # it cannot be asked, or was not proven
            st.error(one_line(str(error)), icon=":material/error:")
            return None
        while len(kept) > _MOST_KEPT:
            del kept[next(iter(kept))]
    return kept.get(asked)


def _solve(
    result: ScaleResult, goal: str, least: Literal["raises", "effort"], fixed: tuple[str, ...]
) -> object:
    # What solves takes a while to load: no page should wait for it before somebody asks.
    from scoring.path import Request, find_paths, named_goal

    scale = result.scored.scale
    wanted = named_goal(scale, goal)
    request = Request(scale, result.scored.row, wanted, least, frozenset(fixed))
    return find_paths(request, most=_ALTERNATIVES)
