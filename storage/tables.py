"""The tables and their columns. Lengths are kept in Python (limits), so all text is `Text`."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import Moment, Tuples, key_column, text, whole, words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# sqlite_autoincrement: the id of a deleted record is never given out again, so that a tab left
# open on a deleted visit cannot write into another one.
person = Table(
    "person",
    metadata,
    key_column(),
    text("name"),
    Column("sees_all", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("invented", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    whole("revision"),
    sqlite_autoincrement=True,
)

program = Table(
    "program",
    metadata,
    key_column(),
    text("name"),
    text("agency"),
    text("setting"),
    Column("levels_of_care", Tuples, nullable=False),
    text("region"),
    whole("caseload", optional=True),
    Column("populations", Tuples, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    whole("revision"),
    Column("invented", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

membership = Table(
    "membership",
    metadata,
    Column("program_id", ForeignKey("program.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True, index=True),
    Column("created_at", Moment, nullable=False),
)

visit = Table(
    "visit",
    metadata,
    key_column(),
    Column("program_id", ForeignKey("program.id"), nullable=False, index=True),
    Column("date", Date, nullable=False),
    text("kind"),
    text("status"),
    whole("edition"),
    Column("created_at", Moment, nullable=False),
    words("note"),
    Column("purged_at", Moment),
    whole("revision"),
    sqlite_autoincrement=True,
)

team_member = Table(
    "team_member",
    metadata,
    key_column(),
    Column("visit_id", ForeignKey("visit.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), index=True),
    text("name"),
    text("role"),
    Column("rates", Boolean, nullable=False),
    text("staff_role"),
    Column("submitted_at", Moment),
    whole("revision"),
    UniqueConstraint("visit_id", "name"),
    sqlite_autoincrement=True,
)

assessment = Table(
    "assessment",
    metadata,
    key_column(),
    Column("visit_id", ForeignKey("visit.id"), nullable=False),
    text("scale_id"),
    text("scale_version"),
    text("scale_stamp"),
    whole("target_level"),
    UniqueConstraint("visit_id", "scale_id"),
    sqlite_autoincrement=True,
)

answer = Table(
    "answer",
    metadata,
    Column("assessment_id", ForeignKey("assessment.id"), primary_key=True),
    Column("rater", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    text("state"),
    whole("level", optional=True),
    words("reason"),
    whole("numerator", optional=True),
    whole("denominator", optional=True),
    words("note"),
    Column("sources", Tuples, nullable=False),
    text("grade", optional=True),
    words("because"),
    Column("confirmed", Boolean, nullable=False),
    # No foreign key: a signed visit stays as it is when the one it was copied from is deleted.
    whole("copied_from", optional=True),
    whole("revision"),
    Column("updated_at", Moment, nullable=False),
    # Checked in Python with words; here once more, because a level without a rating would count.
    CheckConstraint("(state = 'rated') = (level IS NOT NULL)", name="level_when_rated"),
    CheckConstraint("numerator <= denominator", name="part_of_whole"),
)

fact_answer = Table(
    "fact_answer",
    metadata,
    Column("assessment_id", ForeignKey("assessment.id"), primary_key=True),
    Column("rater", Text, primary_key=True),
    Column("fact", Text, primary_key=True),
    text("choice", optional=True),
    whole("count", optional=True),
    whole("revision"),
    Column("updated_at", Moment, nullable=False),
)

report_words = Table(
    "report_words",
    metadata,
    Column("assessment_id", ForeignKey("assessment.id"), primary_key=True),
    Column("item", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    whole("level"),
    words("words"),
    Column("said", Boolean, nullable=False),
    whole("revision"),
    Column("updated_at", Moment, nullable=False),
)

own_target = Table(
    "own_target",
    metadata,
    Column("assessment_id", ForeignKey("assessment.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    whole("hundredths", optional=True),
    whole("revision"),
    Column("updated_at", Moment, nullable=False),
)

plan_action = Table(
    "plan_action",
    metadata,
    key_column(),
    Column("visit_id", ForeignKey("visit.id"), nullable=False, index=True),
    text("do"),
    text("reason"),
    text("origin"),
    Column("items", Tuples, nullable=False),
    text("effort", optional=True),
    text("owner"),
    Column("start", Date),
    Column("due", Date),
    text("barrier"),
    text("measure_of_success"),
    text("status"),
    whole("baseline", optional=True),
    whole("target", optional=True),
    whole("position"),
    words("note"),
    whole("revision"),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

action_check = Table(
    "action_check",
    metadata,
    Column("action_id", ForeignKey("plan_action.id"), primary_key=True),
    Column("visit_id", ForeignKey("visit.id"), nullable=False, index=True),
    whole("done_by", optional=True),
    text("done_name"),
    Column("done_at", Moment, nullable=False),
    whole("verified_by", optional=True),
    text("verified_name"),
    Column("verified_at", Moment),
    whole("revision"),
)

visit_step = Table(
    "visit_step",
    metadata,
    key_column(),
    Column("visit_id", ForeignKey("visit.id"), nullable=False, index=True),
    text("step"),
    text("name"),
    text("do"),
    text("owner"),
    Column("due", Date, nullable=False),
    Column("done_on", Date),
    words("note"),
    whole("position"),
    whole("revision"),
    sqlite_autoincrement=True,
)

document_request = Table(
    "document_request",
    metadata,
    key_column(),
    Column("visit_id", ForeignKey("visit.id"), nullable=False, index=True),
    text("document"),
    Column("serves", Tuples, nullable=False),
    Column("requested_on", Date),
    Column("received_on", Date),
    words("note"),
    whole("position"),
    whole("revision"),
    sqlite_autoincrement=True,
)

chart_sample = Table(
    "chart_sample",
    metadata,
    key_column(),
    Column("visit_id", ForeignKey("visit.id"), nullable=False, index=True),
    whole("listed"),
    text("list_hash"),
    text("seed"),
    Column("criteria", Tuples, nullable=False),
    Column("created_at", Moment, nullable=False),
    whole("revision"),
    sqlite_autoincrement=True,
)

chart_row = Table(
    "chart_row",
    metadata,
    key_column(),
    Column("sample_id", ForeignKey("chart_sample.id"), nullable=False, index=True),
    words("chart"),
    Column("findings", Tuples, nullable=False, info={"own_words": True}),
    words("note"),
    whole("position"),
    whole("revision"),
    sqlite_autoincrement=True,
)

correction = Table(
    "correction",
    metadata,
    key_column(),
    Column("visit_id", ForeignKey("visit.id"), nullable=False, index=True),
    Column("assessment_id", ForeignKey("assessment.id"), nullable=False),
    text("item"),
    words("says"),
    text("said_by"),
    Column("said_at", Moment, nullable=False),
    text("state_before"),
    whole("level_before", optional=True),
    text("outcome"),
    words("answer"),
    text("answered_by"),
    Column("answered_at", Moment),
    whole("revision"),
    sqlite_autoincrement=True,
)

# What is signed and what is logged is kept as text, to the letter: its hash is over these letters.
signature = Table(
    "signature",
    metadata,
    key_column(),
    Column("visit_id", ForeignKey("visit.id"), nullable=False),
    whole("edition"),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    text("person"),
    text("signed_at"),
    Column("content", Text, nullable=False, info={"sealed": True}),
    text("content_hash"),
    text("book"),
    whole("event"),
    text("event_hash"),
    text("previous"),
    text("hash"),
    text("voided_at"),
    text("voided_by"),
    text("void_reason"),
    UniqueConstraint("visit_id", "edition"),
    sqlite_autoincrement=True,
)

audit_event = Table(
    "audit_event",
    metadata,
    Column("book", Text, primary_key=True),
    Column("number", key_column().type, primary_key=True, autoincrement=False),
    text("at"),
    whole("person_id", optional=True),
    text("person"),
    text("record"),
    text("key"),
    text("old"),
    text("new"),
    text("why"),
    text("salt"),
    text("previous"),
    text("hash"),
)

audit_book = Table(
    "audit_book",
    metadata,
    Column("book", Text, primary_key=True),
    whole("events"),
    text("hash"),
)

LOGGED = tuple(t for t in metadata.sorted_tables if t not in (audit_event, audit_book))
"""Tables of which every change is written into the audit trail."""
