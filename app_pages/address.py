"""Choices that the address keeps, so that a link, a refresh or a second tab opens the same place.

Streamlit's own binding puts the words of an option into the address; ids are shorter, stay the same
when words change, and can be written into links.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st


def follow_address(key: str, options: Sequence[str]) -> None:
    """Seed a widget from the address, before the widget is drawn.

    The address wins when a link changed it; else what was chosen last in this session stays. A
    choice that is not offered (any more) gives way to the first option.

    Args:
        key: The widget's key, also the name in the address.
        options: The ids offered, not empty.
    """
    named = st.query_params.get(key)
    if named in options and named != st.session_state.get(_last(key)):
        st.session_state[key] = named
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0]


def keep_in_address(key: str) -> None:
    """Write a widget's choice into the address, after the widget is drawn."""
    chosen = st.session_state[key]
    st.session_state[_last(key)] = chosen
    if st.query_params.get(key) != chosen:
        st.query_params[key] = chosen


def _last(key: str) -> str:
    return f"{key} in the address"
