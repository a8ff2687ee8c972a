"""All scales to choose from, the files that cannot be used, and the scale that was chosen."""

from __future__ import annotations

import streamlit as st

from app_pages.address import follow_address, keep_in_address
from app_pages.plain_table import one_line, sentence
from app_pages.scale_view import show_scale
from reporting.anchor_check import anchor_sentence
from reporting.sentences import counted
from scales.catalog import Catalog, Unusable
from scales.model import Scale

NONE = "-"
"""No scale in full; not an id that a scale can have."""


def show_scales(catalog: Catalog) -> None:
    """Draw the list of scales, faulty files, and the chosen scale in full."""
    for unusable in catalog.faults:
        _show_faults(unusable)
    names = {entry.scale.id: entry.scale.short_name for entry in catalog.entries}
    follow_address("scale", [NONE, *names])
    chosen = st.radio(
        "Scale to read in full",
        [NONE, *names],
        key="scale",
        format_func=lambda scale_id: one_line(names.get(scale_id, "All scales in short")),
        horizontal=True,
    )
    keep_in_address("scale")
    if chosen == NONE:
        for entry in catalog.entries:
            _show_summary(entry.scale)
        return
    everything = st.toggle("Show everything for printing", key="everything", bind="query-params")
    show_scale(catalog.get(chosen), everything=everything)


def _show_summary(scale: Scale) -> None:
    st.header(one_line(scale.name), anchor=False)
    st.markdown(one_line(scale.summary))
    st.markdown(
        f"{counted(len(scale.items), 'item')}. {one_line(sentence(scale.status))} "
        f"{one_line(anchor_sentence(scale))}"
    )
    st.button(
        f"Read the {one_line(scale.short_name)} scale",
        key=f"read|{scale.id}",
        icon=":material/menu_book:",
        on_click=_choose,
        args=(scale.id,),
    )


def _choose(scale_id: str) -> None:
    st.session_state["scale"] = scale_id


def _show_faults(unusable: Unusable) -> None:
    lines = "\n".join(f"- {one_line(str(fault))}" for fault in unusable.error.faults)
    st.error(
        f"{lines}\n\nThe file: {one_line(str(unusable.path))}",
        title=f"{one_line(unusable.path.name)} cannot be used yet",
        icon=":material/error:",
    )
