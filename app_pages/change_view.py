"""What moved between two visits that the reader chooses."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from app_pages.option_texts import option_texts
from app_pages.plain_table import one_line, show_frame, show_notes
from app_pages.table_download import download_table
from handover.change_story import item_stories
from handover.program_history import ProgramHistory, change_of
from reporting.change_table import items_table, means_table, sort_items
from reporting.change_words import items_words, number_words, verdict_words, versions_words
from reporting.charts.words import plain
from reporting.kind_words import mixed_words
from reporting.sentences import counted
from scoring.chance import Chance
from scoring.change import Change, ItemChange
from storage.acting import Acting


def show_change(acting: Acting, history: ProgramHistory, chance: Chance) -> None:
    """Draw the choice of two visits, and what moved: the verdict first, then means, then items."""
    st.header("What moved", anchor=False)
    if len(history.visits) < 2:
        st.markdown("There is one visit so far. What moved is told from the second one on.")
        return
    first, second = _choose(history)
    earlier, later = history.visits[first], history.visits[second]
    change = change_of(history.told.scale, earlier, later)
    _show_words(change, chance)
    show_notes([mixed_words(earlier.visit.kind, later.visit.kind)])
    if not change.items:
        return
    means = means_table(change, chance)
    if len(means) > 1:
        show_frame(means, alt="The total and the subscales at the two visits")
    stories = item_stories(acting, change.items, later, history.visits[first:second])
    items = sort_items(change)

    def table(rows: tuple[ItemChange, ...]) -> pd.DataFrame:
        return items_table(change.scale, rows, chance, stories)

    for rows, went in ((items.up, "went up"), (items.down, "went down")):
        if rows:
            st.subheader(_upper(f"{counted(len(rows), 'item')} {went}"), anchor=False)
            show_frame(table(rows), alt=f"Items that {went}, the largest step first")
    for rows, which in ((items.same, "did not move"), (items.open, "not rated both times")):
        if rows:
            with st.expander(f"{counted(len(rows), 'item')} {which}"):
                show_frame(table(rows), alt=f"Items: {which}")
    whole = table((*items.up, *items.down, *items.same, *items.open))
    stem = f"{plain(history.told.program)}-{plain(change.scale.id)}-what-moved"
    download_table(whole, stem, "Download what moved (CSV)")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _show_words(change: Change, chance: Chance) -> None:
    told = [versions_words(change)]
    if change.items:
        total = change.total
        told.append(verdict_words(change, chance))
        told.append(number_words(total, chance.total) if total else "")
        told.append(items_words(change, chance))
    for sentence in filter(None, told):
        st.markdown(one_line(sentence))


def _choose(history: ProgramHistory) -> tuple[int, int]:
    """Let the reader choose two visits; the last two unless they do."""
    ids = [visit.visit.id for visit in history.visits]
    called = [visit.called for visit in history.told.visits]
    words = option_texts(dict(zip(ids, called, strict=True)), "visit")
    scale = history.told.scale.id
    left, right = st.columns(2)
    with right:
        # With a newer visit the choice begins anew, at that one.
        later = _choose_one("Later visit", f"later visit|{scale}|{ids[-1]}", ids[:0:-1], words)
    second = ids.index(later)
    with left:
        before = ids[:second][::-1]
        earlier = _choose_one("Earlier visit", f"earlier visit|{scale}|{later}", before, words)
    return ids.index(earlier), second


def _choose_one(label: str, key: str, ids: list[int], words: dict[int, str]) -> int:
    if st.session_state.get(key) not in ids:
        st.session_state[key] = ids[0]
    return st.selectbox(label, ids, key=key, format_func=words.__getitem__)
