"""Tables whose cells are shown as they were typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
import streamlit as st

from app_pages.header import escape


def show_table(rows: Iterable[Mapping[str, object]], alt: str) -> None:
    """Draw rows as a plain table, which screen readers and printers can read.

    Args:
        rows: Column name to cell, the same columns in every row.
        alt: What the table shows.
    """
    show_frame(pd.DataFrame(list(rows)), alt)


def show_frame(frame: pd.DataFrame, alt: str) -> None:
    """Draw a data frame as a plain table; what is missing is an empty cell."""
    shown = frame.astype(object).where(frame.notna(), "").map(lambda cell: one_line(str(cell)))
    shown.columns = [one_line(str(name)) for name in frame.columns]
    st.table(shown, hide_index=True, border="horizontal", alt=alt)


def show_notes(notes: Iterable[str]) -> None:
    """Draw remarks in small letters, as dark as other text: Streamlit's captions are too pale."""
    lines = [f":small[{one_line(note)}]" for note in notes if note]
    if lines:
        st.markdown("\n\n".join(lines))


def sentence(text: str) -> str:
    """End a sentence with one full stop, whether or not it has one.

    Example:
        >>> sentence("Add a screen"), sentence("Add a screen.")
        ('Add a screen.', 'Add a screen.')
    """
    return text if text.endswith((".", "?", "!")) else f"{text}."


def one_line(text: str) -> str:
    """Show text as it was typed, in one line: no character or line break of it is Markdown."""
    return escape(" ".join(text.split()))
