"""The means of one scale, each by its name."""

from __future__ import annotations

import streamlit as st

from app_pages.plain_table import one_line, show_notes, show_table
from reporting.numbers import NumberRow
from reporting.report import Report
from reporting.scale_report import ScaleReport


def show_numbers(report: Report, scale: ScaleReport) -> None:
    """Draw the total, the means of the parts, and means formed with another scale."""
    st.header("Numbers", anchor=False)
    show_table(
        [_row(scale.total, "The total"), *(_row(n, _role(n)) for n in scale.subscales)],
        alt=f"Means of the {scale.short_name} scale",
    )
    if scale.index is not None:
        st.markdown(
            f"**{one_line(scale.index_name)}: {one_line(scale.index)}.** "
            f"{one_line(scale.index_note)}"
        )
    for combined in report.combined:
        if scale.id in combined.scales:
            st.markdown(f"**Three different means.** {one_line(combined.sentence)}")
            show_notes([combined.note])


def _row(number: NumberRow, role: str) -> dict[str, object]:
    return {"Number": number.name, "Mean": number.text, "Items": number.counted, "Role": role}


def _role(number: NumberRow) -> str:
    return "Part of the total" if number.in_total else "Reported apart"
