"""Chart reviews: a random sample of charts, and what was found in each. A purge deletes the rows.

Charts are evidence, not ratings: all reviewers of a visit work on the same sample.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from storage import tables
from storage.access import check_reviewer
from storage.acting import Acting, Reading, Writing
from storage.client_data import look_for_client_data
from storage.journal import add_record, change_record, last_writer, remove_record, visit_book
from storage.limits import (
    LONGEST_ID,
    LONGEST_NAME,
    LONGEST_NOTE,
    MOST_COUNT,
    check_choice,
    check_number,
    check_text,
    joined,
)
from storage.problem import NotFound, Problem, Stale, StorageProblem
from storage.visit_record import Visit
from storage.visits import fetch_visit, lock_visit

FINDINGS = ("yes", "no", "not_applicable", "not_seen")
MOST_CHARTS = 500
"""A worksheet of more would not fit a page; no protocol asks for so many."""


@dataclass(frozen=True)
class ChartSample:
    """A random pick from a list of chart numbers. The list itself is not kept."""

    visit_id: int
    listed: int
    """How many charts the list held."""
    list_hash: str
    """SHA-256 of the list, so that the pick can be checked against it."""
    seed: str
    criteria: tuple[tuple[str, str], ...]
    """The items each chart is looked at for: scale id and item id."""
    created_at: dt.datetime | None = None
    id: int = 0
    revision: int = 0


@dataclass(frozen=True)
class ChartRow:
    """One chart of a sample."""

    sample_id: int
    chart: str
    """Its number; never a name."""
    findings: tuple[tuple[str, str, str], ...] = ()
    """Scale id, item id and one of `FINDINGS`; a criterion nobody looked at yet is absent."""
    note: str = ""
    position: int = 0
    id: int = 0
    revision: int = 0


class WorksheetProblem(StorageProblem):
    """A worksheet was not saved."""


class StaleRow(Stale[ChartRow]):
    """A chart was filled in elsewhere first."""


def add_sample(
    acting: Acting, sample: ChartSample, charts: Sequence[str], now: dt.datetime
) -> ChartSample:
    """Keep a sample and an empty row for each of its charts.

    Raises:
        WorksheetProblem: Something in it cannot be kept; all reasons together.
        NotFound: There is no such visit.
        NotAllowed: The acting person does not review it.
        VisitFinal: It is signed.
    """
    _refuse(_check_charts(sample, charts))
    with acting.write(now) as writing:
        visit = _lock_visit(writing, sample.visit_id)
        new = replace(sample, created_at=writing.at, revision=1)
        book = visit_book(visit.id)
        kept = replace(new, id=add_record(writing, tables.chart_sample, new, book))
        for position, chart in enumerate(charts):
            row = ChartRow(kept.id, chart, position=position, revision=1)
            add_record(writing, tables.chart_row, row, book)
    return kept


def save_row(
    acting: Acting,
    row: ChartRow,
    expected_revision: int,
    now: dt.datetime,
    *,
    accept_identifiers: bool = False,
) -> ChartRow:
    """Save what was found in a chart, unless somebody saved it after `expected_revision`.

    With `accept_identifiers` words that look like a client's data are kept, and the audit trail
    says so.

    Raises:
        WorksheetProblem: Something in it cannot be kept; all reasons together.
        StaleRow: A newer revision is stored; it was kept.
        NotFound: There is no such chart.
        NotAllowed: The acting person does not review the visit.
        VisitFinal: It is signed.
    """
    _refuse(check_row(row))
    with acting.write(now) as writing:
        stored, sample = _lock_row(writing, row.id)
        _refuse(check_findings(row, sample))
        wanted = replace(stored, findings=row.findings, note=row.note)
        if wanted == stored:
            return stored
        book = visit_book(sample.visit_id)
        if stored.revision != expected_revision:
            by = last_writer(writing.connection, tables.chart_row, stored, book)
            raise StaleRow(stored, row, by)
        why = look_for_client_data(stored, wanted, ("note",), _refuse, accept_identifiers)
        kept = replace(wanted, revision=stored.revision + 1)
        change_record(writing, tables.chart_row, stored, kept, book, why)
    return kept


def remove_sample(
    acting: Acting, sample_id: int, seen: Sequence[ChartRow], now: dt.datetime
) -> None:
    """Delete a sample with its rows; counts that were taken over into ratings stay.

    Args:
        acting: Who deletes it.
        sample_id: Which sample.
        seen: Its rows as the person saw them when they decided.
        now: The moment, with its time zone.

    Raises:
        StaleRow: Something was found in one of its charts since; nothing was deleted.
        NotFound: There is no such sample.
        NotAllowed: The acting person does not review the visit.
        VisitFinal: It is signed.
    """
    with acting.write(now) as writing:
        sample = _lock_sample(writing, sample_id)
        book = visit_book(sample.visit_id)
        known = {row.id: row for row in seen}
        for row in fetch_rows(writing.connection, sample_id):
            if row.id not in known or row.revision != known[row.id].revision:
                by = last_writer(writing.connection, tables.chart_row, row, book)
                raise StaleRow(row, known.get(row.id, row), by)
            remove_record(writing, tables.chart_row, row, book)
        remove_record(writing, tables.chart_sample, sample, book)


def list_samples(acting: Acting, visit_id: int) -> tuple[ChartSample, ...]:
    """List the samples of a visit, the earliest first.

    Raises:
        NotFound: There is no such visit, or the acting person may not see it.
        NotAllowed: They do not review it.
    """
    with acting.read() as reading:
        _check_reader(reading, fetch_visit(reading, visit_id))
        return fetch_samples(reading.connection, visit_id)


def list_rows(acting: Acting, sample_id: int) -> tuple[ChartRow, ...]:
    """List the charts of a sample in their order.

    Raises:
        NotFound: There is no such sample, or the acting person may not see it.
        NotAllowed: They do not review the visit.
    """
    with acting.read() as reading:
        sample = _fetch_sample(reading.connection, sample_id)
        try:
            _check_reader(reading, fetch_visit(reading, sample.visit_id))
        except NotFound:
            raise NotFound("sample", sample_id) from None
        return fetch_rows(reading.connection, sample_id)


def fetch_samples(connection: Connection, visit_id: int) -> tuple[ChartSample, ...]:
    """List the samples of a visit within a transaction."""
    table = tables.chart_sample
    query = select(table).where(table.c.visit_id == visit_id).order_by(table.c.id)
    return tuple(ChartSample(**row._mapping) for row in connection.execute(query))


def fetch_rows(connection: Connection, sample_id: int) -> tuple[ChartRow, ...]:
    """List the charts of a sample within a transaction."""
    table = tables.chart_row
    query = select(table).where(table.c.sample_id == sample_id)
    ordered = query.order_by(table.c.position, table.c.id)
    return tuple(ChartRow(**row._mapping) for row in connection.execute(ordered))


def _lock_visit(writing: Writing, visit_id: int) -> Visit:
    visit = lock_visit(writing, visit_id)
    _check_reader(writing, visit)
    return visit


def _lock_sample(writing: Writing, sample_id: int) -> ChartSample:
    visit_id = _fetch_sample(writing.connection, sample_id).visit_id
    try:
        _lock_visit(writing, visit_id)
    except NotFound:
        raise NotFound("sample", sample_id) from None
    return _fetch_sample(writing.connection, sample_id)


def _lock_row(writing: Writing, row_id: int) -> tuple[ChartRow, ChartSample]:
    sample_id = _fetch_row(writing.connection, row_id).sample_id
    try:
        sample = _lock_sample(writing, sample_id)
    except NotFound:
        raise NotFound("chart", row_id) from None
    return _fetch_row(writing.connection, row_id), sample


def _check_reader(reading: Reading, visit: Visit) -> None:
    check_reviewer(reading, visit, "work on its charts")


def _fetch_sample(connection: Connection, sample_id: int) -> ChartSample:
    table = tables.chart_sample
    row = connection.execute(select(table).where(table.c.id == sample_id)).one_or_none()
    if row is None:
        raise NotFound("sample", sample_id)
    return ChartSample(**row._mapping)


def _fetch_row(connection: Connection, row_id: int) -> ChartRow:
    table = tables.chart_row
    row = connection.execute(select(table).where(table.c.id == row_id)).one_or_none()
    if row is None:
        raise NotFound("chart", row_id)
    return ChartRow(**row._mapping)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise WorksheetProblem("This was not saved.", problems)


def check_sample(sample: ChartSample) -> list[Problem]:
    """Check what can be told of a sample without its charts."""
    return _check_pick(sample) + _check_criteria(sample.criteria)


def _check_pick(sample: ChartSample) -> list[Problem]:
    return joined(
        check_number("charts listed", sample.listed, 1, MOST_COUNT),
        check_text("fingerprint of the list", sample.list_hash, LONGEST_ID, required=True),
        check_text("seed", sample.seed, LONGEST_NAME, required=True),
    )


def _check_charts(sample: ChartSample, charts: Sequence[str]) -> list[Problem]:
    found = joined(
        _check_pick(sample),
        *(check_text(f"chart {n}", c, LONGEST_ID, required=True) for n, c in enumerate(charts, 1)),
    )
    if not 0 < len(charts) <= min(MOST_CHARTS, sample.listed):
        what = f"{len(charts):,} charts cannot be picked from {sample.listed:,}"
        fix = f"Pick at least one, and at most {MOST_CHARTS}."
        found.append(Problem("K63", "charts", len(charts), what, fix))
    for chart in sorted(chart for chart, times in Counter(charts).items() if times > 1):
        what = f"{chart!r} is picked twice"
        found.append(Problem("K63", "charts", chart, what, "Pick every chart once."))
    return found + _check_criteria(sample.criteria)


def _check_criteria(criteria: Sequence[tuple[str, str]]) -> list[Problem]:
    if not criteria:
        return [Problem("K01", "criteria", (), "none is chosen", "Choose at least one.")]
    return joined(
        *(check_text("criterion", each, LONGEST_ID, required=True) for c in criteria for each in c)
    )


def check_findings(row: ChartRow, sample: ChartSample) -> list[Problem]:
    """Check that what was found in a chart is what its sample asks."""
    # Under another criterion it would be kept and never counted; twice, it would count twice.
    seen = Counter((scale, item) for scale, item, _found in row.findings)
    return [
        Problem("K65", item, times, "it is not asked, or answered twice", "Reload the worksheet.")
        for (scale, item), times in seen.items()
        if times > 1 or (scale, item) not in sample.criteria
    ]


def check_row(row: ChartRow) -> list[Problem]:
    """Check what can be told of a chart by itself."""
    return joined(
        *(check_choice(f"{item}", found, FINDINGS) for _scale, item, found in row.findings),
        check_text("note", row.note, LONGEST_NOTE),
    )
