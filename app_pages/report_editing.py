"""The report's strengths and recommendations in the reviewers' own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from app_pages.plain_table import one_line
from app_pages.record_desk import RecordDesk, RecordKind
from app_pages.record_trouble import show_trouble
from app_pages.scale_choice import choose_scale
from app_pages.session import today
from handover.report_words import fetch_report_words
from handover.visit_report import visit_report
from handover.workspace import Workspace
from reporting.findings import Finding, Strength, SubscaleFindings
from reporting.scale_report import ScaleReport
from storage.limits import LONGEST_LINE
from storage.report_words import ReportWords, Subject, save_report_words

_LABELS = {"words": "What the report says", "said": "Say it in the report"}


def show_report_editing(workspace: Workspace) -> None:
    """Draw the fields in which reviewers edit the report, until it is signed."""
    if not _may_write(workspace):
        return
    with st.expander("Edit strengths and recommendations", key="edit", on_change="rerun") as box:
        if box.open:
            _show_fields(workspace)


def _may_write(workspace: Workspace) -> bool:
    """Storage checks the same where words are saved."""
    settled = bool(workspace.official) and workspace.shown == workspace.official
    return settled and workspace.standing.settles and workspace.visit.status != "final"


def _show_fields(workspace: Workspace) -> None:
    st.caption(
        "They are drafted from the ratings and the plan. What you write here is kept with the "
        "visit and stands in every report. An emptied field takes the draft back. What you "
        "wrote for one level is not said at another."
    )
    report = visit_report(workspace, today())
    rated = {scale.id: scale.short_name for scale in report.scales if scale.rated}
    if not rated:
        st.info("Nothing is rated yet.")
        return
    chosen = choose_scale(rated)
    scale = next(scale for scale in report.scales if scale.id == chosen)
    part = _choose_part(scale)
    stored = {(w.item, w.subject): w for w in fetch_report_words(workspace).get(chosen, ())}
    for strength in part.strengths:
        _show(workspace, chosen, stored, strength, "strength")
    for finding in part.findings:
        _show(workspace, chosen, stored, finding, "recommendation")
    if not (part.strengths or part.findings):
        st.info("No item of this part has a level.")


def _choose_part(scale: ScaleReport) -> SubscaleFindings:
    names = [part.name for part in scale.findings]
    number = st.selectbox(
        "Part",
        range(len(names)),
        format_func=lambda place: one_line(names[place]),
        key=f"edited part of {scale.id}",
    )
    return scale.findings[number]


def _show(
    workspace: Workspace,
    scale_id: str,
    stored: Mapping[tuple[str, str], ReportWords],
    drafted: Strength | Finding,
    subject: Subject,
) -> None:
    assessment = workspace.assessment(scale_id).id
    blank = ReportWords(assessment, drafted.item, subject, drafted.level)
    record = stored.get((drafted.item, subject), blank)
    kind = _kind(drafted)
    with st.container(border=True):
        st.markdown(f"**{subject.capitalize()}: {one_line(drafted.label)}, level {drafted.level}**")
        desk = RecordDesk(workspace.acting, kind, record)
        if desk.record.words and desk.record.level != drafted.level:
            was = one_line(desk.record.words)
            st.markdown(f"Written for level {desk.record.level}, and not said any more: “{was}”")
        st.text_area(
            f"{_LABELS['words']} of {one_line(drafted.label)}",
            key=desk.widget("words"),
            max_chars=LONGEST_LINE,
            height=100,
            on_change=desk.save,
            args=("words",),
        )
        st.checkbox(
            f"{_LABELS['said']}: {one_line(drafted.label)}",
            key=desk.widget("said"),
            on_change=desk.save,
            args=("said",),
        )
        show_trouble(desk)


def _kind(drafted: Strength | Finding) -> RecordKind[ReportWords]:
    return RecordKind(
        "report words",
        save_report_words,
        partial(_read, drafted),
        partial(_write, drafted),
        _LABELS.__getitem__,
        ("words",),
    )


def _read(drafted: Strength | Finding, written: ReportWords) -> dict[str, Any]:
    fits = written.level == drafted.level
    return {
        "words": (written.words if fits else "") or drafted.draft,
        "said": written.said or not fits,
    }


def _write(
    drafted: Strength | Finding, written: ReportWords, values: Mapping[str, Any]
) -> ReportWords:
    words = values["words"].strip()
    own = "" if words == drafted.draft else words
    return replace(written, level=drafted.level, words=own, said=values["said"])
