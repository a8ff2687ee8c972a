"""The hidden sheet that tells, on the way back, what the workbook was made for."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.cells import Value, put
from reporting.pack_facts import Pack
from scales.asked import asked_digest
from scales.form_fields import FORMAT


def fill_pack(sheet: Worksheet, pack: Pack, titles: list[str]) -> None:
    """Write one fact a row: its name first, then its values.

    Args:
        sheet: The sheet.
        pack: The visit.
        titles: Name of the sheet of each scale.
    """
    for row, values in enumerate(_rows(pack, titles), start=1):
        for column, value in enumerate(values, start=1):
            put(sheet, row, column, value)


def _rows(pack: Pack, titles: list[str]) -> Iterator[tuple[Value, ...]]:
    yield "format", FORMAT
    yield "visit", pack.visit
    yield "program", pack.program
    yield "date", pack.date.isoformat()
    yield "kind", pack.kind
    yield "rater", pack.rater
    for one, title in zip(pack.scales, titles, strict=True):
        yield "scale", one.scale.id, one.scale.version, one.stamp, title
    for one in pack.scales:
        for asked in (*one.scale.facts, *one.scale.items):
            yield "asked", one.scale.id, asked.id, asked_digest(asked)
