"""One item of a scale in full."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from app_pages.plain_table import one_line, sentence
from reporting.item_table import VERIFIED_WORDS
from reporting.item_words import ROLES, measure_words, not_applicable_words
from reporting.plan_table import EFFORTS
from reporting.sentences import listed
from scales.item import Item
from scales.model import Scale

IMPORTANCE = {1: "background", 2: "ordinary", 3: "high, the verdict hangs on it"}
SUPPORT = {
    "direct": "speak of it directly",
    "principle_level_only": "speak of it in principle only",
    "none": "do not speak of it",
}


def show_item(scale: Scale, item: Item) -> None:
    """Draw what is known of an item."""
    st.markdown(one_line(item.asks))
    _show(
        "What each level looks like, and how sure we are of its wording",
        [
            f"Level {a.level}: {a.text} ({VERIFIED_WORDS[a.verified]}{_where(a.source)})"
            for a in item.anchors
        ],
    )
    _show("Evidence to look at", item.evidence)
    _show("Questions to ask", [_probe(p.ask, p.of, p.criterion) for p in item.probes])
    if item.measure:
        _show("How it is measured", measure_words(item.measure, scale))
    _show("Not applicable", [not_applicable_words(item.not_applicable)])
    _show(
        "What to do about a low rating",
        [
            f"{sentence(a.do)} {EFFORTS[a.effort]} effort; usually led by: {a.lead}. "
            f"Done when: {a.done_when}"
            for a in item.actions
        ],
    )
    _show("Importance", [IMPORTANCE[item.importance]])
    _show("Other names", [f"{o.name} ({o.edition})" for o in item.other_names])
    _show("Elsewhere", [f"{c.framework}: {c.entry}" for c in item.crosswalk])
    _show("Founding documents", [_founding(item)])
    _show("Note", [item.note] if item.note else [])


def _probe(ask: str, of: Iterable[str], criterion: int | None) -> str:
    question = f"{ask} (ask: {listed((ROLES[role] for role in of), 'or')})"
    return question if criterion is None else f"{question}, founding criterion {criterion}"


def _where(source: str | None) -> str:
    return f", {source}" if source else ""


def _founding(item: Item) -> str:
    if not item.founding_documents:
        return "They do not speak of it."
    return f"{listed(item.founding_documents)} {SUPPORT[item.founding_support]}."


def _show(title: str, lines: Iterable[str]) -> None:
    written = [one_line(line) for line in lines]
    if len(written) == 1:
        st.markdown(f"**{title}.** {written[0]}")
    elif written:
        st.markdown("\n".join([f"**{title}**", "", *(f"- {line}" for line in written)]))
