"""Where a visit stands, who has handed in, and what comes next, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages.assess_link import show_assess_link
from app_pages.header import escape
from app_pages.session import clock, now
from app_pages.timeline import next_steps
from handover.standing import raters_of, still_rating
from handover.workspace import Workspace
from reporting.sentences import day, listed, upper_first
from storage.problem import StorageError
from storage.steps import Step
from storage.visit_states import WORDS, submit_ratings


def show_stage(workspace: Workspace, steps: Sequence[Step]) -> None:
    """Draw the state of the visit and the next step."""
    st.header("Where the visit stands", anchor=False)
    visit = workspace.visit
    alone = len(raters_of(workspace.team)) == 1
    way = {s: words for s, words in WORDS.items() if not (alone and s == "in_consensus")}
    states = [f"**{words}**" if status == visit.status else words for status, words in way.items()]
    edition = f" This is edition {visit.edition}." if visit.edition > 1 else ""
    st.markdown(f"{upper_first(WORDS[visit.status])}.{edition}  \n:small[{' → '.join(states)}]")
    handed = _handed_in_words(workspace)
    if handed:
        st.markdown(handed)
    st.info(f"Next: {next_words(workspace)}")
    _show_link(workspace)
    if workspace.standing.leads:
        for rater in workspace.standing.left:
            _show_left(workspace, rater)
    coming = next_steps(steps)
    if coming and visit.status != "final":
        step = coming[0]
        who = escape(step.owner)
        st.markdown(f"Next in the timeline: {escape(step.name)} ({who}, due {day(step.due)}).")
    if visit.purged_at is not None:
        st.caption(
            f"Notes and chart rows were purged on {day(visit.purged_at.date())} at "
            f"{clock(visit.purged_at)}."
        )


def _show_link(workspace: Workspace) -> None:
    """Lead to the page where the next step is taken, if the person has a part in it."""
    status, standing = workspace.visit.status, workspace.standing
    several = len(raters_of(workspace.team)) > 1
    if status == "draft" and standing.fills:
        show_assess_link(workspace, "Go to Assess")
    elif status in ("submitted", "in_consensus") and several and standing.reviews:
        _link(workspace, "consensus", "Go to Consensus", "handshake")
    elif status == "final" and workspace.shown:
        _link(workspace, "plan", "Go to the plan", "checklist")
    elif status != "draft" and (standing.reviews or workspace.shown):
        _link(workspace, "signoff", "Go to Sign-off", "signature")


def _show_left(workspace: Workspace, rater: str) -> None:
    """Let the lead hand in for somebody who cannot any more; the visit would wait for ever."""
    key = f"hand in for {rater}"
    st.warning(
        f"{escape(rater)} does not use this any more and has not handed in. Hand in what they "
        "rated, as it is, or bring them back under People."
    )
    st.button(
        f"Hand in what {escape(rater)} rated",
        key=key,
        on_click=_hand_in_for,
        args=(workspace, rater, key),
    )
    trouble = st.session_state.pop(f"{key} trouble", None)
    if trouble:
        st.error(escape(trouble))


def _hand_in_for(workspace: Workspace, rater: str, key: str) -> None:
    try:
        submit_ratings(workspace.acting, workspace.visit.id, rater, now())
    except StorageError as error:
        st.session_state[f"{key} trouble"] = f"Not handed in: {error}"


def _link(workspace: Workspace, page: str, label: str, icon: str) -> None:
    st.page_link(
        f"app_pages/{page}.py",
        label=label,
        icon=f":material/{icon}:",
        query_params={"visit": str(workspace.visit.id)},
    )


def next_words(workspace: Workspace) -> str:
    """The next step of the visit, for the person who reads it."""
    status = workspace.visit.status
    if status == "draft":
        return _while_rating(workspace)
    if workspace.standing.leads:
        return _lead_words(workspace)
    lead = _lead(workspace)
    return {
        "submitted": f"{lead} begins the consensus."
        if len(raters_of(workspace.team)) > 1
        else f"{lead} makes the draft report of the ratings.",
        "in_consensus": "the reviewers settle where they differ."
        if not workspace.standing.reviews
        else "settle with the other reviewers where you differ.",
        "draft_report": f"{lead} sends the draft report to the program.",
        "with_program": "the program says what is factually wrong in the report, item by item.",
        "final": "the improvement plan.",
    }[status]


def _while_rating(workspace: Workspace) -> str:
    left = workspace.standing.left if workspace.standing.leads else ()
    names = [member.name for member in still_rating(workspace.visit, workspace.team)]
    waiting = [name for name in names if name not in left]
    if left and not waiting:
        return f"hand in what {escape(listed(left))} rated, below."
    own = [name for name in workspace.standing.fills if name in waiting]
    if workspace.own in own:
        return "rate each item alone, then hand your ratings in, at the bottom of Assess."
    if own:
        return f"enter the ratings of {escape(listed(own))}, then hand them in."
    if not workspace.standing.reviews:
        return "the reviewers rate. You see what they found once the report is sent."
    rates = "rates" if len(waiting) == 1 else "rate"
    return f"wait for {escape(listed(waiting))}, who still {rates}."


def _lead_words(workspace: Workspace) -> str:
    return {
        "submitted": "begin the consensus: look at where the reviewers differ, and settle it."
        if len(raters_of(workspace.team)) > 1
        else "look through the ratings, then make the draft report of them.",
        "in_consensus": "settle each difference with its reason, then make the draft report.",
        "draft_report": "check the draft report, then send it to the program.",
        "with_program": "answer each factual correction of the program, then sign.",
        "final": "agree with the program on the improvement plan, and follow it up.",
    }[workspace.visit.status]


def _handed_in_words(workspace: Workspace) -> str:
    """Who has handed in; who does not judge the visit is not told."""
    raters = raters_of(workspace.team)
    if not workspace.standing.reviews or workspace.visit.status != "draft" or len(raters) < 2:
        return ""
    waiting = [m.name for m in still_rating(workspace.visit, workspace.team)]
    done = [m.name for m in raters if m.name not in waiting]
    parts = [f"Handed in: {escape(listed(done)) or 'nobody yet'}."]
    return " ".join([*parts, f"Still rating: {escape(listed(waiting))}."])


def _lead(workspace: Workspace) -> str:
    return escape(next((m.name for m in workspace.team if m.role == "lead"), "the lead"))
