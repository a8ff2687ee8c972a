"""The audit trail of a visit as a CSV table: one line for each field that was changed."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TextIO

from exchange.formula_guard import guard

HEAD = ("number", "when", "who", "record", "key", "field", "old", "new", "why", "hash")
PURGED = "(purged)"
"""Stands for words that a purge took away; the trail keeps their digest."""

Record = Mapping[str, object]
"""A record by its fields, as JSON has them."""


@dataclass(frozen=True)
class Change:
    """One change of one record."""

    number: int
    when: str
    who: str
    record: str
    """What kind of record it is."""
    key: Record
    old: Record | None
    """None where it is new."""
    new: Record | None
    """None where it was removed."""
    why: str
    hash: str


def read_change(event: Mapping[str, Any]) -> Change:
    """Read an event of the trail as it is stored: its key and both records are still JSON."""
    return Change(
        number=event["number"],
        when=event["at"],
        who=event["person"],
        record=event["record"],
        key=json.loads(event["key"]),
        old=json.loads(event["old"]),
        new=json.loads(event["new"]),
        why=event["why"],
        hash=event["hash"],
    )


def write_audit(changes: Iterable[Change], out: TextIO) -> int:
    """Write changes as CSV, and return how many lines stand below the head.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.

    Args:
        changes: In the order to write them.
        out: Where to; opened with `newline=""`.
    """
    writer = csv.writer(out)
    writer.writerow(HEAD)
    lines = 0
    for change in changes:
        for line in _lines(change):
            writer.writerow([guard(cell) for cell in line])
            lines += 1
    return lines


def _lines(change: Change) -> Iterator[tuple[str, ...]]:
    key = " ".join(f"{name}={_text(value)}" for name, value in change.key.items())
    begin = (str(change.number), change.when, change.who, change.record, key)
    end = (change.why, change.hash)
    old, new = change.old or {}, change.new or {}
    fields = [
        name
        for name in dict.fromkeys((*new, *old))
        if name not in change.key and old.get(name) != new.get(name)
    ]
    for name in fields or [""]:
        yield (*begin, name, _text(old.get(name)), _text(new.get(name)), *end)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case {"purged": str()}:
            return PURGED
    return json.dumps(value, ensure_ascii=False)
