"""The audit trail of a visit as a file: every change that the person may see."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

import streamlit as st

from exchange.audit_csv import read_change, write_audit
from handover.workspace import Workspace
from storage.journal import Event


def show_audit_download(workspace: Workspace, events: Sequence[Event]) -> None:
    """Draw the button; the file is made when somebody asks for it."""
    st.download_button(
        "Download the history (CSV)",
        lambda: audit_table(events),
        file_name=f"visit-{workspace.visit.id}-history.csv",
        mime="text/csv",
        key="download history",
        icon=":material/download:",
        on_click="ignore",
    )
    st.caption("Every change with its old and new value and its hash, as far as you may see it.")


def audit_table(events: Sequence[Event]) -> bytes:
    """Write changes as a CSV file."""
    out = StringIO(newline="")
    write_audit((read_change(vars(event)) for event in events), out)
    # By the mark it begins with Excel knows that it is UTF-8.
    return out.getvalue().encode("utf-8-sig")
