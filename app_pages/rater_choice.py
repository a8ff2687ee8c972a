"""Whose ratings the Assess page fills in, and whether they can still be changed."""

from __future__ import annotations

import streamlit as st

from app_pages.address import follow_address, keep_in_address
from app_pages.header import escape
from app_pages.session import clock, now
from handover.standing import raters_of
from handover.workspace import Workspace
from reporting.sentences import day, listed
from storage.problem import StorageError
from storage.team import Member
from storage.visit_states import WORDS, reopen_ratings


def choose_rater(workspace: Workspace) -> str | None:
    """Let the person choose among the sets they fill in, if there are several.

    Returns:
        The rater; None where there is no set for this person, which is then explained.
    """
    fills = workspace.standing.fills
    if not fills:
        _explain_no_set(workspace)
        return None
    if len(fills) == 1:
        return fills[0]
    members = {str(m.id): m for m in raters_of(workspace.team) if m.name in fills}
    options = sorted(members, key=lambda option: fills.index(members[option].name))
    follow_address("set", options)
    st.radio(
        "Whose ratings",
        options,
        key="set",
        format_func=lambda option: _name(workspace, members[option]),
        horizontal=True,
        persist_state="session",
    )
    keep_in_address("set")
    return members[st.session_state["set"]].name


def show_closed(workspace: Workspace, rater: str) -> bool:
    """Say why a set can only be looked at; return whether that is so."""
    visit = workspace.visit
    member = next(m for m in workspace.team if m.name == rater)
    whose = "Your ratings" if rater == workspace.own else f"The ratings of {escape(rater)}"
    if visit.status == "final":
        st.info(f"This visit is final and signed. {whose} can be looked at and not changed.")
        return True
    if member.submitted_at is not None:
        at = member.submitted_at
        st.info(
            f"{whose} are handed in ({day(at.date())}, {clock(at)}). They can be looked at and not "
            f"changed. {_who_opens(workspace)}"
        )
        _show_opening(workspace, rater)
        return True
    if visit.status != "draft":
        st.info(f"This visit is {WORDS[visit.status]}. {whose} can be looked at and not changed.")
        return True
    return False


def _name(workspace: Workspace, member: Member) -> str:
    return escape(member.name) + (" (you)" if member.name == workspace.own else "")


def _lead(workspace: Workspace) -> str:
    return next((m.name for m in workspace.team if m.role == "lead"), "")


def _explain_no_set(workspace: Workspace) -> None:
    raters = [member.name for member in raters_of(workspace.team)]
    rates = "rates" if len(raters) == 1 else "rate"
    lead = _lead(workspace)
    ask = f" If you should rate too, ask {escape(lead)}, who leads it." if lead else ""
    if workspace.standing.leads:
        ask = " You lead it without rating."
    st.info(f"You do not rate this visit: {escape(listed(raters))} {rates}.{ask}")


def _who_opens(workspace: Workspace) -> str:
    if workspace.standing.leads:
        return "You lead this visit, so you can open them again, with a reason."
    lead = _lead(workspace)
    return f"{escape(lead)}, who leads this visit, can open them again, with a reason."


def _show_opening(workspace: Workspace, rater: str) -> None:
    if not workspace.standing.leads:
        return
    with st.expander("Open them again"):
        key = f"open again {workspace.visit.id} {rater}"
        reason = st.text_input("Why they are opened again", key=key, max_chars=2000)
        if len(raters_of(workspace.team)) > 1:
            st.caption("Until they are handed in again, nobody sees anybody else's ratings.")
        if not st.button("Open the ratings again", key=f"{key} now"):
            return
        try:
            reopen_ratings(
                workspace.acting, workspace.visit.id, rater, (reason or "").strip(), now()
            )
        except StorageError as error:
            st.error(escape(str(error)))
        else:
            st.rerun()
