"""The choice of one scale, kept in the address so that a link reopens it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def choose_scale(names: Mapping[str, str]) -> str:
    """Let the reader choose a scale.

    Args:
        names: Scale id to the name it is chosen by, in the order to offer; at least one.
    """
    if len(names) == 1:
        return next(iter(names))
    take_scale_from_address(names)
    return st.radio(
        "Scale",
        list(names),
        key="scale",
        format_func=names.__getitem__,
        horizontal=True,
        bind="query-params",
    )


def take_scale_from_address(names: Mapping[str, str]) -> None:
    """Accept the id of a scale in the address.

    A bound radio writes and reads the words of its options; links from other pages give the id,
    which stays the same when a scale is renamed.
    """
    wanted = st.query_params.get("scale")
    if wanted in names and wanted not in names.values():
        st.session_state["scale"] = wanted
