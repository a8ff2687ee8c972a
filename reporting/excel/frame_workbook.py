"""Tables of a screen as a workbook: numbers as numbers, text never as a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO

import pandas as pd

from reporting.excel.cells import Value
from reporting.excel.table_workbook import TableSheet, write_table_workbook

_TEXT = frozenset(
    {"About", "Date", "Item", "Kind", "Program", "Rated with version", "Region", "Verdict"}
)
"""Columns of names, which stay text however they look: a program 007, a region 01, version 1.0."""
_WHOLE = re.compile(r"[+-]?\d{1,15}")
_DECIMAL = re.compile(r"[+-]?\d{1,10}\.\d{1,6}")


def frame_workbook(title: str, about: str, frames: Mapping[str, pd.DataFrame]) -> bytes:
    """Write each table on a sheet of its own.

    Args:
        title: Of the workbook.
        about: What the tables hold; a line of text a row.
        frames: By the name of the sheet.
    """
    out = BytesIO()
    sheets = [
        TableSheet(name, [str(column) for column in frame.columns], _rows(frame))
        for name, frame in frames.items()
    ]
    write_table_workbook(title, about, sheets, out)
    return out.getvalue()


def _rows(frame: pd.DataFrame) -> list[list[Value]]:
    named = [column in _TEXT for column in frame.columns]
    return [
        [_value(cell, is_name) for cell, is_name in zip(row, named, strict=True)]
        for row in frame.itertuples(index=False, name=None)
    ]


def _value(cell: object, is_name: bool) -> Value:
    text = str(cell)
    if is_name:
        return text
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
