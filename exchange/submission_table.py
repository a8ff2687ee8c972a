"""A table of phone submissions: its columns by the names of the form's fields, and its rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO

from exchange.form_answer import AnswerReading, Written
from exchange.sheet import DELIMITERS, decode
from scales.fault import Fault, quote
from scales.form_fields import META, RATER_FIELD

LARGEST_FILE = 20_000_000
"""Bytes; a submission on four scales has about 20,000."""
_BETWEEN = re.compile(r"[^A-Za-z0-9_]+")
_AGAIN = "Export the submissions as CSV once more."
_CODE = re.compile(r"s[0-9]+")
OTHERS = ("SubmissionDate", "_submission_time", "ReviewState", "_validation_status")
"""Columns of the servers that are looked at: when it was sent, and whether it was refused."""


@dataclass
class Submission:
    """One row.

    Attributes:
        line: On which it begins.
        values: What is not empty, by the name of the field.
    """

    line: int
    values: dict[str, Written] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What stands in a field; empty where nothing does."""
        return self.values[name].text.strip() if name in self.values else ""

    def place(self, name: str) -> str:
        """Where a field stands."""
        return f"line {self.line}, column {quote(name)}"


class SubmissionTable:
    """A table of submissions.

    Servers put the groups of a form in front of a field's name, with a slash, a hyphen or another
    sign between, and a column for each choice where several can be chosen.

    Attributes:
        fields: Names of the fields that have a column, in the order of the table.
        split: Names of the fields that have a column for each choice.

    Args:
        content: The file.
        reading: Gets what is amiss.
    """

    def __init__(self, content: bytes, reading: AnswerReading) -> None:
        self.fields: tuple[str, ...] = ()
        self.split: frozenset[str] = frozenset()
        self._reading = reading
        self._columns: list[tuple[str, str]] = []
        self._records = self._read(content)
        line, heads = next(self._records, (0, []))
        if heads:
            self._name_columns(line, heads)
        elif not reading.faults:
            reading.tell(1, "", "the file is empty.", _AGAIN)

    def submissions(self) -> Iterator[Submission]:
        """Yield the rows; lines without any text are passed over."""
        for line, cells in self._records if self._columns else ():
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(self._columns):
                found = f"{len(cells)} cells, where the first line names {len(self._columns)}."
                self._reading.tell(4, f"line {line}", found, _AGAIN)
                continue
            yield self._submission(line, cells)

    def _submission(self, line: int, cells: list[str]) -> Submission:
        row = Submission(line)
        seen: dict[str, list[str]] = {}
        for (name, code), cell in zip(self._columns, cells, strict=True):
            if not cell.strip() or (code and cell.strip() in ("0", "0.0", "False", "false")):
                continue
            if code and cell.strip() in ("1", "1.0", "True", "true"):
                seen.setdefault(name, []).append(code)
            elif code:
                found = f"{quote(cell)} does not say whether {code} was chosen."
                self._reading.tell(17, row.place(f"{name}/{code}"), found, "Write 1 or 0.")
            elif name:
                row.values[name] = Written(cell, row.place(name))
        for name, codes in seen.items():
            row.values.setdefault(name, Written(" ".join(codes), row.place(name)))
        return row

    def _read(self, content: bytes) -> Iterator[tuple[int, list[str]]]:
        if len(content) > LARGEST_FILE:
            found = f"the file has {len(content):,} bytes, and {LARGEST_FILE:,} are the most."
            self._reading.tell(1, "", found, "Export fewer submissions at a time.")
            return
        text = decode(content)
        if isinstance(text, Fault):
            place = f"line {text.line}" if text.line else ""
            self._reading.tell(1, place, text.found, _AGAIN)
            return
        reader = csv.reader(
            StringIO(text, newline=""), delimiter=_find_delimiter(text), strict=True
        )
        line = 1
        try:
            for cells in reader:
                yield line, cells
                line = reader.line_num + 1
        except csv.Error:
            found = "a quotation mark here is not paired, so nothing below it can be read."
            self._reading.tell(4, f"line {line}", found, _AGAIN)

    def _name_columns(self, line: int, heads: list[str]) -> None:
        columns = [_name(head) for head in heads]
        named = [column for column in columns if column[0]]
        for name, code in dict.fromkeys(named):
            count = named.count((name, code))
            if count > 1:
                found = f"there are {count} columns {quote(f'{name}/{code}' if code else name)}."
                fix = f"Keep one of them. {_AGAIN}"
                self._reading.tell(3, f"line {line}", found, fix)
        self._columns = columns
        self.fields = tuple(dict.fromkeys(name for name, _code in named))
        self.split = frozenset(name for name, code in named if code)


def looks_like_submissions(content: bytes) -> bool:
    """Tell whether the first line of a file names the fields of a phone form of ours."""
    begin = content[:200_000].decode("utf-8-sig", errors="replace")
    first = begin.lstrip("\r\n").split("\n", 1)[0]
    return META[0] in (_name(head)[0] for head in first.split(_find_delimiter(first)))


def _name(head: str) -> tuple[str, str]:
    """The field a column belongs to, and the choice where it stands for one; empty for others."""
    if head.strip() in OTHERS:
        return head.strip(), ""
    parts = [part for part in _BETWEEN.split(head) if part]
    if not parts:
        return "", ""
    if len(parts) > 1 and _CODE.fullmatch(parts[-1]) and _is_field(parts[-2]):
        return parts[-2], parts[-1]
    return (parts[-1], "") if _is_field(parts[-1]) else ("", "")


def _is_field(name: str) -> bool:
    return name == RATER_FIELD or name.startswith("fidelity_") or "__" in name


def _find_delimiter(text: str) -> str:
    first = next((line for line in text.split("\n", 100) if line.strip()), "")
    return max(DELIMITERS, key=lambda d: sum(_is_field(_name(h)[0]) for h in first.split(d)))
