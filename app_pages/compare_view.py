"""Where programs stand beside each other on one scale."""

from __future__ import annotations

import streamlit as st

from app_pages.plain_table import show_table
from handover.due_calendar import named
from handover.scored_pool import ScoredPool
from reporting.sentences import day
from scoring.rounding import as_decimal


def show_compared(pool: ScoredPool) -> None:
    """Draw the latest visit of each program, side by side."""
    latest = pool.latest()
    if not latest.visits:
        st.info("No visit is left. Take a filter away.")
        return
    st.header("Where each program stands", anchor=False)
    show_table(
        (
            {
                "Program": named(visit.program),
                "Latest visit": day(visit.visit.date),
                "Verdict": latest.scores.verdicts[place].name,
                pool.scale.total.name: as_decimal(latest.scores.total.value(place)),
            }
            for place, visit in enumerate(latest.visits)
        ),
        alt="Verdict and total of each program's latest visit",
    )
