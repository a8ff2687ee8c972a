"""Bring in what a bundle holds: all that was agreed to, or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update

from storage import tables
from storage.acting import Acting, Operator, Person, Writing
from storage.bundle import BUNDLE, Bundle, BundleFault
from storage.bundle_compare import check_may_import, compare
from storage.bundle_preview import BROUGHT, BundlePreview, Standing
from storage.bundle_scope import Scope
from storage.engine import forget_deleted, is_sqlite
from storage.journal import PEOPLE, add_numbered
from storage.numbering import counting_kept
from storage.portable import PortableTable
from storage.problem import Problem
from storage.progress import Meter, Progress
from storage.row_lines import stream_rows

BROUGHT_IN = "Brought in with a bundle."
"""What the audit trail says of somebody who came with one."""
_AT_ONCE = 500
_FIRST_LOCKED = ("visit", "program", "person")
"""Every writer begins with one of these, so whoever has them waits for nobody afterwards."""


def import_bundle(
    acting: Acting | Operator,
    bundle: Bundle,
    accepted: BundlePreview,
    now: dt.datetime,
    *,
    skip_conflicts: bool = False,
    progress: Progress | None = None,
) -> None:
    """Bring in what is new and what is newer, in one transaction.

    Args:
        acting: Who brings it in: somebody who sees everything, or the toolkit itself.
        bundle: The open file.
        accepted: What `preview_bundle` told of it, and somebody agreed to.
        now: The moment, with its time zone.
        skip_conflicts: Whether to leave out the programs that conflict; else nothing is brought
            in where there are any.
        progress: Told how far it has come.

    Raises:
        BundleFault: Something conflicts, or the preview is not of this file, or of this database
            as it is now.
        NotAllowed: The acting person does not see everything.
        StoreUnavailable: The database cannot be written.
    """
    with acting.write(now) as writing:
        check_may_import(writing)
        _lock(writing.connection)
        _refuse_changed(bundle, accepted, compare(writing.connection, bundle))
        if not skip_conflicts:
            _refuse_conflicts(bundle, accepted)
        with counting_kept(writing.connection):
            _Writer(writing, bundle, accepted, progress).write()
    forget_deleted(acting.store.engine)


def _lock(connection: Connection) -> None:
    """Make all others who write wait; on SQLite they do since the transaction began."""
    if is_sqlite(connection.engine):
        return
    others = (t.name for t in tables.metadata.sorted_tables if t.name not in _FIRST_LOCKED)
    connection.execute(text(f"LOCK TABLE {', '.join((*_FIRST_LOCKED, *others))} IN EXCLUSIVE MODE"))


def _refuse_changed(bundle: Bundle, accepted: BundlePreview, found: BundlePreview) -> None:
    if accepted == found:
        return
    if accepted.fingerprint != found.fingerprint:
        what = "it is another file than the one that was looked at"
    else:
        what = "the database was changed since somebody looked at what comes"
    _refuse(bundle, [Problem("K76", bundle.name, None, what, "Look at the preview again.")])


def _refuse_conflicts(bundle: Bundle, accepted: BundlePreview) -> None:
    fix = "Leave this program out, or bring the two together where both can be seen."
    _refuse(
        bundle,
        [
            Problem("K75", f"{kind} {part.id}", None, part.why, fix)
            for program in accepted.conflicting
            for kind, part in (("program", program), *(("visit", v) for v in program.visits))
            if part.why
        ],
    )


def _refuse(bundle: Bundle, problems: list[Problem]) -> None:
    if problems:
        raise BundleFault(f"{bundle.name}: {BUNDLE.not_taken}", problems)


class _Writer:
    """Writes what was agreed to."""

    def __init__(
        self,
        writing: Writing,
        bundle: Bundle,
        accepted: BundlePreview,
        progress: Progress | None,
    ) -> None:
        self._writing = writing
        self._connection = writing.connection
        self._bundle = bundle
        self._people = {person.id: person for person in accepted.people if person.comes}
        self._brought = self._scope(accepted, *BROUGHT)
        self._replaced = self._scope(accepted, "newer")
        changes = (part.changes for p in accepted.brought for part in (p, *p.visits))
        self._meter = Meter(progress, sum(changes))

    def _scope(self, accepted: BundlePreview, *standing: Standing) -> Scope:
        visits = [v for p in accepted.brought for v in p.visits if v.standing in standing]
        programs = [p.id for p in accepted.brought if p.standing in standing]
        return Scope(
            programs=tuple(sorted(programs)),
            visits=tuple(sorted(v.id for v in visits if v.status is not None)),
            gone=tuple(sorted(v.id for v in visits if v.status is None)),
        )

    def write(self) -> None:
        """Write people, then take away what is replaced, then put everything in its place."""
        self._add_people()
        for table in reversed(self._bundle.tables):
            self._take_away(table)
        for table in self._bundle.tables:
            self._put(table)
        self._meter.finish()

    def _add_people(self) -> None:
        query = select(tables.person).where(tables.person.c.id.in_(self._people))
        for row in self._bundle.connection.execute(query.order_by(tables.person.c.id)):
            known = self._people[row.id]
            person = Person(**{**row._mapping, "sees_all": known.keeps_sight})
            add_numbered(self._writing, tables.person, person, PEOPLE, BROUGHT_IN)

    def _take_away(self, table: PortableTable) -> None:
        if table.name in (tables.person.name, tables.program.name):
            return
        gone = Scope(
            self._replaced.programs,
            visits=(*self._replaced.visits, *self._replaced.gone),
        )
        for which in gone.conditions(table.table):
            self._connection.execute(delete(table.table).where(which))

    def _put(self, table: PortableTable) -> None:
        if table.name == tables.person.name:
            return
        if table.name == tables.program.name:
            self._change_programs(table)
        rows: list[dict[str, Any]] = []
        for row in self._rows(table):
            rows.append(row)
            if len(rows) == _AT_ONCE:
                self._insert(table, rows)
                rows = []
        self._insert(table, rows)

    def _insert(self, table: PortableTable, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(insert(table.table), rows)
        if table.name == tables.audit_event.name:
            self._meter.step(len(rows))

    def _rows(self, table: PortableTable) -> Iterator[dict[str, Any]]:
        """The rows of the bundle that go into a table."""
        for which in self._brought.conditions(table.table):
            for row in stream_rows(self._bundle.connection, table, which):
                if table.name != tables.program.name or row["id"] not in self._replaced.programs:
                    yield _in_utc(row)

    def _change_programs(self, table: PortableTable) -> None:
        """Replace programs that are here in their place: their visits refer to them."""
        (which,) = self._replaced.conditions(table.table)
        for row in stream_rows(self._bundle.connection, table, which):
            change = update(table.table).where(table.table.c.id == row["id"])
            self._connection.execute(change.values(_in_utc(row)))


def _in_utc(row: dict[str, Any]) -> dict[str, Any]:
    """Say of moments that they are in UTC, which the scratch database forgets."""
    return {
        name: value.replace(tzinfo=dt.UTC)
        if isinstance(value, dt.datetime) and value.tzinfo is None
        else value
        for name, value in row.items()
    }
