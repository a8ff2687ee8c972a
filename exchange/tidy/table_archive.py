"""Tables as a zip: one file per table, CSV or Parquet, with the data dictionary and a note."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from exchange.tidy.cells import cell_text
from exchange.tidy.column import Filled, Kind
from exchange.tidy.dictionary import dictionary

# What writes Parquet takes a while to load: nothing else should wait for it.
if TYPE_CHECKING:
    import pyarrow as pa

Form = Literal["csv", "parquet"]
# Two exports of the same rows are the same file, whenever they were made.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def write_archive(tables: Sequence[Filled], form: Form, about: str) -> bytes:
    """Write tables into a zip.

    Args:
        tables: In the order to list them.
        form: What the tables are written as. The data dictionary is CSV in both.
        about: What is in them, for whom; it becomes README.txt.
    """
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        _add(archive, "README.txt", about.replace("\n", "\r\n").encode("utf-8-sig"))
        described = dictionary()
        _add(archive, f"{described.layout.name}.csv", csv_table(described))
        for table in tables:
            made = csv_table(table) if form == "csv" else parquet_table(table)
            _add(archive, f"{table.layout.name}.{form}", made)
    return whole.getvalue()


def _add(archive: ZipFile, name: str, content: bytes) -> None:
    info = ZipInfo(name, _MOMENT)
    info.compress_type = ZIP_DEFLATED
    # For its owner alone where it is unpacked: it holds what people wrote.
    info.external_attr = 0o600 << 16
    archive.writestr(info, content)


def csv_table(table: Filled) -> bytes:
    """Write a table as CSV: UTF-8 with the mark by which Excel knows it."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.layout.names)
    kinds: list[Kind] = [column.kind for column in table.layout.columns]
    writer.writerows(map(cell_text, kinds, row) for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def parquet_table(table: Filled) -> bytes:
    """Write a table as Parquet; each column carries its meaning."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    layout = table.layout
    columns = list(zip(*table.rows, strict=True)) or [()] * len(layout.columns)
    arrays = [
        pa.array([_for_arrow(value) for value in values], _arrow_type(column.kind))
        for column, values in zip(layout.columns, columns, strict=True)
    ]
    fields = [
        pa.field(
            column.name,
            _arrow_type(column.kind),
            nullable=bool(column.missing),
            metadata={"meaning": column.meaning, "unit": column.unit, "null": column.missing},
        )
        for column in layout.columns
    ]
    out = BytesIO()
    schema = pa.schema(fields, metadata={"row": layout.row, "key": ",".join(layout.key)})
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()


def _for_arrow(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _arrow_type(kind: Kind) -> pa.DataType:
    import pyarrow as pa

    match kind:
        case "text":
            return pa.string()
        case "whole":
            return pa.int64()
        case "decimal":
            return pa.float64()
        case "yes_no":
            return pa.bool_()
        case "day":
            return pa.date32()
        case "moment":
            return pa.timestamp("us", tz=dt.UTC)
    return pa.list_(pa.string())
