"""Put one's name under a visit."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages.header import escape
from app_pages.session import now
from handover.workspace import Workspace
from reporting.preflight.finding import Finding
from reporting.sentences import counted
from storage.problem import StorageError
from storage.signing import sign


def show_signing(workspace: Workspace, findings: Sequence[Finding]) -> None:
    """Draw the form for who leads the visit; errors keep it closed, warnings ask for a word."""
    status, reviewed = workspace.visit.status, workspace.visit.kind != "self_audit"
    if not workspace.standing.leads or status == "in_consensus":
        return
    if not reviewed or status == "with_program":
        st.header("Sign", anchor=False)
        _show_form(workspace, findings)
    elif status == "draft_report":
        with st.expander("Sign without sending it to the program", key="sign without sending"):
            _show_form(workspace, findings)


def _show_form(workspace: Workspace, findings: Sequence[Finding]) -> None:
    errors = [finding for finding in findings if finding.severity == "error"]
    warnings = [finding for finding in findings if finding.severity == "warning"]
    if errors:
        st.markdown(
            f"The visit can be signed once {counted(len(errors), 'error')} above "
            f"{'is' if len(errors) == 1 else 'are'} mended."
        )
        return
    st.markdown(
        f"You sign as **{escape(workspace.acting.person.name)}**. After that nothing that was "
        "rated can be changed; the plan goes on. To open the visit again takes a reason, and voids "
        "the signature."
    )
    key = f"sign {workspace.visit.id}"
    label = "Why the warnings can stand" if warnings else "Remarks (may be empty)"
    remarks = st.text_area(
        label, key=f"{key} remarks", max_chars=20_000, height=80, persist_state="session"
    )
    sure = st.checkbox("I have looked at the ratings and stand behind them", key=f"{key} sure")
    if not st.button("Sign the visit", type="primary", key=key):
        return
    words = (remarks or "").strip()
    if not sure:
        st.error("Tick that you stand behind the ratings, then sign.")
    elif warnings and not words:
        st.error(
            f"Write why the {counted(len(warnings), 'warning')} can stand, then sign. Your words "
            "are signed with the visit."
        )
    else:
        _sign(workspace, words)


def _sign(workspace: Workspace, remarks: str) -> None:
    try:
        sign(workspace.acting, workspace.visit.id, now(), remarks)
    except StorageError as error:
        st.error(escape(str(error)))
    else:
        st.rerun()
