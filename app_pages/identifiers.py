"""What is said of a text in which something may identify a client."""

from __future__ import annotations

import streamlit as st

from app_pages.plain_table import one_line
from reporting.sentences import listed
from storage.identifiers import KINDS, find_identifiers

NO_NAMES = "No client names, dates of birth or record numbers."


def identifier_words(text: str) -> str:
    """Say what in a text may identify a client; empty where nothing does."""
    found = [f"{KINDS[one.kind]} (“{one_line(one.found)}”)" for one in find_identifiers(text)]
    if not found:
        return ""
    return (
        f"It may hold what identifies a client: {listed(found)}. Take it out, or say that it is no "
        "client's."
    )


def may_keep(key: str, **texts: str) -> bool:
    """Look at texts that are about to be kept by a button.

    Draws what was found and a checkbox beside the fields; it has to be drawn in every run.

    Args:
        key: Of the checkbox.
        texts: What is to be kept, by the name of its field.

    Returns:
        Whether nothing was found, or the person says that it is no client's data.
    """
    found = {field: words for field, text in texts.items() if (words := identifier_words(text))}
    if not found:
        return True
    for field, words in found.items():
        st.warning(f"{field.replace('_', ' ').capitalize()}: {words}")
    # Another text asks anew.
    return st.checkbox("It is no client's data", key=f"{key} {hash(tuple(texts.values()))}")
