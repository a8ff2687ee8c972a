"""The raters of one visit side by side, as far as the reader may see their sets."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from app_pages.chart_panel import drawing_of, show_chart
from app_pages.compare_download import show_downloads
from app_pages.compare_visits import visit_options
from app_pages.plain_table import one_line, show_frame, show_notes
from handover.compared import compared_visits, rated_by_several, rater_rows
from handover.pool import PoolVisit
from handover.scored_pool import ScoredPool
from reporting.agreement_words import MARKS, agreement_words, statistics_table
from reporting.charts.two_visits import raters_chart
from reporting.compare.rater_words import raters_frame
from reporting.compare.visit_columns import visit_words
from scoring.agreement import Agreement, agree


def show_raters(pool: ScoredPool) -> None:
    """Let the reader choose a visit, and draw what each rater gave."""
    st.header("Rater against rater", anchor=False)
    places = rated_by_several(pool)
    if not places:
        st.info(
            "There is no visit whose ratings by two you may see. Ratings stay blind until all "
            "raters of a visit have handed in."
        )
        return
    visit = _choose(pool, places)
    found = agree(pool.scale, rater_rows(visit))
    told = agreement_words(found.overall, "The raters")
    for sentence in filter(None, (told.headline, *told.left_out, told.why_low)):
        st.markdown(one_line(sentence))
    frame = raters_frame(found)
    occasion = visit_words(compared_visits([visit])[0])
    chart = raters_chart(found, frame, occasion)
    if chart is not None:
        show_chart(chart, drawing_of(chart))
    else:
        show_frame(frame, alt="What each rater gave to each item")
    with st.expander("Agreement in numbers"):
        show_frame(_numbers(found), alt="Agreement by subscale")
        show_notes([MARKS])
    show_downloads(f"{pool.scale.short_name}: rater against rater", lambda: {"Raters": frame})


def _choose(pool: ScoredPool, places: Sequence[int]) -> PoolVisit:
    several = [pool.visits[place].visit.id for place in places]
    words = {visit: text for visit, text in visit_options(pool).items() if visit in several}
    if st.session_state.get("raters of") not in words:
        st.session_state["raters of"] = several[0]
    chosen = st.selectbox("Visit", list(words), key="raters of", format_func=words.__getitem__)
    (place,) = pool.places([chosen])
    return pool.visits[place]


def _numbers(found: Agreement) -> pd.DataFrame:
    names = {subscale.id: subscale.name for subscale in found.scale.subscales}
    groups = {"Whole scale": found.overall}
    groups |= {names[part]: each for part, each in found.subscales.items()}
    return statistics_table(groups)
