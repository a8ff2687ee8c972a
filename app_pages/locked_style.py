"""What can only be looked at is as easy to read as the rest: Streamlit draws locked fields pale."""

from __future__ import annotations

import streamlit as st

_STYLE = """<style>
[data-testid="stMain"] :is([data-testid="stRadio"] *, [data-testid="stCheckbox"] *,
    [data-testid="stWidgetLabel"] *, textarea:disabled, input:disabled) {
  color: inherit !important;
  -webkit-text-fill-color: currentColor !important;
}
</style>"""


def make_readable() -> None:
    """Draw the locked fields of this page in the color of its text."""
    st.html(_STYLE)
