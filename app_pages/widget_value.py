"""What a widget shows is what this app holds, never what Streamlit remembers of the widget.

Streamlit forgets a widget's value while it is not drawn (in a folded box, in another part), but
still answers with its default when asked for its key. Taken for an answer, that would be a loss.
"""

from __future__ import annotations

import streamlit as st


def show_value(key: str, value: object, *, locked: bool = False) -> None:
    """Make the widget that is about to be drawn show a value.

    Set only where it differs: what is set goes to the browser again, and on a slow line would undo
    what was given meanwhile. In a widget that is locked nothing can be given, and Streamlit passes
    over what the browser sent for it last, which may be what could not be saved.
    """
    if locked or key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
