"""A stored row of any table, as a record that the audit trail can take."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row


class StoredRow:
    """A row whose table has no dataclass at hand; its columns are its attributes."""

    def __init__(self, row: Row) -> None:
        vars(self).update(row._mapping)

    def but(self, **changes: Any) -> StoredRow:
        """Return a copy with other values."""
        copy = object.__new__(StoredRow)
        vars(copy).update(vars(self) | changes)
        return copy
