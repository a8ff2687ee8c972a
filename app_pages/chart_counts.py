"""What a sample of charts shows: every finding in a table, and the counts of each item."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages.chart_samples import criteria_of
from app_pages.chart_worksheet import FINDINGS, answered
from app_pages.counts_form import suggestion_words
from app_pages.counts_taking import choose_set, show_taking
from app_pages.header import escape
from app_pages.plain_table import one_line, show_table
from app_pages.scale_choice import choose_scale
from handover.workspace import Workspace
from reporting.sentences import counted, listed
from scales.practice.chart_criterion import ChartCriterion
from scoring.chart_review import ChartCounts, ChartReview, Seen, count_charts
from scoring.chart_review import ChartRow as Looked
from scoring.measurement import suggest
from storage.worksheets import ChartRow, ChartSample, list_rows

_SEEN = {
    "yes": Seen.YES,
    "no": Seen.NO,
    "not_applicable": Seen.NOT_APPLICABLE,
    "not_seen": Seen.UNSEEN,
}


def show_counts(workspace: Workspace, sample: ChartSample) -> None:
    """Draw the overview of one scale, and under it the counts."""
    rows = list_rows(workspace.acting, sample.id)
    criteria = criteria_of(workspace, sample)
    if not rows or not criteria:
        st.info("There is nothing to count: the charts were purged or no question is left.")
        return
    scale_id = choose_scale(
        {c.scale_id: workspace.entries[c.scale_id].scale.short_name for c in criteria}
    )
    asked = [criterion for criterion in criteria if criterion.scale_id == scale_id]
    st.header("All charts", anchor=False)
    done = sum(answered(row, asked) == len(asked) for row in rows)
    st.markdown(f"{done} of {counted(len(rows), 'chart')} have an answer to every question here.")
    show_table(_table(rows, asked), alt="What was found in each chart, question by question")
    st.header("Counts", anchor=False)
    rater = choose_set(workspace)
    review = count(rows, criteria)
    _tell_passed_over(review)
    for counts in review.counts:
        if counts.criterion.scale_id == scale_id:
            _show_item(workspace, counts, rater)


def count(rows: Sequence[ChartRow], criteria: Sequence[ChartCriterion]) -> ChartReview:
    """Count what was found; a finding that nobody gave is the same as one not seen."""
    looked = [
        Looked(row.chart, {f"{s}:{item}": _SEEN[found] for s, item, found in row.findings})
        for row in rows
    ]
    return count_charts(criteria, looked)


def _table(rows: Sequence[ChartRow], asked: Sequence[ChartCriterion]) -> list[dict[str, str]]:
    table = []
    for row in rows:
        found = {f"{scale}:{item}": finding for scale, item, finding in row.findings}
        cells = {c.item_id: FINDINGS.get(found.get(c.key, ""), "") for c in asked}
        table.append({"Chart": row.chart, **cells})
    return table


def _tell_passed_over(review: ChartReview) -> None:
    if review.unknown:
        keys = listed(review.unknown)
        st.warning(
            f"Not counted, as it is no question of this sample's scales any more: {one_line(keys)}."
        )
    if review.repeated:
        st.warning(f"Listed twice, counted once: {one_line(listed(review.repeated))}.")


def _show_item(workspace: Workspace, counts: ChartCounts, rater: str | None) -> None:
    criterion = counts.criterion
    scale = workspace.entries[criterion.scale_id].scale
    item = scale.item(criterion.item_id)
    with st.container(border=True):
        st.subheader(f"{item.id} {escape(item.name)}", anchor=False)
        st.markdown(f"{one_line(criterion.ask)}  \n**{one_line(counts.text)}**")
        if counts.denominator and item.measure is not None:
            suggested = suggest(
                item.measure, counts.numerator, counts.denominator, scale.levels.low
            )
            if suggested is not None:
                words = suggestion_words(suggested, counts.numerator, counts.denominator)
                st.markdown(words)
            if rater is not None:
                show_taking(workspace, counts, rater)
