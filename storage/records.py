"""Many rows of a table at once, as the records that they are."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Select, Table

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Record = TypeVar("Record", bound=DataclassInstance)


def fetch_records(
    connection: Connection, query: Select[Any], table: Table, record: type[Record]
) -> list[Record]:
    """Fetch rows as records.

    By place and not by name, which takes a third of the time where there are thousands.

    Args:
        connection: In a transaction.
        query: Which rows, in which order.
        table: The table; what else the query asks for is left out.
        record: Its fields are columns of the table.
    """
    columns = [table.c[field.name] for field in fields(record)]
    return [record(*row) for row in connection.execute(query.with_only_columns(*columns)).all()]
