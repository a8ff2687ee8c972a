"""Every migration with rows in every table: what both versions know is the same afterwards."""

from __future__ import annotations

import pytest
from sqlalchemy import MetaData, text

from storage.engine import is_sqlite
from storage.portable import portable
from storage.revisions import revision_of, tables_at
from storage.store import Store, downgrade, rebuild, upgrade_within
from tests.storage.full_database import fill

STEPS = [("0001", "0002"), ("0002", "0003"), ("0003", "0004"), ("0004", "0005"), ("0005", "0006")]
# What a step is there to change: a finished visit is called submitted, and the rater of a visit
# became a team, to whom facts belong as well.
CHANGED = {"status", "rater"}

Rows = dict[str, list[tuple]]


def rows_of(store: Store, described: MetaData, other: MetaData) -> Rows:
    """The rows of the tables that both know, as far as both know their columns."""
    found: Rows = {}
    with store.read() as connection:
        for table in portable(described):
            if table.name not in other.tables:
                continue
            names = [f.name for f in table.fields if f.name in other.tables[table.name].c]
            rows = connection.execute(table.rows(c_order=not is_sqlite(store.engine))).mappings()
            found[table.name] = sorted(
                tuple(row[name] for name in names if name not in CHANGED) for row in rows
            )
    return found


def test_every_step_is_tried(store):
    with store.read() as connection:
        assert revision_of(connection) == STEPS[-1][1]


@pytest.mark.parametrize(("older", "newer"), STEPS)
@pytest.mark.parametrize("filled", ["older", "newer"])
def test_a_step_forward_or_back_keeps_every_row(store, older, newer, filled):
    before, after = tables_at(older), tables_at(newer)
    downgrade(store, older)
    if filled == "older":
        fill_all(store, before)
        kept = rows_of(store, before, after)
        bring_to(store, newer)
        assert rows_of(store, after, before) == kept
    else:
        bring_to(store, newer)
        fill_all(store, after)
        kept = rows_of(store, after, before)
    assert {name: len(rows) for name, rows in kept.items()} == dict.fromkeys(before.tables, 5)
    downgrade(store, older)
    assert rows_of(store, before, after) == kept


def test_the_answers_of_one_rater_are_kept_by_a_version_that_knows_one(store):
    """The consensus if there is one, else who was named first."""
    newer = tables_at("0003")
    fill_all(store, newer)
    with store.write() as connection:
        connection.execute(
            text(
                "INSERT INTO team_member (visit_id, name, role, rates, staff_role, revision) "
                "SELECT visit_id, 'second', role, rates, staff_role, revision FROM team_member"
            )
        )
        copied = [c.name for c in newer.tables["answer"].c if c.name != "rater"]
        columns = ", ".join(f'"{name}"' for name in copied)
        for rater, of in (("second", (1, 4)), ("consensus", (4,))):
            connection.execute(
                text(
                    f"INSERT INTO answer (rater, {columns}) SELECT '{rater}', {columns} "
                    f"FROM answer WHERE assessment_id IN ({', '.join(map(str, of))}) "
                    "AND rater IN ('B', '_')"
                )
            )
    downgrade(store, "0002")
    with store.read() as connection:
        found = connection.execute(text("SELECT assessment_id, rater FROM answer ORDER BY 1")).all()
    assert found == [(1, "B"), (4, "consensus"), (7, "a"), (10, "z"), (13, "é")]


def fill_all(store: Store, described: MetaData) -> None:
    with store.write() as connection:
        fill(connection, described)


def bring_to(store: Store, revision: str) -> None:
    with rebuild(store) as connection:
        upgrade_within(connection, revision)
