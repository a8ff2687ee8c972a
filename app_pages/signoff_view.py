"""From settled ratings to a signed report: where the visit stands, and the next step."""

from __future__ import annotations

import streamlit as st

from app_pages.changed_scale import show_changed_scales
from app_pages.check_view import show_checks
from app_pages.correction_view import show_corrections
from app_pages.history_view import show_history
from app_pages.signature_view import show_signatures
from app_pages.signing_form import show_signing
from app_pages.step_buttons import show_next_step, show_ways_back
from app_pages.typing_saver import save_while_typing
from app_pages.visit_check import check_visit
from handover.standing import raters_of
from handover.workspace import Workspace
from storage.access import CONSENSUS_STATES
from storage.visit_states import WORDS


def show_signoff(workspace: Workspace) -> None:
    """Draw the way to the signature and, after it, the signature."""
    _show_way(workspace)
    show_next_step(workspace)
    sees_results = workspace.standing.reviews or workspace.shown is not None
    if not sees_results:
        if workspace.visit.edition > 1:
            show_signatures(workspace)
        return
    save_while_typing()
    if workspace.visit.status == "final":
        show_signatures(workspace)
    if workspace.visit.status in CONSENSUS_STATES:
        show_corrections(workspace)
    if _is_settled(workspace) and workspace.standing.reviews:
        findings = check_visit(workspace)
        show_checks(workspace, findings)
        show_signing(workspace, findings)
    if workspace.visit.status != "final":
        show_signatures(workspace)
    show_changed_scales(workspace)
    show_ways_back(workspace)
    show_history(workspace)


def _is_settled(workspace: Workspace) -> bool:
    """Whether there is an official set to check, that is not signed yet."""
    alone = len(raters_of(workspace.team)) == 1
    settled = workspace.visit.status in ("in_consensus", "draft_report", "with_program")
    return settled or (alone and workspace.visit.status == "submitted")


def _show_way(workspace: Workspace) -> None:
    here = workspace.visit.status
    alone = len(raters_of(workspace.team)) == 1
    steps = {s: words for s, words in WORDS.items() if not (alone and s == "in_consensus")}
    words = [f"**{words} (now)**" if s == here else words for s, words in steps.items()]
    st.markdown(" → ".join(words))
    if workspace.visit.edition > 1:
        st.markdown(f"This is edition {workspace.visit.edition} of this visit.")
    if workspace.visit.purged_at is not None:
        st.markdown("Notes and worksheets of this visit were deleted; scores and counts stay.")
