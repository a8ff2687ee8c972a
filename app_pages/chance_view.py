"""How large a change has to be for it to be more than chance, and of what that is known."""

from __future__ import annotations

import streamlit as st

from app_pages.plain_table import one_line, show_frame
from reporting.chance_words import FEW_PAIRS, HOW, chance_table, chance_words, item_chance_table
from scoring.chance import Chance


def show_chance(chance: Chance) -> None:
    """Draw what chance does, the sentence first and the numbers behind a fold."""
    st.header("How sure is a change?", anchor=False)
    for sentence in chance_words(chance):
        st.markdown(one_line(sentence))
    with st.expander("How this is worked out"):
        for sentence in HOW:
            st.markdown(one_line(sentence))
        show_frame(chance_table(chance), alt="The error of the total and of each subscale")
        st.markdown(one_line(FEW_PAIRS))
        show_frame(item_chance_table(chance), alt="How far raters were apart on each item")
