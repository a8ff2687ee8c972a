"""The middle and the spread of a pool, one program beside it, and published references."""

from __future__ import annotations

import streamlit as st

from app_pages.address import follow_address, keep_in_address
from app_pages.chart_panel import drawing_of, show_chart
from app_pages.option_texts import option_texts
from app_pages.plain_table import one_line, show_frame, show_notes
from app_pages.published_view import show_published
from app_pages.table_download import download_table
from handover.due_calendar import named
from handover.pool_benchmarks import PoolBenchmarks, pool_benchmarks
from handover.scored_pool import ScoredPool
from reporting.benchmark_table import (
    BenchmarkRow,
    Marked,
    benchmark_table,
    item_rows,
    mean_rows,
    stem_of,
    verdict_table,
)
from reporting.benchmark_words import QUARTILES_ARE, behind_words, invented_words, pool_words
from reporting.charts.quartiles import quartile_chart
from reporting.file_words import file_changed_words
from reporting.kind_words import self_audit_words
from reporting.sentences import counted
from scoring.benchmark import FEWEST_PROGRAMS

_NOBODY = "none"
_NO_PROGRAM = "No program"


def show_benchmarks(pool: ScoredPool) -> None:
    """Draw the pool, then what publications say of the scale."""
    st.header("Your own pool", anchor=False)
    found = pool_benchmarks(pool)
    if not found.latest.visits:
        st.info("No visit is left. Take a filter away.")
    elif found.found.programs < FEWEST_PROGRAMS:
        st.info(_too_few(found))
        show_notes([invented_words(found.found)])
    else:
        _show_pool(found)
    _show_apart(pool, found)
    show_published(pool.scale)


def _too_few(found: PoolBenchmarks) -> str:
    programs = counted(found.found.programs, "program")
    return (
        f"There {'is' if found.found.programs == 1 else 'are'} {programs} here. Median and "
        f"quartiles are shown from {FEWEST_PROGRAMS} programs on: of fewer they would tell what a "
        "single program was rated. Take a filter away, or rate more programs."
    )


def _show_pool(found: PoolBenchmarks) -> None:
    pool = found.found
    st.markdown(one_line(pool_words(pool)))
    show_notes([self_audit_words(found.latest.self_audits, len(found.latest.visits))])
    marked = _choose_program(found)
    if marked:
        verdict = f"{marked.name}: {marked.verdict.name} on {marked.day.isoformat()}."
        st.markdown(one_line(verdict))
    _show_rows(found, mean_rows(pool, marked), "means", marked)
    st.header("Verdicts", anchor=False)
    show_frame(verdict_table(pool), alt="How many programs have each verdict")
    st.header("Item by item", anchor=False)
    _show_rows(found, item_rows(pool, marked), "items", marked)
    changed = sum(visit.file_changed for visit in found.latest.visits)
    show_notes([QUARTILES_ARE, file_changed_words(changed)])


def _show_rows(
    found: PoolBenchmarks, rows: tuple[BenchmarkRow, ...], what: str, marked: Marked | None
) -> None:
    chart = quartile_chart(found.found, rows, what, marked)
    show_chart(chart, drawing_of(chart))
    stem = f"{stem_of(found.found.scale)}-{what}"
    download_table(benchmark_table(rows, marked), stem, f"Download the {what} (CSV)")


def _choose_program(found: PoolBenchmarks) -> Marked | None:
    """Let the reader set one program of the pool beside it."""
    programs = {str(visit.program.id): visit.program for visit in found.latest.visits}
    ordered = sorted(programs, key=lambda number: programs[number].name.casefold())
    names = {number: named(programs[number]) for number in ordered}
    words = {_NOBODY: _NO_PROGRAM} | option_texts(names, "program", [_NO_PROGRAM])
    follow_address("program", [_NOBODY, *ordered])
    chosen = st.selectbox(
        "Set one program beside the pool",
        [_NOBODY, *ordered],
        key="program",
        format_func=words.__getitem__,
    )
    keep_in_address("program")
    return None if chosen == _NOBODY else found.marked(int(chosen))


def _show_apart(pool: ScoredPool, found: PoolBenchmarks) -> None:
    show_notes([behind_words(len(found.latest.behind))])
    if pool.apart:
        visits = counted(len(pool.apart), "visit")
        show_notes(
            [
                f"{visits} with this scale count nowhere here: nothing is rated that you may see "
                "yet, or the scale's version cannot be compared."
            ]
        )
