"""Two visits item by item: of one program, with what chance does; or of two programs."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app_pages.chart_panel import drawing_of, show_chart
from app_pages.compare_download import show_downloads
from app_pages.compare_visits import visit_options
from app_pages.plain_table import one_line, show_notes
from handover.compared import compared_visits, latest_two, two_visits
from handover.scored_pool import ScoredPool
from reporting.change_words import CHANCE_MEANS, change_words
from reporting.charts.two_visits import two_chart
from reporting.compare.two_words import difference_words, two_frame
from reporting.compare.visit_columns import visit_day
from reporting.file_words import file_changed_words
from reporting.kind_words import mixed_words
from scoring.chance import Chance


def show_two(pool: ScoredPool, chance_of: Callable[[], Chance]) -> None:
    """Let the reader choose two visits, and draw them.

    Args:
        pool: The visits to choose from.
        chance_of: Works out what raters of one visit differ by; asked for one program alone.
    """
    st.header("Two visits", anchor=False)
    if len(pool.visits) < 2:
        st.info("There is only one visit to look at. Take a filter away, or rate another one.")
        return
    places = _choose(pool)
    if places[0] == places[1]:
        st.info("This is one and the same visit. Choose another one to set beside it.")
        return
    found = two_visits(pool, *places)
    visits = compared_visits(pool.take(found.places).visits)
    chance = chance_of() if found.one_program else None
    if found.one_program:
        ends = (visit_day(visits[0]), visit_day(visits[1]))
        words, occasion = change_words(found.change, chance), visits[0].name
    else:
        ends = (visits[0].label, visits[1].label)
        words, occasion = difference_words(found.change, *ends), " and ".join(ends)
    for sentence in words:
        st.markdown(one_line(sentence))
    show_notes([mixed_words(visits[0].kind, visits[1].kind)])
    if not found.change.items:
        return
    frame = two_frame(found.change, ends, chance)
    chart = two_chart(found.change, ends, chance, frame, occasion)
    show_chart(chart, drawing_of(chart))
    changed = file_changed_words(sum(visit.file_changed for visit in visits))
    show_notes([CHANCE_MEANS if chance else "", changed])
    show_downloads(f"{pool.scale.short_name}: two visits", lambda: {"Two visits": frame})


def _choose(pool: ScoredPool) -> tuple[int, int]:
    words = visit_options(pool)
    first = [pool.visits[place].visit.id for place in latest_two(pool)]
    one = _choose_one("One visit", "one visit", words, first[0])
    other = _choose_one("Another visit", "another visit", words, first[1])
    place, beside = pool.places((one, other))
    return place, beside


def _choose_one(label: str, key: str, words: dict[int, str], first: int) -> int:
    if st.session_state.get(key) not in words:
        st.session_state[key] = first
    return st.selectbox(label, list(words), key=key, format_func=words.__getitem__)
