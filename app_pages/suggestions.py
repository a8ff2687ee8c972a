"""Suggested actions: one to three to begin with, the others behind them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages.action_desk import open_editor
from app_pages.plain_table import one_line, sentence
from app_pages.session import now
from handover.suggested_actions import draft_of, is_taken, new_action, untaken_first_steps
from handover.workspace import Workspace
from reporting.facts import ScaleResult
from scoring.plan import SuggestedAction
from storage.plans import PlanAction, add_action
from storage.problem import StorageError


def show_suggestions(
    workspace: Workspace, results: Sequence[ScaleResult], actions: Sequence[PlanAction]
) -> None:
    """Draw what is suggested and not in the plan yet."""
    draft = draft_of(results)
    first = untaken_first_steps(draft, actions)
    st.header("Suggested first steps", anchor=False)
    _show_problem()
    if not draft.first:
        st.success("No rated item is below its target.", icon=":material/check_circle:")
    elif not first:
        st.markdown(
            "The first steps are in the plan. A plan with few actions gets done; "
            "more suggestions are below if you need them."
        )
    for suggested in first:
        with st.container(border=True):
            _show(workspace, suggested)
    for result in results:
        scale = result.scored.scale
        own = [step for step in draft.rest if step.gap.scale.id == scale.id]
        rest = [step for step in own if not is_taken(step, actions)]
        if rest:
            _show_rest(workspace, scale.id, scale.short_name, rest)


def show_outlook(results: Sequence[ScaleResult]) -> None:
    """Draw the first steps that would be suggested, without a way to take them on."""
    first = draft_of(results).first
    if first:
        st.header("What would be suggested first", anchor=False)
    for suggested in first:
        with st.container(border=True):
            st.markdown(_in_words(suggested))


def _show_rest(
    workspace: Workspace, scale_id: str, name: str, rest: Sequence[SuggestedAction]
) -> None:
    label = f"More suggestions: {one_line(name)} ({len(rest)})"
    with st.expander(label, key=f"more|{scale_id}", on_change="rerun") as box:
        if box.open:
            for suggested in rest:
                _show(workspace, suggested)
                st.divider()


def _show(workspace: Workspace, suggested: SuggestedAction) -> None:
    st.markdown(_in_words(suggested))
    st.button(
        "Add to plan",
        key=f"add|{workspace.visit.id}|{suggested.key}",
        icon=":material/add:",
        on_click=_add,
        args=(workspace, suggested),
    )


def _in_words(suggested: SuggestedAction) -> str:
    gap, step = suggested.gap, suggested.action
    item = one_line(f"{gap.item.id} {gap.item.name} ({gap.scale.short_name})")
    return (
        f"**{one_line(step.do)}**\n\n{item}. {one_line(suggested.reason)}\n\n"
        f"Done when: {one_line(sentence(step.done_when))} Usually led by: {one_line(step.lead)}."
    )


def _add(workspace: Workspace, suggested: SuggestedAction) -> None:
    try:
        added = add_action(workspace.acting, new_action(workspace.visit.id, suggested), now())
    except StorageError as error:
        st.session_state["suggestion_problem"] = str(error)
    else:
        open_editor(added.id)
        st.toast("Added to the plan below.", icon=":material/check:")


def _show_problem() -> None:
    problem = st.session_state.pop("suggestion_problem", None)
    if problem:
        st.error(one_line(problem), icon=":material/error:")
