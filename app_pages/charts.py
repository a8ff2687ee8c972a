"""Charts: draw a sample of client charts, look through them, and take over the counts."""

import streamlit as st

from app_pages.address import follow_address, keep_in_address
from app_pages.chart_counts import show_counts
from app_pages.chart_drawing import show_drawing
from app_pages.chart_samples import choose_sample, load_samples, show_about
from app_pages.chart_worksheet import show_worksheet
from app_pages.header import show_header

PARTS = {"fill": "Look through the charts", "counts": "Overview and counts", "sample": "Sample"}

workspace = show_header("Charts")
if workspace is not None and workspace.entries:
    samples = load_samples(workspace)
    if samples is not None:
        sample = choose_sample(samples)
        parts = list(PARTS) if sample else ["sample"]
        follow_address("charts", parts)
        if sample:
            st.radio("Show", parts, key="charts", format_func=PARTS.__getitem__, horizontal=True)
        keep_in_address("charts")
        part = st.session_state["charts"]
        if sample and part == "fill":
            show_worksheet(workspace, sample)
        elif sample and part == "counts":
            show_counts(workspace, sample)
        else:
            if sample:
                show_about(workspace, sample)
            show_drawing(workspace, len(samples))
