"""The choice of one scale, kept in the address so that a link reopens it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app_pages.address import follow_address, keep_in_address
from app_pages.plain_table import one_line


def choose_scale(names: Mapping[str, str]) -> str:
    """Let the reader choose a scale.

    Args:
        names: Scale id to the name it is chosen by, in the order to offer; at least one.
    """
    if len(names) == 1:
        return next(iter(names))
    follow_address("scale", list(names))
    chosen = st.radio(
        "Scale",
        list(names),
        key="scale",
        format_func=lambda scale_id: one_line(names[scale_id]),
        horizontal=True,
    )
    keep_in_address("scale")
    return chosen
