"""The samples of charts of a visit: which there are, and how one was drawn."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages.address import follow_address, keep_in_address
from app_pages.header import escape
from app_pages.session import elsewhere, now
from handover.workspace import Workspace
from reporting.sentences import counted, day
from scales.practice.chart_criterion import ChartCriterion, chart_criteria
from scoring.chart_sample import Draw, drawn_again
from storage.acting import NotAllowed
from storage.problem import StorageError
from storage.worksheets import (
    ChartRow,
    ChartSample,
    StaleRow,
    list_rows,
    list_samples,
    remove_sample,
)


def load_samples(workspace: Workspace) -> tuple[ChartSample, ...] | None:
    """Fetch the samples; None, which is explained, where the person does not review the visit."""
    try:
        return list_samples(workspace.acting, workspace.visit.id)
    except NotAllowed:
        st.info(
            "The reviewers of this visit look through client charts here. What they found is "
            "counted, and the counts go into their ratings."
        )
        return None


def choose_sample(samples: Sequence[ChartSample]) -> ChartSample | None:
    """Let the reviewer choose among samples; None where there is none."""
    by_id = {str(sample.id): sample for sample in samples}
    if len(by_id) < 2:
        return next(iter(samples), None)
    numbers = {sample_id: n for n, sample_id in enumerate(by_id, start=1)}
    newest_first = list(reversed(by_id))
    follow_address("sample", newest_first)
    st.radio(
        "Sample",
        newest_first,
        key="sample",
        format_func=lambda s: f"Sample {numbers[s]}" if s in numbers else s,
        horizontal=True,
    )
    keep_in_address("sample")
    return by_id[st.session_state["sample"]]


def criteria_of(workspace: Workspace, sample: ChartSample) -> tuple[ChartCriterion, ...]:
    """What each chart of a sample is asked; a question that its scale no longer has is left out."""
    wanted = set(sample.criteria)
    return tuple(
        criterion
        for entry in workspace.entries.values()
        for criterion in chart_criteria(entry.scale)
        if (criterion.scale_id, criterion.item_id) in wanted
    )


def show_about(workspace: Workspace, sample: ChartSample) -> None:
    """Say how a sample was drawn, let anyone check it, and let the reviewers remove it."""
    rows = list_rows(workspace.acting, sample.id)
    made = f"on {day(sample.created_at.date())}" if sample.created_at else ""
    picked = tuple(row.chart for row in rows)
    drawn = Draw(picked, sample.seed, sample.listed, sample.list_hash, ())
    st.header("How it was drawn", anchor=False)
    if not rows:
        st.markdown("Its charts were purged. Counts that were taken over into ratings stay.")
    st.markdown(
        f"Drawn {made}: {escape(drawn.how)}  \n"
        f"Seed: **{escape(sample.seed)}**  \n"
        f"Fingerprint of the list (SHA-256): {sample.list_hash}"
    )
    st.caption("The list itself is not kept. With it, the seed and the fingerprint show the pick.")
    if rows:
        with st.expander("Check the pick against the list"):
            _show_check(sample, drawn)
    if workspace.visit.status != "final":
        with st.popover("Remove this sample", key=f"remove sample {sample.id}"):
            _show_removal(workspace, sample, rows)


def _show_check(sample: ChartSample, drawn: Draw) -> None:
    key = f"check list {sample.id}"
    listed = st.text_area("The list of chart numbers, one a line", key=key) or ""
    if not st.button("Check", key=f"{key} now"):
        return
    if drawn_again(listed.splitlines(), drawn):
        st.success("This list and the recorded seed give the same charts.")
    else:
        st.warning("This is not the list that the sample was drawn from, or not all of it.")


def _show_removal(workspace: Workspace, sample: ChartSample, rows: Sequence[ChartRow]) -> None:
    st.markdown(
        f"What was found in its {counted(len(rows), 'chart')} goes with it. Counts that were taken "
        "over into ratings stay."
    )
    key = f"remove {sample.id} now"
    sure = st.checkbox("Yes, remove it for good", key=f"sure of sample {sample.id}")
    # A callback is given the rows as they stood on screen when the button was pressed.
    st.button(
        "Remove the sample",
        key=key,
        disabled=not sure,
        on_click=_remove,
        args=(workspace, sample, rows, key),
    )
    trouble = st.session_state.pop(f"{key} trouble", None)
    if trouble:
        st.error(escape(trouble))


def _remove(workspace: Workspace, sample: ChartSample, rows: Sequence[ChartRow], key: str) -> None:
    trouble = f"{key} trouble"
    try:
        remove_sample(workspace.acting, sample.id, rows, now())
    except StaleRow as stale:
        st.session_state[trouble] = (
            f"Chart {stale.current.chart} was filled in "
            f"{elsewhere(workspace.acting, stale.by)} meanwhile, so nothing was removed. Look at "
            "it above, and remove the sample again if it is still to go."
        )
    except StorageError as error:
        st.session_state[trouble] = str(error)
