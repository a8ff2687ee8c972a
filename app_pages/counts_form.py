"""Numerator and denominator of an item, and the level they suggest."""

from __future__ import annotations

import streamlit as st

from app_pages.answer_saving import Desk
from app_pages.header import escape
from scales.item import Item, Measure
from scoring import as_text
from scoring.measurement import Suggestion, find_denominator, suggest


def show_counts(desk: Desk, item: Item, measure: Measure) -> None:
    """Draw the count fields and say what they point to."""
    with st.container(horizontal=True):
        _number(desk, item, "numerator", measure.numerator, measure.of)
        if measure.kind == "percent":
            _number(desk, item, "denominator", f"Out of: {measure.denominator}", None)
    found, how = find_denominator(measure, desk.counts)
    if how:
        st.caption(escape(how))
    if measure.note:
        st.caption(escape(measure.note))
    answer = desk.answer(item.id)
    _show_other_denominator(desk, item, found)
    denominator = found if answer.denominator is None else answer.denominator
    if measure.denominator_facts and denominator == 0:
        st.warning("The counts given add up to 0, so this item cannot be rated from counts.")
        return
    if answer.numerator is None:
        return
    suggested = suggest(measure, answer.numerator, denominator, desk.scale.levels.low)
    if suggested is None:
        st.caption("Give both counts, the first no larger than the second.")
        return
    st.markdown(suggestion_words(suggested, answer.numerator, denominator))
    if answer.level != suggested.level and not suggested.or_lower:
        st.button(
            f"Rate it {suggested.level}",
            key=desk.key(item.id, "use suggestion"),
            disabled=desk.locked,
            on_click=desk.choose,
            args=(item, str(suggested.level)),
        )


def _show_other_denominator(desk: Desk, item: Item, found: int | None) -> None:
    """Say where a count was corrected after the item was rated from it."""
    stored = desk.answer(item.id).denominator
    if found is None or stored is None or stored == found:
        return
    st.warning(
        f"The counts asked before the items now give {found}; this item was counted out of "
        f"{stored}."
    )
    st.button(
        f"Use {found}",
        key=desk.key(item.id, "use denominator"),
        disabled=desk.locked,
        on_click=desk.count_out_of,
        args=(item, found),
    )


def suggestion_words(suggested: Suggestion, numerator: int, denominator: int | None) -> str:
    """Say what counts point to, how sure a sample of that size can be, and what to check."""
    lower = " or lower" if suggested.or_lower else ""
    if suggested.interval is None:
        return f"{numerator} points to **level {suggested.level}{lower}**."
    percent = as_text(suggested.value, 1)
    low, high = (as_text(round(end), 0) for end in suggested.interval)
    words = [
        f"{numerator} of {denominator} is {percent} %, which points to "
        f"**level {suggested.level}{lower}**.",
        f"With a sample of {denominator} the true share may lie between {low} % and {high} % "
        "(95 % Wilson interval).",
    ]
    if suggested.at_edge:
        words.append("This is within one point of the edge of a level: look at the counts again.")
    if suggested.crosses:
        words.append("It reaches into another level: a larger sample would tell.")
    return " ".join(words)


def _number(desk: Desk, item: Item, field: str, label: str, largest: int | None) -> None:
    st.number_input(
        escape(label),
        min_value=0,
        max_value=largest,
        step=1,
        key=desk.widget(item.id, field),
        value=None,
        disabled=desk.locked,
        on_change=desk.save,
        args=(item, field),
    )
