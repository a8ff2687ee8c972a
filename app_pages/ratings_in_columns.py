"""What the columns of a sheet of item scores mean: as guessed, to be corrected."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app_pages.plain_table import one_line
from exchange.score_grid import Grid
from exchange.score_mapping import ROLES, Column, ScoreMapping, guess_mapping, meanings
from exchange.score_mapping_file import write_mapping
from reporting.sentences import counted
from scales.model import Scale

MOST_COLUMNS = 80
_ROLE_WORDS = {
    "program": "the program",
    "date": "the day of the visit",
    "kind": "the kind of the visit",
    "visit": "the number of the visit",
    "rater": "who rated",
    "ignore": "nothing (passed over)",
}


def show_columns(
    grids: Mapping[str, Grid], guessed: ScoreMapping, scales: Mapping[str, Scale], file: str
) -> ScoreMapping:
    """Draw the guess as fields, and return what is chosen by now.

    Args:
        grids: The sheets of the file.
        guessed: What its columns seem to mean.
        scales: By id, those that may have been rated.
        file: Tells this file from another, for which all is asked anew.
    """
    chosen = _choose_sheet(grids, guessed, scales, file)
    words = _words(scales)
    what = "row" if chosen.turned else "column"
    items = counted(len(chosen.items), what)
    st.markdown(f"Read as items: {items} of {len(chosen.columns)}. Correct what is not right.")
    with st.expander(f"What each {what} means", expanded=not chosen.items):
        shown = chosen.columns[:MOST_COLUMNS]
        changed = {column.number: _choose(chosen, column, words, file) for column in shown}
        chosen = chosen.meaning(changed)
        if len(chosen.columns) > MOST_COLUMNS:
            more = len(chosen.columns) - MOST_COLUMNS
            st.markdown(f"and {more} more, which only `fidelity import --map` can change.")
        st.download_button(
            "Download this as a mapping (CSV)",
            lambda: write_mapping(chosen).encode("utf-8-sig"),
            file_name="mapping.csv",
            mime="text/csv",
            key="download mapping",
            on_click="ignore",
            help="For `fidelity import --map`.",
        )
    return chosen


def _choose_sheet(
    grids: Mapping[str, Grid], guessed: ScoreMapping, scales: Mapping[str, Scale], file: str
) -> ScoreMapping:
    sheet = guessed.sheet
    if len(grids) > 1:
        names = list(grids)
        sheet = st.selectbox(
            "Sheet", names, names.index(sheet), key=f"sheet {file}", format_func=one_line
        )
    ways = {False: "A row is a program, a column an item", True: "A column is a program"}
    turned = st.radio(
        "How it is laid out",
        list(ways),
        index=list(ways).index(guessed.turned),
        key=f"turned {file}",
        format_func=lambda way: ways[way],
        horizontal=True,
    )
    if (sheet, turned) != (guessed.sheet, guessed.turned):
        guessed = guess_mapping(grids, scales, sheet, turned)
    head = st.number_input(
        "The headings stand in column" if turned else "The headings stand in line",
        min_value=1,
        max_value=1_048_576,
        value=guessed.head,
        key=f"head {file} {sheet} {turned}",
    )
    if head != guessed.head:
        return guess_mapping(grids, scales, sheet, turned, int(head))
    return guessed


def _choose(mapping: ScoreMapping, column: Column, words: Mapping[str, str], file: str) -> str:
    options = list(words)
    heading = f" “{one_line(column.heading)}”" if column.heading else ""
    what = "Row" if mapping.turned else "Column"
    return st.selectbox(
        f"{what} {column.label}{heading}",
        options,
        index=options.index(column.means),
        key=f"column {file} {mapping.sheet} {mapping.turned} {mapping.head} {column.number}",
        format_func=lambda means: words[means],
    )


def _words(scales: Mapping[str, Scale]) -> dict[str, str]:
    parts = {
        f"{scale.id}:{item.id}": f"{scale.short_name}: {item.id} {item.name}"
        for scale in scales.values()
        for item in scale.items
    }
    return {
        means: _ROLE_WORDS[means] if means in ROLES else parts.get(means, means)
        for means in meanings(scales)
    }
