"""Bundles as somebody would forge them: changed at will, and every hash worked out anew."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from storage import tables
from storage.columns import own_words
from storage.journal import START, Event, event_hash
from storage.sealed import canonical, has_words
from tests.storage.bundles import members_of, note, zipped

Row = dict[str, Any]


@dataclass
class Forgery:
    """The rows of a bundle, by table, to be changed."""

    rows: dict[str, list[Row]]
    meta: bytes

    @classmethod
    def of(cls, file: bytes) -> Forgery:
        """Take a bundle apart."""
        members = members_of(file)
        rows = {
            name.removeprefix("tables/").removesuffix(".jsonl"): [
                json.loads(line) for line in content.splitlines()
            ]
            for name, content in members.items()
            if name != "meta.json"
        }
        return cls(rows, members["meta.json"])

    def file(self) -> bytes:
        """Put it together again, with checksums that agree."""
        members = {f"tables/{name}.jsonl": _lines(rows) for name, rows in self.rows.items()}
        members["meta.json"] = self.meta
        note(members)
        return zipped(members)

    def events(self, book: str) -> list[Row]:
        """The events of a book, in their order."""
        return [event for event in self.rows["audit_event"] if event["book"] == book]

    def change(self, table: str, place: int = 0, /, **values: Any) -> None:
        """Change a record, in its row and where the audit trail tells of it the last time."""
        row = self.rows[table][place]
        told = self._last_event(table, row)
        row |= {name: _as_row(table, name, value) for name, value in values.items()}
        told["new"] = canonical(json.loads(told["new"]) | values)
        told["key"] = canonical(_key(table, json.loads(told["new"])))
        self.rehash(told["book"])

    def add_event(self, book: str, table: str, old: Row | None, new: Row | None) -> None:
        """Write one more event, as a copy of the first one of the book."""
        event = {**self.events(book)[0], "number": len(self.events(book)) + 1, "record": table}
        event |= {"old": canonical(old), "new": canonical(new), "salt": ""}
        event["key"] = canonical(_key(table, new or old or {}))
        self.rows["audit_event"].append(event)
        self.rehash(book)

    def rehash(self, book: str) -> None:
        """Work out every hash of a book anew."""
        previous = START
        events = sorted(self.events(book), key=lambda event: event["number"])
        for event in events:
            event["previous"] = previous
            event["salt"] = _salt(event)
            event["hash"] = previous = event_hash(Event(**event))
        for head in self.rows["audit_book"]:
            if head["book"] == book:
                head |= {"events": len(events), "hash": previous}

    def _last_event(self, table: str, row: Row) -> Row:
        key = canonical(_key(table, row))
        return [e for e in self.rows["audit_event"] if (e["record"], e["key"]) == (table, key)][-1]


def _lines(rows: list[Row]) -> bytes:
    written = (json.dumps(row, separators=(",", ":")) + "\n" for row in rows)
    return "".join(written).encode()


def _key(table: str, row: Row) -> Row:
    return {column.name: row[column.name] for column in tables.metadata.tables[table].primary_key}


def _as_row(table: str, name: str, value: Any) -> Any:
    """JSON stands in a row as text."""
    kept = tables.metadata.tables[table].c[name].type.__class__.__name__
    return json.dumps(value) if kept == "Tuples" else value


def _salt(event: Row) -> str:
    own = own_words(tables.metadata.tables[event["record"]])
    worded = any(has_words(json.loads(event[side]), own) for side in ("old", "new"))
    return (event["salt"] or "5a" * 16) if worded else ""
