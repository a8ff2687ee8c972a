"""Look through the charts of a sample, one at a time: each finding is saved when it is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from app_pages.address import follow_address, keep_in_address
from app_pages.chart_samples import criteria_of
from app_pages.header import escape
from app_pages.identifiers import NO_NAMES
from app_pages.plain_table import one_line
from app_pages.record_desk import RecordDesk, RecordKind
from app_pages.record_trouble import show_trouble
from app_pages.scale_choice import choose_scale
from app_pages.scrolling import scroll_to
from app_pages.typing_saver import save_while_typing
from handover.workspace import Workspace
from reporting.sentences import counted
from scales.practice.chart_criterion import ChartCriterion
from storage.worksheets import ChartRow, ChartSample, list_rows, save_row

FINDINGS = {
    "yes": "Yes",
    "no": "No",
    "not_applicable": "Not applicable",
    "not_seen": "Not seen",
}


_NOTE = "note"


def _read(row: ChartRow) -> dict[str, Any]:
    return {f"{scale}:{item}": found for scale, item, found in row.findings} | {_NOTE: row.note}


def _write(row: ChartRow, values: Mapping[str, Any]) -> ChartRow:
    findings = []
    for key, found in values.items():
        if key != _NOTE and found:
            scale_id, _, item_id = key.partition(":")
            findings.append((scale_id, item_id, found))
    return replace(row, findings=tuple(findings), note=values[_NOTE])


def _label(field: str) -> str:
    return "Note" if field == _NOTE else field.partition(":")[2]


KIND = RecordKind("chart", save_row, _read, _write, _label, (_NOTE,))


def show_worksheet(workspace: Workspace, sample: ChartSample) -> None:
    """Draw one chart of a sample."""
    rows = {str(row.id): row for row in list_rows(workspace.acting, sample.id)}
    criteria = criteria_of(workspace, sample)
    if not rows or not criteria:
        st.info("There is nothing to look through: the charts were purged or no question is left.")
        return
    save_while_typing()
    row = rows[_choose_chart(rows)]
    scale_id = choose_scale(
        {c.scale_id: workspace.entries[c.scale_id].scale.short_name for c in criteria}
    )
    desk = RecordDesk(workspace.acting, KIND, row, locked=workspace.visit.status == "final")
    place = [*rows].index(str(row.id)) + 1
    st.header(f"Chart {escape(row.chart)}", anchor="chart")
    st.markdown(f"{place} of {counted(len(rows), 'chart')}. {_progress(desk.record, criteria)}")
    asked = [criterion for criterion in criteria if criterion.scale_id == scale_id]
    for criterion in asked:
        _show_criterion(desk, criterion)
    st.text_area(
        "Note on this chart",
        key=desk.widget(_NOTE),
        max_chars=20_000,
        help=f"{NO_NAMES} A purge deletes it.",
        disabled=desk.locked,
        on_change=desk.save,
        args=(_NOTE,),
    )
    if desk.last not in [criterion.key for criterion in asked]:
        show_trouble(desk)
    _show_steps([*rows], str(row.id), rows)
    if "chart turned" in st.session_state:
        scroll_to("chart", str(st.session_state["chart turned"]))


def answered(row: ChartRow, criteria: Sequence[ChartCriterion]) -> int:
    """How many questions have a finding; that something was not seen is one too."""
    keys = {f"{scale}:{item}" for scale, item, _found in row.findings}
    return sum(criterion.key in keys for criterion in criteria)


def _choose_chart(rows: Mapping[str, ChartRow]) -> str:
    follow_address("chart", list(rows))
    st.selectbox(
        "Chart",
        list(rows),
        key="chart",
        format_func=lambda row_id: rows[row_id].chart if row_id in rows else row_id,
    )
    keep_in_address("chart")
    return st.session_state["chart"]


def _show_criterion(desk: RecordDesk[ChartRow], criterion: ChartCriterion) -> None:
    """Draw one question; "not applicable" only where its scale says which charts do not count."""
    held = desk.value(criterion.key)
    applies = criterion.left_out is None and held != "not_applicable"
    offered = [found for found in FINDINGS if found != "not_applicable" or not applies]
    with st.container(border=True, key=desk.key(f"card {criterion.key}")):
        st.radio(
            f"{criterion.item_id} {escape(criterion.ask)}",
            offered,
            index=None,
            key=desk.widget(criterion.key),
            format_func=lambda found: FINDINGS.get(found, found),
            horizontal=True,
            disabled=desk.locked,
            on_change=desk.save,
            args=(criterion.key,),
        )
        if criterion.left_out is not None:
            st.caption(f"Not applicable: {one_line(criterion.left_out)}")
        if desk.last == criterion.key:
            show_trouble(desk)


def _progress(row: ChartRow, criteria: Sequence[ChartCriterion]) -> str:
    return f"{answered(row, criteria)} of {counted(len(criteria), 'question')} answered."


def _show_steps(row_ids: Sequence[str], row_id: str, rows: Mapping[str, ChartRow]) -> None:
    place = row_ids.index(row_id)
    with st.container(horizontal=True):
        if place + 1 < len(row_ids):
            following = row_ids[place + 1]
            st.button(
                f"Next chart: {escape(rows[following].chart)}",
                type="primary",
                on_click=_turn_to,
                args=(following,),
            )
        if place:
            previous = row_ids[place - 1]
            st.button(
                f"Previous chart: {escape(rows[previous].chart)}",
                on_click=_turn_to,
                args=(previous,),
            )


def _turn_to(row_id: str) -> None:
    st.session_state["chart"] = row_id
    st.session_state["chart turned"] = st.session_state.get("chart turned", 0) + 1
