"""Where all programs together stand on a scale: verdicts, and the weakest items."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app_pages.chart_panel import drawing_of, show_chart
from app_pages.plain_table import show_notes
from app_pages.pool_choice import rated_scale_names
from app_pages.pool_session import scored_pool_of
from app_pages.scale_choice import choose_scale
from app_pages.session import open_catalog, today
from handover.compared import filtered
from handover.pool_filter import PoolFilter
from handover.scored_pool import ScoredPool
from reporting.benchmark_words import behind_words, latest_words
from reporting.charts.pool_items import pool_items_chart
from reporting.charts.pool_verdicts import pool_verdicts_chart
from reporting.file_words import file_changed_words
from reporting.kind_words import self_audit_words
from reporting.pool_words import verdict_counts
from reporting.sentences import counted
from scoring.item_standing import item_standings
from storage.acting import Acting


def show_standing(acting: Acting, chosen: PoolFilter) -> None:
    """Draw how many programs have which verdict, and which items are weakest.

    Args:
        acting: Who looks.
        chosen: Which programs are looked at.
    """
    names = rated_scale_names(acting)
    if not names:
        return
    st.header("Where all programs together stand", anchor=False)
    scale = open_catalog().get(choose_scale(names)).scale
    latest = finished(scored_pool_of(acting, scale), chosen).latest()
    if not latest.visits:
        st.info(f"No program has a finished visit with {scale.short_name} among these.")
        return
    days = [visit.visit.date for visit in latest.visits]
    occasion = latest_words(len(days), min(days), max(days))
    standings = item_standings(latest.scores.ratings, scale.target_level)
    for chart in (
        pool_verdicts_chart(scale, verdict_counts(scale, latest.scores.verdicts), occasion),
        pool_items_chart(scale, standings, scale.target_level, occasion),
    ):
        show_chart(chart, drawing_of(chart))
    _show_basis(latest)


def finished(pool: ScoredPool, chosen: PoolFilter) -> ScoredPool:
    """Keep the visits that are done, up to today, to the programs that are looked at."""
    done = filtered(pool, chosen)
    kept = done.take(k for k, visit in enumerate(done.visits) if visit.visit.date <= today())
    return replace(kept, apart=tuple(v for v in done.apart if v.visit.date <= today()))


def _show_basis(latest: ScoredPool) -> None:
    apart = len(latest.left_out)
    show_notes(
        [
            "Each program counts once, with its latest visit that is done; a visit that is still "
            "rated or settled does not count yet. The target is the scale's own.",
            self_audit_words(latest.self_audits, len(latest.visits)),
            behind_words(len(latest.behind)),
            f"{counted(apart, 'program')} rated with a version that cannot be set beside "
            "these: left out."
            if apart
            else "",
            file_changed_words(sum(visit.file_changed for visit in latest.visits)),
        ]
    )
