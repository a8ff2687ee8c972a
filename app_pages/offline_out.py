"""The offline pack: what to take to a site without a network."""

from __future__ import annotations

from functools import partial

import streamlit as st

from app_pages.header import escape
from app_pages.session import load_workspace
from handover.offline_pack import make_offline_pack, pack_name
from handover.standing import raters_of
from handover.workspace import Workspace

_ANYBODY = ""


def show_offline_pack(workspace: Workspace) -> None:
    """Draw the choice of a rater and the button that makes and downloads the pack."""
    st.subheader("Offline pack", anchor=False)
    st.caption(
        "For a site without a network: a form to print, a workbook to fill in, and a form for "
        "phones (ODK, KoboToolbox). The archive tells how each comes back. Write no client's data "
        "into any of them."
    )
    names = [_ANYBODY, *(member.name for member in raters_of(workspace.team))]
    key = f"offline pack of {workspace.visit.id}"
    rater = st.selectbox(
        "For whom",
        names,
        key=f"{key} for",
        format_func=lambda name: name or "Anybody: whoever rates writes their name",
    )
    own = bool(rater) and rater in workspace.standing.fills
    filled = own and st.checkbox(
        f"With what {escape(rater)} has answered already", key=f"{key} filled {rater}"
    )
    st.download_button(
        "Offline pack (zip)",
        partial(pack_now, workspace, rater, with_answers=filled),
        file_name=pack_name(workspace, rater),
        mime="application/zip",
        key=f"{key} download",
        icon=":material/wifi_off:",
        on_click="ignore",
    )


def pack_now(workspace: Workspace, rater: str, *, with_answers: bool) -> bytes:
    """Make the pack from what is stored, and allowed, when the button is clicked."""
    fresh = load_workspace(workspace.acting, workspace.visit.id)
    return make_offline_pack(fresh, rater, with_answers=with_answers)
