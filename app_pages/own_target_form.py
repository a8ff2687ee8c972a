"""Targets of their own: one item, a subscale or a total that is to reach more, or less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import streamlit as st

from app_pages.plain_table import one_line
from app_pages.session import elsewhere, now
from handover.own_targets import subjects_of
from handover.workspace import Workspace
from reporting.own_targets import target_words
from scales.model import Scale
from storage.own_targets import OwnTarget, StaleOwnTarget, TargetKind, set_own_target
from storage.problem import StorageError

_PROBLEM = "own target|problem"
BOX = "targets"
"""The folded box that this stands in."""


_Key = tuple[int, TargetKind, str]
"""Assessment, kind and id."""


@dataclass(frozen=True)
class _Subject:
    """What can have a target of its own."""

    scale: Scale
    assessment_id: int
    kind: TargetKind
    id: str
    name: str

    @property
    def label(self) -> str:
        """How it is chosen and listed."""
        return f"{self.name} ({self.scale.short_name})"

    @property
    def short(self) -> str:
        """How it is called beside its label: an item by its id."""
        return self.id if self.kind == "item" else self.name


def show_own_targets(workspace: Workspace, targets: Sequence[OwnTarget]) -> None:
    """Draw the targets that are set, and the choice of one more."""
    subjects = _subjects(workspace)
    stored: dict[_Key, OwnTarget] = {(t.assessment_id, t.kind, t.subject): t for t in targets}
    known = {key: subjects[key] for key in stored if key in subjects}
    st.markdown(
        "**Targets of their own.** An item, a subscale or a total can aim for something else."
    )
    if workspace.visit.status == "final":
        st.markdown("The visit is signed, so its targets stay as they are.")
    for key, subject in known.items():
        _show_set(workspace, subject, stored[key])
    problem = st.session_state.pop(_PROBLEM, None)
    if problem:
        st.error(one_line(problem), icon=":material/error:")
    if workspace.visit.status != "final":
        _show_choice(workspace, subjects, stored)


def _subjects(workspace: Workspace) -> dict[_Key, _Subject]:
    found: dict[_Key, _Subject] = {}
    for assessment in workspace.assessments:
        if assessment.scale_id in workspace.entries:
            scale = workspace.entries[assessment.scale_id].scale
            for (kind, subject), name in subjects_of(scale).items():
                found[assessment.id, kind, subject] = _Subject(
                    scale, assessment.id, kind, subject, name
                )
    return found


def _show_set(workspace: Workspace, subject: _Subject, stored: OwnTarget) -> None:
    words = target_words(subject.kind, stored.value)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{one_line(subject.label)}: {words}")
        if workspace.visit.status != "final":
            st.button(
                f"Remove the target of {one_line(subject.short)}",
                key=f"own target|{stored.id}|remove",
                icon=":material/close:",
                on_click=_save,
                args=(workspace, replace(stored, hundredths=None), stored.revision),
            )


def _show_choice(
    workspace: Workspace,
    subjects: dict[_Key, _Subject],
    stored: dict[_Key, OwnTarget],
) -> None:
    chosen = st.selectbox(
        "Aim for something else with",
        list(subjects),
        key=f"own target|{workspace.visit.id}|subject",
        format_func=lambda key: one_line(subjects[key].label),
        index=None,
        placeholder="Choose an item, a subscale or a total",
    )
    if chosen is None:
        return
    subject = subjects[chosen]
    before = stored.get(chosen)
    hundredths = _choose_value(workspace, subject, before)
    target = OwnTarget(subject.assessment_id, subject.kind, subject.id, hundredths)
    st.button(
        "Set this target",
        key=f"own target|{workspace.visit.id}|set",
        icon=":material/flag:",
        on_click=_save,
        args=(workspace, target, before.revision if before else 0),
    )


def _choose_value(workspace: Workspace, subject: _Subject, before: OwnTarget | None) -> int:
    """Draw the choice of a level or a mean; return it in hundredths."""
    low, high = subject.scale.levels.low, subject.scale.levels.high
    assessment = workspace.assessment(subject.scale.id)
    usual = 100 * min(max(assessment.target_level, low), high)
    start = usual if before is None or before.hundredths is None else before.hundredths
    key = f"own target|{subject.assessment_id}|{subject.kind}|{subject.id}"
    if subject.kind == "item":
        levels = range(low, high + 1)
        place = min(max(start // 100, low), high) - low
        return 100 * st.radio("Level", levels, index=place, key=key, horizontal=True)
    mean = st.number_input(
        "Mean",
        float(low),
        float(high),
        min(max(start / 100, float(low)), float(high)),
        0.1,
        "%.2f",
        key=key,
        width=200,
    )
    return int((Decimal(str(mean)) * 100).to_integral_value())


def keep_open() -> None:
    """Keep the box open: its label tells the targets, and with another label it is a new box."""
    st.session_state[BOX] = True


def _save(workspace: Workspace, target: OwnTarget, seen: int) -> None:
    keep_open()
    try:
        set_own_target(workspace.acting, target, seen, now())
    except StaleOwnTarget as stale:
        kept = target_words(stale.current.kind, stale.current.value)
        st.session_state[_PROBLEM] = (
            f"It was changed {elsewhere(workspace.acting, stale.by)}, to {kept}, and that was "
            "kept. Choose again to change it."
        )
    except StorageError as error:
        st.session_state[_PROBLEM] = f"Not saved: {error}"
