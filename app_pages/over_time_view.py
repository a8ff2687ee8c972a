"""One program from visit to visit."""

from __future__ import annotations

import streamlit as st

from app_pages.plain_table import show_table
from app_pages.scale_choice import choose_scale
from app_pages.session import open_catalog
from handover.pool import load_pool
from reporting.sentences import day
from scoring.rounding import as_decimal
from scoring.trend import trend_of
from storage.acting import Acting
from storage.programs import Program


def show_over_time(acting: Acting, program: Program) -> None:
    """Draw what each visit found on the chosen scale."""
    pool = [v for v in load_pool(acting, open_catalog(), program_ids=[program.id]) if v.has_ratings]
    if not pool:
        st.info("Nothing is rated yet that you may see.")
        return
    names = {visit.scale.id: visit.scale.short_name for visit in pool}
    scale = open_catalog().get(choose_scale(names)).scale
    rated = [visit.rated for visit in pool if visit.scale.id == scale.id]
    points = trend_of(scale, [visit for visit in rated if visit is not None], {})
    st.header("From visit to visit", anchor=False)
    show_table(
        (
            {
                "Visit": day(point.visit.day),
                "Verdict": point.verdict.name if point.verdict else "–",
                scale.total.name: as_decimal(point.total),
            }
            for point in points
        ),
        alt="Verdict and total of each visit",
    )
