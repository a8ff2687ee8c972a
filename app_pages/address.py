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
    named, last = st.query_params.get(key), st.session_state.get(_last(key))
    chosen = st.session_state.get(key, last)
    if named in options and named != last:
        chosen = named
    # Written even if it is there: what another page's widget of this key left behind can be read
    # here, but the widget of this page does not take it over.
    st.session_state[key] = chosen if chosen in options else options[0]


def keep_in_address(key: str) -> None:
    """Write a widget's choice into the address, after the widget is drawn."""
    chosen = st.session_state[key]
    st.session_state[_last(key)] = chosen
    if st.query_params.get(key) != chosen:
        st.query_params[key] = chosen


def _last(key: str) -> str:
    return f"{key} in the address"
