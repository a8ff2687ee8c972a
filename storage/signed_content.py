"""What a signature is over: everything that was rated at a visit, in one canonical text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from storage import tables
from storage.columns import as_plain, own_words
from storage.sealed import canonical, committed, digest, has_purged, has_words, new_salt, purged

Records = dict[str, list[dict[str, Any]]]
"""Table name to its rows as JSON values, in the order of their keys: numbers by their size, text by
its code points, whatever order the database has."""

LATER = ("purged_at", "revision", "status")
"""Columns of a visit that may change after it was signed, by a purge or by opening it again."""


def fetch_records(connection: Connection, visit_id: int) -> Records:
    """Read everything that was rated at a visit.

    The visit, its team, the scales with their stamps and targets, every rater's answers and facts
    with the consensus, what was written for the report, the corrections, and the chart samples. Not
    the timeline, the document requests and the plan: they go on after the visit is signed.
    """
    records: Records = {}
    for table, query in _parts(visit_id):
        rows = [as_plain(table, row._asdict()) for row in connection.execute(query)]
        keys = [column.name for column in table.primary_key]
        records[table.name] = sorted(rows, key=lambda row: [row[name] for name in keys])
    for visit in records["visit"]:
        for name in LATER:
            visit.pop(name)
    return records


def _parts(visit_id: int) -> tuple[tuple[Table, Select], ...]:
    assessments = select(tables.assessment.c.id).where(tables.assessment.c.visit_id == visit_id)
    of_visit = (tables.team_member, tables.assessment, tables.correction, tables.chart_sample)
    of_assessment = (tables.answer, tables.fact_answer, tables.own_target, tables.report_words)
    return (
        (tables.visit, select(tables.visit).where(tables.visit.c.id == visit_id)),
        *((table, select(table).where(table.c.visit_id == visit_id)) for table in of_visit),
        *((t, select(t).where(t.c.assessment_id.in_(assessments))) for t in of_assessment),
    )


def write_content(records: Records, remarks: str) -> str:
    """Write what is signed as the text that is kept; it has a salt if anybody's words are in it."""
    return _write(records, remarks, new_salt() if words_in(records) else "")


def words_in(records: Mapping[str, Any]) -> bool:
    """Whether somebody's own words are in what is signed."""
    return any(has_words(row, own) for row, own in _rows(records))


def purged_in(records: Mapping[str, Any]) -> bool:
    """Whether words were taken out of what was signed."""
    return any(has_purged(row, own) for row, own in _rows(records))


def content_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical form; own words stand in it as their salted digests."""
    records = {
        name: [committed(row, _own(name), content["salt"]) for row in rows]
        for name, rows in content["records"].items()
    }
    return digest({"records": records, "remarks": content["remarks"]})


def purge_content(text: str) -> str:
    """Take the words out of a kept content; its hash stays the same."""
    content = json.loads(text)
    records = {
        name: [purged(row, _own(name), content["salt"]) for row in rows]
        for name, rows in content["records"].items()
    }
    return _write(records, content["remarks"], "")


def _write(records: Mapping[str, Any], remarks: str, salt: str) -> str:
    return canonical({"records": records, "remarks": remarks, "salt": salt})


def _rows(records: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], frozenset[str]]]:
    for name, rows in records.items():
        for row in rows:
            yield row, _own(name)


def _own(table: str) -> frozenset[str]:
    return own_words(tables.metadata.tables[table])
