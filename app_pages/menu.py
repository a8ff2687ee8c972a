"""The menu: every page, grouped by what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage


def show_menu(sections: Mapping[str, Sequence[StreamlitPage]]) -> StreamlitPage:
    """Draw the menu.

    Streamlit's own puts the names of sections between the entries of a list, and a screen reader
    then counts no list at all.

    Args:
        sections: The pages by the name of their group.

    Returns:
        The page that the address names, to be run.
    """
    page = st.navigation([each for group in sections.values() for each in group], position="hidden")
    with st.sidebar:
        for name, group in sections.items():
            with st.container(gap="xsmall"):
                st.markdown(f"**{name}**")
                for each in group:
                    st.page_link(each)
    return page
