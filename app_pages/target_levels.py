"""What is aimed at: the level of each scale, and targets of their own."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages.own_target_form import BOX, keep_open, show_own_targets
from app_pages.plain_table import one_line
from app_pages.session import elsewhere, now
from handover.own_targets import fetch_own_targets
from handover.workspace import Workspace
from reporting.facts import ScaleResult
from reporting.own_targets import mean_targets
from storage.assessments import Assessment
from storage.own_targets import OwnTarget
from storage.problem import StorageError
from storage.visits import StaleTarget, set_target_level


def show_targets(workspace: Workspace, results: Sequence[ScaleResult]) -> None:
    """Draw the choice of targets, and under it how far the means are that have one."""
    _show_choices(workspace, fetch_own_targets(workspace))
    means = [(r.scored.scale.short_name, mean) for r in results for mean in mean_targets(r)]
    if means:
        st.markdown("\n".join(f"- {one_line(f'{scale}, {m.words}')}" for scale, m in means))


def _show_choices(workspace: Workspace, targets: Sequence[OwnTarget]) -> None:
    rated = [a for a in workspace.assessments if a.scale_id in workspace.entries]
    names = {a.scale_id: workspace.entries[a.scale_id].scale.short_name for a in rated}
    aims = ", ".join(f"{names[a.scale_id]} {a.target_level}" for a in rated)
    if targets:
        aims += f", and {len(targets)} of {'its' if len(targets) == 1 else 'their'} own"
    with st.expander(f"Target levels ({one_line(aims)})", key=BOX, on_change="rerun") as box:
        if not box.open:
            return
        st.markdown("An item below its target is a gap, and gaps lead to suggestions.")
        for assessment in rated:
            _show_target(workspace, assessment, names[assessment.scale_id])
        show_own_targets(workspace, targets)


def _show_target(workspace: Workspace, assessment: Assessment, name: str) -> None:
    levels = workspace.entries[assessment.scale_id].scale.levels
    key = f"target|{assessment.id}"
    # Another window may have chosen another level meanwhile; the page shows what is stored.
    # The scale file may have fewer levels than when it was chosen.
    st.session_state[key] = min(max(assessment.target_level, levels.low), levels.high)
    st.radio(
        f"Target level for {one_line(name)}",
        range(levels.low, levels.high + 1),
        key=key,
        horizontal=True,
        on_change=_save,
        args=(workspace, assessment, key),
    )
    problem = st.session_state.get(f"{key}|problem")
    if problem:
        st.error(one_line(problem), icon=":material/error:")


def _save(workspace: Workspace, assessment: Assessment, key: str) -> None:
    keep_open()
    try:
        level, seen = st.session_state[key], assessment.target_level
        set_target_level(workspace.acting, assessment.id, level, seen, now())
    except StaleTarget as stale:
        st.session_state[f"{key}|problem"] = (
            f"It was changed {elsewhere(workspace.acting, stale.by)}, to "
            f"{stale.current.target_level}, and that was kept. Choose again to change it."
        )
    except StorageError as error:
        st.session_state[f"{key}|problem"] = f"Not saved: {error}"
    else:
        st.session_state.pop(f"{key}|problem", None)
