"""People, teams, independent ratings, consensus, corrections, signatures and the audit trail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0003"
down_revision = "0002"

NEW = (
    "audit_book",
    "audit_event",
    "signature",
    "correction",
    "chart_row",
    "chart_sample",
    "document_request",
    "visit_step",
    "team_member",
    "membership",
    "person",
)
"""New tables, what refers to others first."""


def upgrade() -> None:
    """Create the new tables; who rated a visit becomes its team of one."""
    _create_people()
    _create_practice()
    _create_corrections_and_signatures()
    _create_audit_trail()
    op.execute(
        "INSERT INTO team_member "
        "(visit_id, name, role, rates, staff_role, submitted_at, revision) "
        "SELECT id, rater, 'lead', (1 = 1), '', "
        "CASE WHEN status = 'finished' THEN created_at END, 1 FROM visit"
    )
    _extend_visits()
    with op.batch_alter_table("answer") as table:
        table.add_column(sa.Column("because", sa.Text(), nullable=False, server_default=""))
        # A signed visit stays as it is when the one it was copied from is deleted.
        table.drop_constraint("fk_answer_copied_from", type_="foreignkey")
    with op.batch_alter_table("answer") as table:
        table.alter_column("because", server_default=None)
    _give_facts_their_rater()


def downgrade() -> None:
    """Keep of each visit the answers of one rater: the consensus, else who leads or comes first."""
    op.add_column("visit", sa.Column("rater", sa.Text(), nullable=False, server_default=""))
    op.execute(
        "UPDATE visit SET rater = (SELECT name FROM team_member WHERE visit_id = visit.id "
        "AND rates ORDER BY id LIMIT 1)"
    )
    op.execute(
        "UPDATE visit SET rater = 'consensus' WHERE id IN (SELECT visit_id FROM answer "
        "JOIN assessment ON assessment.id = assessment_id WHERE answer.rater = 'consensus')"
    )
    theirs = (
        "rater = (SELECT visit.rater FROM visit JOIN assessment ON visit_id = visit.id "
        "WHERE assessment.id = assessment_id)"
    )
    for table in ("answer", "fact_answer"):
        op.execute(f"DELETE FROM {table} WHERE NOT ({theirs})")
    op.execute(
        "UPDATE answer SET copied_from = NULL WHERE copied_from NOT IN (SELECT id FROM visit)"
    )
    with op.batch_alter_table("fact_answer") as table:
        table.drop_constraint("pk_fact_answer", type_="primary")
        table.drop_column("rater")
        table.create_primary_key("pk_fact_answer", ["assessment_id", "fact"])
    with op.batch_alter_table("answer") as table:
        table.drop_column("because")
        table.create_foreign_key(
            "fk_answer_copied_from", "visit", ["copied_from"], ["id"], ondelete="SET NULL"
        )
    op.execute("UPDATE visit SET status = 'finished' WHERE status <> 'draft'")
    with _rebuilt("visit") as table:
        table.alter_column("rater", server_default=None)
        table.drop_column("edition")
        table.drop_column("purged_at")
    for name in NEW:
        op.drop_table(name)


@contextmanager
def _rebuilt(name: str) -> Iterator[BatchOperations]:
    """Alter a table of which no id is ever given out twice.

    SQLite rebuilds it, and would forget that ids are counted and how far they were.
    """
    connection = op.get_bind()
    counted = "FROM sqlite_sequence WHERE name = :name"
    last = None
    if connection.dialect.name == "sqlite":
        last = connection.scalar(sa.text(f"SELECT seq {counted}"), {"name": name})
    with op.batch_alter_table(name, table_kwargs={"sqlite_autoincrement": True}) as table:
        yield table
    if last is not None:
        connection.execute(sa.text(f"DELETE {counted}"), {"name": name})
        again = sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)")
        connection.execute(again, {"name": name, "last": last})


def _extend_visits() -> None:
    with _rebuilt("visit") as table:
        table.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True))
        table.drop_column("rater")
    with _rebuilt("visit") as table:
        table.alter_column("edition", server_default=None)
    op.execute("UPDATE visit SET status = 'submitted' WHERE status = 'finished'")


def _give_facts_their_rater() -> None:
    with op.batch_alter_table("fact_answer") as table:
        table.add_column(sa.Column("rater", sa.Text(), nullable=False, server_default=""))
    op.execute(
        "UPDATE fact_answer SET rater = (SELECT name FROM team_member "
        "JOIN assessment ON assessment.visit_id = team_member.visit_id "
        "WHERE assessment.id = fact_answer.assessment_id)"
    )
    with op.batch_alter_table("fact_answer") as table:
        table.alter_column("rater", server_default=None)
        table.drop_constraint("pk_fact_answer", type_="primary")
        table.create_primary_key("pk_fact_answer", ["assessment_id", "rater", "fact"])


def _key() -> sa.Column:
    return sa.Column("id", sa.Integer(), nullable=False)


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _whole(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _belongs(table: str, column: str, to: str, *, optional: bool = False) -> list:
    link = sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))
    return [sa.Column(column, sa.Integer(), nullable=optional), link]


def _moment(name: str, *, optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)


def _create(name: str, *parts: sa.Column | sa.Constraint) -> None:
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))
    op.create_table(name, _key(), *parts, key, sqlite_autoincrement=True)


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _create_people() -> None:
    _create(
        "person",
        *_text("name"),
        sa.Column("sees_all", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("invented", sa.Boolean(), nullable=False),
        _moment("created_at"),
        *_whole("revision"),
    )
    op.create_table(
        "membership",
        *_belongs("membership", "program_id", "program"),
        *_belongs("membership", "person_id", "person"),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("program_id", "person_id", name=op.f("pk_membership")),
    )
    _index("membership", "person_id")
    _create(
        "team_member",
        *_belongs("team_member", "visit_id", "visit"),
        *_belongs("team_member", "person_id", "person", optional=True),
        *_text("name", "role"),
        sa.Column("rates", sa.Boolean(), nullable=False),
        *_text("staff_role"),
        _moment("submitted_at", optional=True),
        *_whole("revision"),
        sa.UniqueConstraint("visit_id", "name", name=op.f("uq_team_member_visit_id_name")),
    )
    _index("team_member", "person_id")


def _create_practice() -> None:
    _create(
        "visit_step",
        *_belongs("visit_step", "visit_id", "visit"),
        *_text("step", "name", "do", "owner"),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        *_text("note"),
        *_whole("position", "revision"),
    )
    _create(
        "document_request",
        *_belongs("document_request", "visit_id", "visit"),
        *_text("document"),
        sa.Column("serves", sa.JSON(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        *_text("note"),
        *_whole("position", "revision"),
    )
    _create(
        "chart_sample",
        *_belongs("chart_sample", "visit_id", "visit"),
        *_whole("listed"),
        *_text("list_hash", "seed"),
        sa.Column("criteria", sa.JSON(), nullable=False),
        _moment("created_at"),
        *_whole("revision"),
    )
    _create(
        "chart_row",
        *_belongs("chart_row", "sample_id", "chart_sample"),
        *_text("chart"),
        sa.Column("findings", sa.JSON(), nullable=False),
        *_text("note"),
        *_whole("position", "revision"),
    )
    for table in ("visit_step", "document_request", "chart_sample"):
        _index(table, "visit_id")
    _index("chart_row", "sample_id")


def _create_corrections_and_signatures() -> None:
    _create(
        "correction",
        *_belongs("correction", "visit_id", "visit"),
        *_belongs("correction", "assessment_id", "assessment"),
        *_text("item", "says", "said_by"),
        _moment("said_at"),
        *_text("state_before"),
        sa.Column("level_before", sa.Integer(), nullable=True),
        *_text("outcome", "answer", "answered_by"),
        _moment("answered_at", optional=True),
        *_whole("revision"),
    )
    _index("correction", "visit_id")
    _create(
        "signature",
        *_belongs("signature", "visit_id", "visit"),
        *_whole("edition"),
        *_belongs("signature", "person_id", "person"),
        *_text("person", "signed_at", "content", "content_hash", "book"),
        *_whole("event"),
        *_text("event_hash", "previous", "hash", "voided_at", "voided_by", "void_reason"),
        sa.UniqueConstraint("visit_id", "edition", name=op.f("uq_signature_visit_id_edition")),
    )


def _create_audit_trail() -> None:
    op.create_table(
        "audit_event",
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_text("at"),
        sa.Column("person_id", sa.Integer(), nullable=True),
        *_text("person", "record", "key", "old", "new", "why", "salt", "previous", "hash"),
        sa.PrimaryKeyConstraint("book", "number", name=op.f("pk_audit_event")),
    )
    op.create_table(
        "audit_book",
        sa.Column("book", sa.Text(), nullable=False),
        *_whole("events"),
        *_text("hash"),
        sa.PrimaryKeyConstraint("book", name=op.f("pk_audit_book")),
    )
