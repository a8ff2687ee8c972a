"""Whose word it is that an action is done, and who else has seen it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table; of what was done before nobody noted whose word that was."""
    op.create_table(
        "action_check",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("done_name", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_by", sa.Integer(), nullable=True),
        sa.Column("verified_name", sa.Text(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_action_check_action_id")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_action_check_visit_id")),
        sa.PrimaryKeyConstraint("action_id", name=op.f("pk_action_check")),
    )
    op.create_index(op.f("ix_action_check_visit_id"), "action_check", ["visit_id"])


def downgrade() -> None:
    """Drop the table, and all that is in it."""
    op.drop_index(op.f("ix_action_check_visit_id"), "action_check")
    op.drop_table("action_check")
