"""Run the migrations on the connection that `storage.store` hands over."""

from __future__ import annotations

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter a column; Alembic rebuilds the table instead.
    render_as_batch=True,
    # SQLite can roll back a CREATE TABLE, though Alembic takes it that it cannot.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
