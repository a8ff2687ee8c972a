"""Which actions of the plan are projected, and in which quarter each is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import streamlit as st

from app_pages.plain_table import one_line
from handover.plan_projection import LAST_QUARTER, CountedAction, PlanToProject, quarter_end
from reporting.sentences import counted, day, listed

_LEFT_OUT = 0
"""Stands for no quarter."""


def choose_plan(plan: PlanToProject) -> Mapping[int, int]:
    """Draw the choice; return the quarter of each action that is to be counted, by its id."""
    st.header("If the plan succeeds", anchor=False)
    quarters: dict[int, int] = {}
    if plan.counted:
        st.markdown(
            "What the rules make of the ratings if each action brings its items to the level aimed "
            "at. It is a projection, not a forecast of the next visit."
        )
        label = f"Which actions count, and when ({len(plan.counted)} can be counted)"
        with st.expander(label):
            for action in plan.counted:
                chosen = _choose(plan, action)
                if chosen != _LEFT_OUT:
                    quarters[action.action.id] = chosen
        if not quarters:
            st.info("No action is chosen, so there is nothing to project.")
    else:
        _say_nothing_counts(plan)
    if plan.left_out:
        with st.expander(f"Not counted, and why ({len(plan.left_out)})"):
            st.markdown("\n".join(f"- {one_line(reason)}" for reason in plan.left_out))
    return quarters


def quarter_words(start: dt.date, quarter: int) -> str:
    """Say which quarter it is, and until when it lasts."""
    return f"Quarter {quarter}, to {day(quarter_end(start, quarter))}" if quarter else "Now"


def _choose(plan: PlanToProject, counted_action: CountedAction) -> int:
    action = counted_action.action
    items = listed(item for part in counted_action.items.values() for item in part)
    label = f"{action.position + 1}. {action.do} ({items} to {counted_action.target})"
    return st.selectbox(
        one_line(label),
        range(_LEFT_OUT, LAST_QUARTER + 1),
        # Another due date or status is another proposal: then the choice begins anew.
        key=f"what if|{action.id}|{action.due}|{action.status}",
        index=counted_action.quarter,
        format_func=lambda quarter: _option(plan, counted_action, quarter),
    )


def _option(plan: PlanToProject, counted_action: CountedAction, quarter: int) -> str:
    if quarter == _LEFT_OUT:
        return "Left out"
    words = quarter_words(plan.start, quarter)
    if quarter == LAST_QUARTER:
        words += " or later"
    if quarter != counted_action.quarter:
        return words
    action = counted_action.action
    if action.status == "done":
        return f"{words} (called done)"
    return f"{words} (due {day(action.due)})" if action.due else f"{words} (no due date)"


def _say_nothing_counts(plan: PlanToProject) -> None:
    if plan.left_out:
        number = counted(len(plan.left_out), "action")
        st.info(
            f"The plan cannot be projected yet: {number} cannot be counted. Name the items that an "
            "action should raise and the level aimed at, and it counts here."
        )
    else:
        st.info(
            "The plan has no action yet. Add suggested first steps to it, or look for the "
            "shortest path below and add its steps."
        )
    st.page_link("app_pages/plan.py", label="Go to the plan", icon=":material/checklist:")
