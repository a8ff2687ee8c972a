"""The answer to a question for the shortest path, and its steps on the way into the plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app_pages.plain_table import one_line, show_notes
from app_pages.session import now
from handover.suggested_actions import is_in_plan, path_steps
from handover.workspace import Workspace
from storage.plans import ActionProblem, PlanAction, add_action
from storage.problem import StorageError

# What solves takes a while to load: who only looks at the page should not wait for it.
if TYPE_CHECKING:
    from reporting.path_words import PathWords
    from scoring.path import Answer, Path

_TOLD = "path steps|told"


def show_answer(workspace: Workspace, answer: Answer, actions: Sequence[PlanAction] | None) -> None:
    """Draw an answer.

    Args:
        workspace: The visit in hand.
        answer: What was found.
        actions: The plan; None where nothing may be added to it yet.
    """
    from reporting.path_words import path_words

    told = path_words(answer)
    st.markdown(f"**{one_line(told.headline)}**")
    kind, words = st.session_state.pop(_TOLD, ("", ""))
    if words:
        (st.error if kind == "error" else st.success)(one_line(words))
    found = [path for path in answer.paths if path.raises]
    for number, (path, said) in enumerate(zip(found, told.paths, strict=True), start=1):
        if number == 1:
            with st.container(border=True):
                _show_way(workspace, answer, path, said, actions, number)
        else:
            with st.expander(f"Another way of the same cost ({number})"):
                _show_way(workspace, answer, path, said, actions, number)
    if told.more:
        st.markdown(one_line(told.more))
    if told.obstacles:
        st.markdown("In the way:")
        st.markdown("\n".join(f"- {one_line(sentence)}" for sentence in told.obstacles))
    show_notes(told.assumed)


def _show_way(
    workspace: Workspace,
    answer: Answer,
    path: Path,
    said: PathWords,
    actions: Sequence[PlanAction] | None,
    number: int,
) -> None:
    st.markdown(f"{one_line(said.cost)}:")
    for each in said.raises:
        beneath = "\n".join(f"    - {one_line(words)}" for words in (*each.actions, each.otherwise))
        st.markdown(f"- **{one_line(each.text)}**\n{beneath}")
    st.markdown(one_line(said.reached))
    if actions is None:
        return
    steps = path_steps(workspace.visit.id, answer, path)
    new = [step for step in steps if not is_in_plan(step, actions)]
    if not new:
        st.markdown("All of these steps are in the plan.")
        return
    st.button(
        "Add these steps to the plan",
        key=f"path steps|{workspace.visit.id}|{answer.request.scale.id}|{number}",
        icon=":material/playlist_add:",
        on_click=_add,
        args=(workspace, new),
    )


def _is_there(error: StorageError) -> bool:
    return isinstance(error, ActionProblem) and {p.code for p in error.problems} == {"K15"}


def _add(workspace: Workspace, steps: Sequence[PlanAction]) -> None:
    added = 0
    for step in steps:
        try:
            add_action(workspace.acting, step, now())
        except StorageError as error:
            if _is_there(error):  # another window was faster
                continue
            before = f"{added} of {len(steps)} steps were added. " if added else ""
            st.session_state[_TOLD] = ("error", f"{before}Not added: {step.do}: {error}")
            return
        added += 1
    steps_were = "1 step was" if added == 1 else f"{added} steps were"
    words = (
        f"{steps_were} added to the end of the plan." if added else "All are in the plan by now."
    )
    st.session_state[_TOLD] = ("success", words)
