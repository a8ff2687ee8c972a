"""What a page leaves out when it is printed."""

from __future__ import annotations

import streamlit as st

# A table inside a scrolling box would jump to the next sheet as a whole and leave a blank behind.
_STYLE = """
<style>
@media print {
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stDownloadButton"],
  [data-testid="stPageLink"] { display: none !important; }
  [data-testid="stTable"], [data-testid="stTable"] div, [data-testid="stElementContainer"] {
    overflow: visible !important;
  }
}
</style>
"""


def make_printable() -> None:
    """Have the page print without menus and buttons, its tables running on from sheet to sheet."""
    st.html(_STYLE)
