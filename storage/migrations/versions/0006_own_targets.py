"""What single items, subscales and totals are to reach, where they have a target of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the table; before it every item had the target of its scale."""
    op.create_table(
        "own_target",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("hundredths", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_own_target_assessment_id")
        ),
        sa.PrimaryKeyConstraint("assessment_id", "kind", "subject", name=op.f("pk_own_target")),
    )


def downgrade() -> None:
    """Drop the table, and all that is in it."""
    op.drop_table("own_target")
