"""How far each item is from its target, and the items that do not count."""

from __future__ import annotations

import streamlit as st

from app_pages.plain_table import one_line, show_table
from reporting.gap_table import GapRow
from reporting.scale_report import ScaleReport


def show_gaps(scale: ScaleReport) -> None:
    """Draw the items below target, widest gap first."""
    st.header("Gaps to target", anchor=False)
    st.markdown(one_line(scale.gap_summary))
    if scale.gaps:
        show_table(
            (_row(gap) for gap in scale.gaps),
            alt="Items below target, widest gap first, with what their levels look like",
        )


def show_left_out(scale: ScaleReport) -> None:
    """Draw the items without a level."""
    if not scale.unrated:
        return
    st.header("Items left out, and why", anchor=False)
    st.markdown("These items have no level. They count neither above nor below the line.")
    show_table(
        (
            {
                "Item": item.label,
                "Part": item.subscale,
                "State": item.state,
                "Reason": item.reason or "no reason given",
            }
            for item in scale.unrated
        ),
        alt="Items without a level, with their state and the reason given",
    )


def _row(gap: GapRow) -> dict[str, object]:
    return {
        "Item": f"{gap.label}: {gap.signs}" if gap.signs else gap.label,
        "Gap": gap.size_text,
        "Now": f"{gap.level}: {gap.anchor_now}",
        "Target": f"{gap.target}: {gap.anchor_target}",
    }
