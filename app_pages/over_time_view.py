"""One program from visit to visit."""

from __future__ import annotations

import streamlit as st

from app_pages.chance_view import show_chance
from app_pages.change_view import show_change
from app_pages.chart_panel import drawing_of, show_chart
from app_pages.plain_table import show_notes
from app_pages.pool_session import pool_chance_of, pool_of, scored_pool_of
from app_pages.scale_choice import choose_scale
from app_pages.session import open_catalog
from app_pages.table_download import download_table
from handover.pool import PoolVisit
from handover.pool_benchmarks import pool_benchmarks
from handover.pool_filter import PoolFilter
from handover.program_history import ProgramHistory, program_history
from reporting.benchmark_words import invented_words
from reporting.charts.trend import trend_chart
from reporting.file_words import file_changed_words
from reporting.history import Measure, history_table, measures_of, noise_of
from reporting.sentences import counted, day, listed
from scales.model import Scale
from scoring.benchmark import Benchmark, Benchmarks
from scoring.chance import Chance
from storage.acting import Acting
from storage.programs import Program


def show_over_time(acting: Acting, program: Program) -> None:
    """Draw what each visit found on the chosen scale, what moved, and how sure that is."""
    own = [visit for visit in pool_of(acting) if visit.program.id == program.id]
    names = {visit.scale.id: visit.scale.short_name for visit in own}
    if not names:
        st.info("There is no visit to this program yet. Begin one and rate it first.")
        st.page_link("app_pages/programs.py", label="Go to programs", icon=":material/apartment:")
        return
    scale = open_catalog().get(choose_scale(names)).scale
    history = program_history(program, scale, own)
    if not history.visits:
        st.info("There is no result on this scale yet that you may see.")
        _show_missing(history)
        return
    chance = pool_chance_of(acting, scale)
    st.header("From visit to visit", anchor=False)
    _show_trend(acting, history, chance)
    _show_missing(history)
    show_change(acting, history, chance)
    show_chance(chance)


def _show_trend(acting: Acting, history: ProgramHistory, chance: Chance) -> None:
    scale = history.told.scale
    measure = _choose_measure(scale)
    beside = st.toggle("Show the median of all programs you see", key="median beside")
    pool = _pool(acting, history) if beside else None
    median = _median(pool, measure) if pool else None
    chart = trend_chart(history.told, measure, noise_of(chance, measure), median)
    show_chart(chart, drawing_of(chart))
    invented = invented_words(pool) if pool else ""
    show_notes(
        [
            f"The pool: {invented}" if invented else "",
            file_changed_words(sum(visit.file_changed for visit in history.visits)),
        ]
    )
    download_table(history_table(history.told), chart.file_stem, "Download all numbers (CSV)")


def _choose_measure(scale: Scale) -> Measure:
    measures = measures_of(scale)
    if len(measures) == 1:
        return measures[0]
    return st.selectbox(
        "What to follow",
        measures,
        key=f"measure|{scale.id}",
        format_func=lambda measure: measure.name,
    )


def _pool(acting: Acting, history: ProgramHistory) -> Benchmarks:
    """All programs that the person sees; beside a real one nothing invented."""
    pool, done = scored_pool_of(acting, history.told.scale), PoolFilter()
    invented = history.visits[0].program.invented
    kept = pool.take(
        place
        for place, visit in enumerate(pool.visits)
        if done.keeps(visit) and (invented or not visit.program.invented)
    )
    return pool_benchmarks(kept).found


def _median(pool: Benchmarks, measure: Measure) -> Benchmark:
    return pool.total if measure.is_total else pool.subscales[measure.id]


def _show_missing(history: ProgramHistory) -> None:
    """Say which visits are not in the picture, and why."""
    show_notes(
        [
            _missing(history.waiting, "still being rated or settled, or planned"),
            _missing(history.unseen, "without a rating that you may see"),
        ]
    )


def _missing(visits: tuple[PoolVisit, ...], why: str) -> str:
    if not visits:
        return ""
    days = listed(day(visit.visit.date) for visit in visits)
    return f"Not shown: {counted(len(visits), 'visit')} ({days}), {why}."
