"""The tables and their columns. Lengths are kept in Python (limits), so all text is `Text`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    insert,
    update,
)


class Moment(TypeDecorator[dt.datetime]):
    """A moment in UTC; SQLite forgets the time zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        """Turn into UTC."""
        return value and value.astimezone(dt.UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """Put UTC back."""
        if value is None or value.tzinfo is not None:
            return value and value.astimezone(dt.UTC)
        return value.replace(tzinfo=dt.UTC)


class Tuples(TypeDecorator[tuple[Any, ...]]):
    """A tuple of texts, or of tuples of texts, kept as JSON."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Any, ...]:
        """Turn lists back into tuples."""
        return tuple(tuple(v) if isinstance(v, list) else v for v in value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _whole(name: str, *, optional: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=optional)


def _text(name: str, *, optional: bool = False) -> Column[str]:
    return Column(name, Text, nullable=optional)


# sqlite_autoincrement: the id of a deleted record is never given out again, so that a tab left
# open on a deleted visit cannot write into another one.
program = Table(
    "program",
    metadata,
    _key(),
    _text("name"),
    _text("agency"),
    _text("setting"),
    Column("levels_of_care", Tuples, nullable=False),
    _text("region"),
    _whole("caseload", optional=True),
    Column("populations", Tuples, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    _whole("revision"),
    Column("invented", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

visit = Table(
    "visit",
    metadata,
    _key(),
    Column("program_id", ForeignKey("program.id"), nullable=False, index=True),
    Column("date", Date, nullable=False),
    _text("kind"),
    _text("rater"),
    _text("status"),
    Column("created_at", Moment, nullable=False),
    _text("note"),
    _whole("revision"),
    sqlite_autoincrement=True,
)

assessment = Table(
    "assessment",
    metadata,
    _key(),
    Column("visit_id", ForeignKey("visit.id"), nullable=False),
    _text("scale_id"),
    _text("scale_version"),
    _text("scale_stamp"),
    _whole("target_level"),
    UniqueConstraint("visit_id", "scale_id"),
    sqlite_autoincrement=True,
)

answer = Table(
    "answer",
    metadata,
    Column("assessment_id", ForeignKey("assessment.id"), primary_key=True),
    Column("rater", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    _text("state"),
    _whole("level", optional=True),
    _text("reason"),
    _whole("numerator", optional=True),
    _whole("denominator", optional=True),
    _text("note"),
    Column("sources", Tuples, nullable=False),
    _text("grade", optional=True),
    Column("confirmed", Boolean, nullable=False),
    Column("copied_from", ForeignKey("visit.id", ondelete="SET NULL")),
    _whole("revision"),
    Column("updated_at", Moment, nullable=False),
    # Checked in Python with words; here once more, because a level without a rating would count.
    CheckConstraint("(state = 'rated') = (level IS NOT NULL)", name="level_when_rated"),
    CheckConstraint("numerator <= denominator", name="part_of_whole"),
)

fact_answer = Table(
    "fact_answer",
    metadata,
    Column("assessment_id", ForeignKey("assessment.id"), primary_key=True),
    Column("fact", Text, primary_key=True),
    _text("choice", optional=True),
    _whole("count", optional=True),
    _whole("revision"),
    Column("updated_at", Moment, nullable=False),
)

plan_action = Table(
    "plan_action",
    metadata,
    _key(),
    Column("visit_id", ForeignKey("visit.id"), nullable=False, index=True),
    _text("do"),
    _text("reason"),
    _text("origin"),
    Column("items", Tuples, nullable=False),
    _text("effort", optional=True),
    _text("owner"),
    Column("start", Date),
    Column("due", Date),
    _text("barrier"),
    _text("measure_of_success"),
    _text("status"),
    _whole("baseline", optional=True),
    _whole("target", optional=True),
    _whole("position"),
    _text("note"),
    _whole("revision"),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)


def add_row(connection: Connection, table: Table, record: object) -> int:
    """Keep a new record and return the id it is given."""
    values = {name: value for name, value in vars(record).items() if name != "id"}
    key = connection.execute(insert(table).values(values)).inserted_primary_key
    assert key is not None, "an insert of one row always has a key"
    return key[0]


def replace_row(connection: Connection, table: Table, record: object) -> None:
    """Put a record in the place of the stored one with its id."""
    values = vars(record)
    connection.execute(update(table).where(table.c.id == values["id"]).values(values))
