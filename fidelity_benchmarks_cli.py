"""The command that tells the middle and the spread of a pool, and published figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fidelity_pool_cli import (
    CareOption,
    FormatOption,
    KindOption,
    PoolScaleOption,
    RegionOption,
    SettingOption,
    UnfinishedOption,
    YearOption,
    frame_lines,
    program_of,
    read_filter,
    scale_of,
    wrapped,
)
from fidelity_tables_cli import PersonOption, acting_as, catalog
from fidelity_terminal import refusal, say
from scales.fault import quote

# What opens databases takes a while to load: no other command should wait for it.
if TYPE_CHECKING:
    from handover.pool_benchmarks import PoolBenchmarks
    from reporting.benchmark_table import Marked
    from scales.published.figure import Reference
    from storage.programs import Program


def tell_benchmarks(
    scale: PoolScaleOption = None,
    program: Annotated[
        str | None,
        typer.Option("--program", metavar="PROGRAM", help="Set this program beside the pool."),
    ] = None,
    region: RegionOption = None,
    setting: SettingOption = None,
    level_of_care: CareOption = None,
    year: YearOption = None,
    kind: KindOption = None,
    unfinished: UnfinishedOption = False,
    output: FormatOption = "table",
    person: PersonOption = None,
) -> None:
    """Tell the median and the quartiles of the programs you see, and published figures."""
    from handover.compared import filtered
    from handover.pool import load_pool
    from handover.pool_benchmarks import pool_benchmarks
    from handover.scored_pool import score_pool
    from reporting.published_table import references_elsewhere, references_for
    from scales.published.reading import load_published

    with acting_as(person) as acting:
        known = catalog()
        visits = load_pool(acting, known)
        of = scale_of(known, visits, scale)
        pool = score_pool(of, visits)
        everything = [*pool.visits, *pool.apart]
        asked = (region, setting, level_of_care, year, kind)
        chosen = read_filter(everything, *asked, unfinished=unfinished)
        found = pool_benchmarks(filtered(pool, chosen))
        beside = None if program is None else program_of(acting, program)
    marked = _marked(found, beside)
    published = load_published()
    speaking = (*references_for(of, published), *references_elsewhere(published))
    if output == "json":
        say(json.dumps(_benchmarks_data(found, beside, marked, speaking)))
        return
    for line in _benchmark_lines(found, marked, references_for(of, published)):
        say(line)


def _marked(found: PoolBenchmarks, program: Program | None) -> Marked | None:
    if program is None:
        return None
    marked = found.marked(program.id)
    if marked is None:
        why = "Take a filter away."
        if program.invented and found.found.left_out:
            why = "It is invented, and a pool with real programs holds no invented ones."
        raise refusal(f"{quote(program.name)} is not in this pool. {why} [V09]")
    return marked


def _benchmark_lines(
    found: PoolBenchmarks, marked: Marked | None, published: tuple[Reference, ...]
) -> Iterator[str]:
    from reporting.benchmark_table import benchmark_table, item_rows, mean_rows, verdict_table
    from reporting.benchmark_words import (
        QUARTILES_ARE,
        behind_words,
        figure_words,
        pool_words,
        source_words,
    )
    from reporting.file_words import file_changed_words

    pool = found.found
    yield f"{pool.scale.short_name}: {pool_words(pool)}"
    yield from wrapped(behind_words(len(found.latest.behind)))
    yield ""
    rows = (*mean_rows(pool, marked), *item_rows(pool, marked))
    yield from frame_lines(benchmark_table(rows, marked))
    if pool.verdicts:
        yield ""
        yield from frame_lines(verdict_table(pool))
    yield ""
    yield from wrapped(QUARTILES_ARE)
    if changed := file_changed_words(sum(v.file_changed for v in found.latest.visits)):
        yield from wrapped(changed)
    for reference in published:
        yield ""
        for figure in reference.figures:
            yield from wrapped(figure_words(figure, pool.scale))
        yield from wrapped(source_words(reference), 4)


def _benchmarks_data(
    found: PoolBenchmarks,
    program: Program | None,
    marked: Marked | None,
    published: tuple[Reference, ...],
) -> dict[str, Any]:
    from exchange.history_json import benchmarks_data, marked_data

    pool = found.found
    beside = None
    if program is not None and marked is not None:
        beside = {
            "program": {"id": program.id, "name": program.name, "invented": program.invented},
            "date": marked.day.isoformat(),
            "verdict": marked.verdict.id,
            **marked_data(marked.total, marked.subscales, marked.items),
        }
    return {
        "scale": pool.scale.id,
        "version": pool.scale.version,
        **benchmarks_data(pool),
        "beside": beside,
        "published": [reference.model_dump(mode="json") for reference in published],
    }
