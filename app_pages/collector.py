"""Keep Python's garbage collector off what lives as long as the server does.

Streamlit has everything searched for garbage after every single interaction. Scales, tables and
the libraries are some hundred thousand objects that never become garbage; to look through them
each time took longer than to save a rating and draw it.
"""

from __future__ import annotations

import gc

import streamlit as st


@st.cache_resource(show_spinner=False)
def spare_collector(page: str) -> None:
    """Set aside what there is now, once for each page: each brings libraries of its own.

    Args:
        page: The name of the page that was just drawn.
    """
    del page  # only there so that this happens again for another page
    gc.collect()
    gc.freeze()
