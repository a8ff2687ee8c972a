"""What became of the last plan, and its unfinished actions to carry over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import streamlit as st

from app_pages.plain_table import one_line, show_notes, show_table
from app_pages.session import now, open_catalog, today, visit_words
from handover.carry_over import carry_over
from handover.earlier_plans import LastPlan, left_behind, list_earlier_plans
from handover.plan_followup import (
    FollowedAction,
    FollowUp,
    find_chances,
    follow_up,
    items_to_raise,
)
from handover.workspace import Workspace
from reporting.change_words import CHANCE_MEANS
from reporting.followup_words import items_summary
from reporting.plan_table import plan_summary
from scoring.chance import Chance
from storage.plans import PlanAction
from storage.problem import StorageError

_HEAD = ("Item", "Then", "Target", "Now", "What became of it")
_PROBLEM = "carry over problem"
_CHANCES = "chances for the last plan"


def show_followup(workspace: Workspace, actions: Sequence[PlanAction]) -> None:
    """Draw what became of the latest earlier plan; nothing where there is none.

    Args:
        workspace: The visit in hand.
        actions: Its own plan.
    """
    earlier = list_earlier_plans(workspace)
    if not earlier:
        return
    last = earlier[0]
    chances = _chances(workspace, last)
    found = follow_up(workspace, open_catalog(), last, actions, chances, today())
    st.header("What became of the last plan", anchor=False)
    rows = [each.row for each in found.actions]
    st.markdown(
        f"{visit_words(found.visit)}. {one_line(plan_summary(rows))} "
        f"{items_summary(items_to_raise(found.actions))}"
    )
    show_table(
        _rows(found.actions),
        alt="Actions of the last plan with their items then and now, and what became of them",
    )
    show_notes([CHANCE_MEANS])
    _show_carrying(workspace, found)
    for older in left_behind(earlier, actions):
        _show_older(workspace, follow_up(workspace, open_catalog(), older, actions, {}, today()))


def _rows(actions: Sequence[FollowedAction]) -> Iterator[dict[str, object]]:
    for each in actions:
        status = each.row.short_status
        if each.place is not None:
            status = f"{status}; goes on as action {each.place} of this plan"
        common: dict[str, object] = {
            "Action": f"{each.row.number}. {each.row.do}",
            "Status": status,
        }
        for item in each.items:
            yield common | {
                "Item": item.label,
                "Then": item.then,
                "Target": "" if item.target is None else item.target,
                "Now": item.now,
                "What became of it": item.words,
            }
        if not each.items:
            yield common | dict.fromkeys(_HEAD, "") | {"Item": "names no item"}


def _show_carrying(workspace: Workspace, found: FollowUp) -> None:
    problem = st.session_state.pop(_PROBLEM, None)
    if problem:
        st.error(one_line(problem), icon=":material/error:")
    unfinished = [each for each in found.actions if each.unfinished]
    if not unfinished:
        st.markdown("Nothing of it is left to carry over.")
        return
    st.subheader("Unfinished, to carry over into this plan", anchor=False)
    st.markdown(
        "Words, items, owner and effort stay; the level now comes from this visit's ratings."
    )
    if len(unfinished) == 1:
        _show_one(workspace, unfinished[0])
        return
    _button(workspace, unfinished, f"Carry over all {len(unfinished)}", "all")
    with st.expander("Choose one by one", key="carry one by one", on_change="rerun") as box:
        for each in unfinished if box.open else ():
            _show_one(workspace, each)


def _show_older(workspace: Workspace, found: FollowUp) -> None:
    """What an older plan left unfinished, and no plan since has taken up."""
    st.subheader(f"Unfinished since the plan of {found.visit.date}", anchor=False)
    st.markdown("No plan since has taken this up. Carry it over, or drop it in its own plan.")
    left = found.actions
    if len(left) == 1:
        _show_one(workspace, left[0], f" of {found.visit.date}")
    else:
        places = "\n".join(f"- {one_line(_numbered(each))}" for each in left)
        st.markdown(places)
        label = f"Carry over all {len(left)} of {found.visit.date}"
        _button(workspace, left, label, f"all of {found.visit.id}")
        box = st.expander(
            f"Choose one by one from the plan of {found.visit.date}",
            key=f"carry one by one of {found.visit.id}",
            on_change="rerun",
        )
        with box:
            for each in left if box.open else ():
                _show_one(workspace, each, f" of {found.visit.date}")


def _numbered(each: FollowedAction) -> str:
    return f"{each.action.position + 1}. {each.action.do}"


def _show_one(workspace: Workspace, each: FollowedAction, of: str = "") -> None:
    st.markdown(one_line(_numbered(each)))
    label = f"Carry over action {each.action.position + 1}{of}"
    _button(workspace, [each], label, str(each.action.id))


def _button(workspace: Workspace, wanted: Sequence[FollowedAction], label: str, key: str) -> None:
    st.button(
        label,
        key=f"carry|{workspace.visit.id}|{key}",
        icon=":material/redo:",
        on_click=partial(_carry, workspace, wanted),
    )


def _carry(workspace: Workspace, wanted: Sequence[FollowedAction]) -> None:
    try:
        kept = carry_over(workspace, wanted, now(), today())
    except StorageError as error:
        st.session_state[_PROBLEM] = str(error)
    else:
        st.toast(f"Carried over: {len(kept)}. See the plan below.", icon=":material/check:")


def _chances(workspace: Workspace, last: LastPlan) -> dict[str, Chance]:
    """What raters differ by; worked out once a session for each store, person and set of scales.

    On purpose not again as ratings come in: it takes all that the person sees, a few more of them
    change little, and the page is drawn anew with every key stroke. A changed scale file counts.
    """
    scales = sorted({scale for action in last.actions for scale, _item in action.items})
    acting, catalog = workspace.acting, open_catalog()
    real = not workspace.program.invented
    stamps = tuple(entry.stamp for entry in catalog.entries)
    key = (id(acting.store), acting.person.id, stamps, tuple(scales), real)
    known = st.session_state.get(_CHANCES)
    if known is None or known[0] != key:
        with st.spinner("Looking at what raters differ by"):
            known = (key, find_chances(acting, catalog, scales, for_real=real))
        st.session_state[_CHANCES] = known
    return known[1]
