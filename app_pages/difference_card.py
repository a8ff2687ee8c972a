"""One item with what each rater saw of it, and what they settle on."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app_pages.consensus_desk import ConsensusDesk
from app_pages.header import escape
from app_pages.item_form import anchor_id, item_form
from handover.rater_sets import RaterSets
from scales.item import Item
from storage.answers import Answer


def show_difference(
    desk: ConsensusDesk, sets: RaterSets, item: Item, shown: Mapping[str, str]
) -> None:
    """Draw an item to settle, with what each rater gave above the choice.

    Args:
        desk: The consensus.
        sets: What each rater gave.
        item: The item.
        shown: By rater, how they are called here.
    """
    was_open = desk.is_open(item.id)

    def after() -> None:
        # What is still open is told above and below the item.
        if desk.is_open(item.id) != was_open:
            st.rerun()

    item_form(desk, item, after, above=lambda: _show_side_by_side(item, sets.answers(item), shown))


def show_settled(sets: RaterSets, item: Item, shown: Mapping[str, str]) -> None:
    """Draw an item that is settled, to be looked at."""
    settled = sets.settled.answers.get(item.id)
    with st.container(border=True, key=f"settled {item.id}"):
        st.subheader(f"{item.id} {escape(item.name)}", anchor=anchor_id(item))
        _show_side_by_side(item, sets.answers(item), shown)
        st.markdown(f"Settled: {answer_words(item, settled)}")
        if settled is not None and settled.because:
            st.markdown(f"Why: {escape(settled.because)}")


def answer_words(item: Item, answer: Answer | None) -> str:
    """What was answered, with the words of its anchor."""
    if answer is None or answer.state == "unanswered":
        return "not rated"
    if answer.state != "rated":
        return answer.state.replace("_", " ")
    text = next((a.text for a in item.anchors if a.level == answer.level), "")
    return f"**level {answer.level}**. {escape(text)}"


def short_words(answer: Answer | None) -> str:
    """What was answered, in a word or two."""
    if answer is None or answer.state == "unanswered":
        return "not rated"
    return str(answer.level) if answer.state == "rated" else answer.state.replace("_", " ")


def _show_side_by_side(
    item: Item, answers: Mapping[str, Answer | None], shown: Mapping[str, str]
) -> None:
    columns = st.columns(min(len(answers), 3))
    for number, (name, answer) in enumerate(answers.items()):
        with columns[number % len(columns)], st.container(border=True):
            st.markdown(f"{escape(shown[name])}: {answer_words(item, answer)}")
            # Two spaces and a line break: lines of one paragraph, not paragraphs.
            st.markdown("  \n".join(_evidence(answer)))


def _evidence(answer: Answer | None) -> list[str]:
    if answer is None:
        return ["No note."]
    lines = []
    if not answer.confirmed:
        lines.append("Copied from an earlier visit and not confirmed")
    if answer.reason and answer.state == "not_applicable":
        lines.append(f"Why not applicable: {escape(answer.reason)}")
    if answer.numerator is not None or answer.denominator is not None:
        of = "" if answer.denominator is None else f" of {answer.denominator}"
        counted = "–" if answer.numerator is None else answer.numerator
        lines.append(f"Counts: {counted}{of}")
    if answer.sources:
        lines.append(f"Seen: {escape('; '.join(answer.sources))}")
    if answer.grade:
        lines.append(f"Evidence grade {answer.grade}")
    lines.append(f"Note: {escape(answer.note)}" if answer.note else "No note.")
    return lines
