"""What publications say of a scale, and of instruments near it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages.plain_table import show_frame, show_notes
from reporting.benchmark_words import source_words
from reporting.published_table import published_table, references_elsewhere, references_for
from scales.model import Scale
from scales.published.figure import Reference
from scales.published.reading import load_published


def show_published(scale: Scale) -> None:
    """Draw the published figures of a scale; those of other instruments stand behind a fold."""
    published = _published()
    own = references_for(scale, published)
    st.header("Published figures", anchor=False)
    st.markdown(
        "They are no norms: another place, other raters, often another edition of the scale."
    )
    if own:
        _show(own, scale)
    else:
        st.markdown("No published figure is known for this scale.")
    with st.expander("Other instruments"):
        _show(references_elsewhere(published), None)


def _show(references: Sequence[Reference], scale: Scale | None) -> None:
    of = scale.short_name if scale else "other instruments"
    show_frame(published_table(references, scale), alt=f"Published figures of {of}")
    show_notes(source_words(reference) for reference in references)


@st.cache_resource(show_spinner=False)
def _published() -> tuple[Reference, ...]:
    """Read the references: they ship with the toolkit and are the same for everybody."""
    return load_published()
