"""All scales to choose from, the files that cannot be used, and the scale that was chosen."""

from __future__ import annotations

import streamlit as st

from app_pages.plain_table import one_line
from app_pages.scale_choice import take_scale_from_address
from app_pages.scale_view import show_scale
from reporting.sentences import counted
from scales.catalog import Catalog, Unusable


def show_scales(catalog: Catalog) -> None:
    """Draw the list of scales, faulty files, and the chosen scale in full."""
    for unusable in catalog.faults:
        _show_faults(unusable)
    names = {entry.scale.id: entry.scale.short_name for entry in catalog.entries}
    take_scale_from_address(names)
    chosen = st.session_state.get("scale")
    summaries = [] if chosen in names else [_summary(catalog, scale_id) for scale_id in names]
    chosen = st.radio(
        "Scale to read",
        list(names),
        index=None,
        key="scale",
        format_func=names.__getitem__,
        captions=summaries or None,
        horizontal=not summaries,
        bind="query-params",
    )
    if chosen is None:
        st.markdown("Choose a scale to read it in full.")
        return
    everything = st.toggle("Show everything for printing", key="everything", bind="query-params")
    show_scale(catalog.get(chosen), everything=everything)


def _summary(catalog: Catalog, scale_id: str) -> str:
    scale = catalog.get(scale_id).scale
    return f"{one_line(scale.name)}, {counted(len(scale.items), 'item')}. {one_line(scale.summary)}"


def _show_faults(unusable: Unusable) -> None:
    lines = "\n".join(f"- {one_line(str(fault))}" for fault in unusable.error.faults)
    st.error(
        f"{lines}\n\nThe file: {one_line(str(unusable.path))}",
        title=f"{one_line(unusable.path.name)} cannot be used yet",
        icon=":material/error:",
    )
