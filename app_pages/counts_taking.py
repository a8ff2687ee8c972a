"""Put the counts of a chart review into a rater's own answer; never over other counts unasked."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app_pages.header import escape
from app_pages.session import elsewhere, now
from handover.standing import still_rating
from handover.workspace import Workspace
from scoring.chart_review import ChartCounts
from storage.answers import Answer, StaleAnswer, list_answers, save_answer
from storage.problem import StorageError


def choose_set(workspace: Workspace) -> str | None:
    """Find out into whose ratings counts go; None, which is explained, where there are none."""
    waiting = {member.name for member in still_rating(workspace.visit, workspace.team)}
    fills = [name for name in workspace.standing.fills if name in waiting]
    if not fills:
        st.caption(
            "The counts cannot go into ratings of yours: you rate none here, or handed them in."
        )
        return None
    if len(fills) == 1:
        return fills[0]
    return st.radio(
        "Whose ratings the counts go into",
        fills,
        key=f"counts go into {workspace.visit.id}",
        format_func=lambda name: escape(name) + (" (you)" if name == workspace.own else ""),
        horizontal=True,
    )


def show_taking(workspace: Workspace, counts: ChartCounts, rater: str) -> None:
    """Draw the button, or the question where the rating holds other counts already."""
    criterion = counts.criterion
    assessment = workspace.assessment(criterion.scale_id)
    blank = Answer(assessment.id, rater, criterion.item_id)
    answer = list_answers(workspace.acting, assessment.id, rater).get(criterion.item_id, blank)
    key = f"take {assessment.id} {rater} {criterion.item_id}"
    whose = "your" if rater == workspace.own else f"{escape(rater)}'s"
    trouble = st.session_state.pop(f"{key} trouble", None)
    if trouble:
        st.error(escape(trouble))
    held = (answer.numerator, answer.denominator)
    if held == (counts.numerator, counts.denominator):
        st.caption(f"These counts stand in {whose} rating.")
        return
    words = f"Use these counts for {criterion.item_id}"
    if held == (None, None):
        st.button(words, key=key, on_click=_take, args=(workspace, counts, answer, key))
        return
    st.warning(f"{whose.capitalize()} rating holds other counts: {_words(answer)}.")
    st.button(
        f"Replace them by {counts.numerator} of {counts.denominator}",
        key=key,
        on_click=_take,
        args=(workspace, counts, answer, key),
    )


def _take(workspace: Workspace, counts: ChartCounts, answer: Answer, key: str) -> None:
    """Save the counts over the answer as the page showed it."""
    taken = replace(answer, numerator=counts.numerator, denominator=counts.denominator)
    try:
        save_answer(workspace.acting, taken, answer.revision, now())
    except StaleAnswer as stale:
        who = elsewhere(workspace.acting, stale.by)
        st.session_state[f"{key} trouble"] = (
            f"This rating was changed {who} meanwhile, so nothing was replaced. Look at it again."
        )
    except StorageError as error:
        st.session_state[f"{key} trouble"] = f"Not saved: {error}"


def _words(answer: Answer) -> str:
    numerator = "nothing" if answer.numerator is None else answer.numerator
    return f"{numerator} of {'nothing' if answer.denominator is None else answer.denominator}"
