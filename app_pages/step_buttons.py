"""The steps of a visit between handing in and signing, each for who may take it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from app_pages.header import escape
from app_pages.session import now
from app_pages.visit_stage import next_words
from handover.standing import raters_of
from handover.workspace import Workspace
from storage.problem import StorageError
from storage.visit_record import Visit
from storage.visit_states import (
    reopen_ratings,
    send_to_program,
    settle,
    settle_again,
    take_back,
)

Verb = Callable[..., Visit]
_TROUBLE = "step trouble"


def show_next_step(workspace: Workspace) -> None:
    """Say what is to be done next, and offer it to who can do it."""
    visit, standing = workspace.visit, workspace.standing
    alone = len(raters_of(workspace.team)) == 1
    st.info(f"Next: {next_words(workspace)}")
    trouble = st.session_state.pop(_TROUBLE, None)
    if trouble:
        st.error(escape(trouble))
    if visit.status == "draft" and standing.fills:
        _link("assess", "Go to Assess", "edit_note")
    if visit.status in ("submitted", "in_consensus") and not alone and standing.reviews:
        _link("consensus", "Go to Consensus", "handshake")
    if visit.status in ("draft_report", "with_program", "final") and workspace.shown:
        _link("results", "See the results", "bar_chart")
    if not standing.leads:
        return
    if visit.status == "submitted" and alone:
        _button("Make the draft report", "settle it", workspace, settle)
    if visit.status == "draft_report":
        st.markdown(
            "Once you send it, the program sees what was settled (not who rated what), and can say "
            "what is factually wrong."
        )
        _button("Send to the program", "send", workspace, send_to_program)


def show_ways_back(workspace: Workspace) -> None:
    """Offer who leads to open again what was closed, with a reason."""
    ways = _ways_back(workspace)
    if not workspace.standing.leads or not ways:
        return
    key = f"way back {workspace.visit.id} {workspace.visit.status}"
    with st.expander("Go back a step", key=key):
        chosen = st.radio("What to open again", list(ways), key=f"{key} which", index=None)
        reason = st.text_input("Why", key=f"{key} reason", max_chars=2000, persist_state="session")
        st.caption("The reason is kept in the history of this visit.")
        if not st.button("Open it again", key=f"{key} now"):
            return
        if chosen is None:
            st.error("Choose what to open again.")
        else:
            _take(ways[chosen], workspace, (reason or "").strip())
            st.rerun()


def _ways_back(workspace: Workspace) -> dict[str, Verb]:
    status = workspace.visit.status
    if status not in ("submitted", "in_consensus", "draft_report", "with_program"):
        return {}
    raters = raters_of(workspace.team)
    ways: dict[str, Verb] = {}
    if status == "with_program":
        ways["The draft report: take it back from the program"] = take_back
    if status in ("draft_report", "with_program") and len(raters) > 1:
        ways["The consensus: settle items again"] = settle_again
    for member in raters:
        words = (
            f"The ratings of {escape(member.name)}: until they are handed in again, all are blind"
        )
        ways[words] = partial(_reopen, rater=member.name)
    return ways


def _reopen(acting, visit_id: int, reason: str, at, *, rater: str) -> Visit:
    return reopen_ratings(acting, visit_id, rater, reason, at)


def _link(page: str, label: str, icon: str) -> None:
    st.page_link(f"app_pages/{page}.py", label=label, icon=f":material/{icon}:")


def _button(label: str, key: str, workspace: Workspace, verb: Verb) -> None:
    st.button(label, key=f"step {key}", type="primary", on_click=_take, args=(verb, workspace))


def _take(verb: Verb, workspace: Workspace, *reason: str) -> None:
    try:
        verb(workspace.acting, workspace.visit.id, *reason, now())
    except StorageError as error:
        st.session_state[_TROUBLE] = str(error)
