"""A stored record before one person: each field is saved the moment it is given.

What somebody else saved meanwhile is taken over field by field; only where both changed the same
field does the person choose. A text that may identify a client is held back until they have looked
at it. As with answers, what was given is held in the session, saved or not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import streamlit as st

from app_pages.session import now
from app_pages.widget_value import show_value
from storage.acting import Acting
from storage.identifiers import find_identifiers
from storage.problem import Stale, StorageError


class Numbered(Protocol):
    """What is kept of every record."""

    @property
    def id(self) -> object: ...

    @property
    def revision(self) -> int: ...


Record = TypeVar("Record", bound=Numbered)
Values = dict[str, Any]


class Save(Protocol[Record]):
    """How a record is saved."""

    def __call__(
        self,
        acting: Acting,
        record: Record,
        expected_revision: int,
        now: dt.datetime,
        /,
        *,
        accept_identifiers: bool,
    ) -> Record: ...


@dataclass(frozen=True)
class RecordKind(Generic[Record]):
    """How a kind of record is read, written and told."""

    name: str
    save: Save[Record]
    read: Callable[[Record], Values]
    """Its fields as widgets hold them; one that is missing holds None."""
    write: Callable[[Record, Mapping[str, Any]], Record]
    """A copy of the record with these fields."""
    label: Callable[[str], str]
    texts: tuple[str, ...]
    """Fields in which somebody writes freely."""


@dataclass(frozen=True)
class Clash(Generic[Record]):
    """The same fields, given here and saved elsewhere."""

    theirs: Record
    mine: Values
    """All fields as they would be saved from here."""
    fields: tuple[str, ...]
    by: str


class RecordDesk(Generic[Record]):
    """One record as it lies before the person in this session.

    Args:
        acting: Who changes it.
        kind: What sort of record it is.
        record: What was stored when the page was run.
        locked: Whether it is only looked at. Storage refuses a change all the same.
    """

    def __init__(
        self, acting: Acting, kind: RecordKind[Record], record: Record, *, locked: bool = False
    ) -> None:
        self.acting = acting
        self.kind = kind
        self.locked = locked
        self._id = record.id
        known: Record | None = self._kept("stored")
        if known is None or not (record.revision < known.revision or self._is_unsettled()):
            self._keep("stored", record)

    def key(self, field: str) -> str:
        """The key of a widget of the record, or of what is remembered beside it."""
        return f"{self.kind.name}|{self._id}|{field}"

    @property
    def record(self) -> Record:
        """The record as this session last read or wrote it."""
        return st.session_state[self.key("stored")]

    @property
    def clash(self) -> Clash[Record] | None:
        """What could not be saved because the same field was changed elsewhere."""
        return self._kept("clash")

    @property
    def problem(self) -> str | None:
        """Why the last change was not saved, in words."""
        return self._kept("problem")

    @property
    def held(self) -> dict[str, str]:
        """Texts that may identify a client, by field; they are not saved."""
        return self._kept("held") or {}

    @property
    def saved_at(self) -> dt.datetime | None:
        """When this session last saved it."""
        return self._kept("saved at")

    @property
    def last(self) -> str | None:
        """The field that was given last: what keeps it from being saved belongs beside it."""
        return self._kept("last")

    def value(self, field: str) -> Any:
        """What was last given in a field, saved or not."""
        return self.held.get(field, self._given().get(field))

    def widget(self, field: str) -> str:
        """The key of the widget of a field, which shows what was last given there."""
        key = self.key(f"field {field}")
        show_value(key, self.value(field))
        return key

    def save(self, field: str) -> None:
        """Write what the widget of a field holds now (its callback)."""
        value = st.session_state[self.key(f"field {field}")]
        self.give(**{field: (value or "") if field in self.kind.texts else value})

    def give(self, **fields: Any) -> None:
        """Write some fields; the others stay as they were last given."""
        self._keep("last", next(iter(fields)))
        stored = self.kind.read(self.record)
        held = {field: text for field, text in self.held.items() if field not in fields}
        for field in set(self.kind.texts) & fields.keys():
            if fields[field] != stored.get(field) and find_identifiers(fields[field]):
                held[field] = fields[field]
        self._keep("held", held)
        given = {field: value for field, value in fields.items() if field not in held}
        if given:
            self._write(self._given() | given, self.record)

    def accept(self, field: str) -> None:
        """Write a text that was held back: the person says that it is no client's data."""
        held = self.held
        text = held.pop(field)
        self._keep("held", held)
        self._write(self._given() | {field: text}, self.record)

    def try_again(self) -> None:
        """Write once more what could not be saved."""
        self._write(self._given(), self.record)

    def keep_theirs(self) -> None:
        """Settle a clash: what was saved elsewhere stands."""
        clash = self.clash
        if clash is not None:
            theirs = self.kind.read(clash.theirs)
            mine = clash.mine | {field: theirs.get(field) for field in clash.fields}
            self._write(mine, clash.theirs)

    def keep_mine(self) -> None:
        """Settle a clash: what was given here replaces what was saved elsewhere."""
        clash = self.clash
        if clash is not None:
            self._write(clash.mine, clash.theirs)

    def _write(self, values: Values, base: Record) -> None:
        """Save fields that were given over `base`."""
        wanted = self.kind.write(base, values)
        try:
            # What looks like a client's data is held back until somebody has looked at it.
            stored = self.kind.save(
                self.acting, wanted, base.revision, now(), accept_identifiers=True
            )
        except Stale as stale:
            self._meet(stale, values, base)
        except StorageError as error:
            self._settle(base, problem=f"Not saved yet: {error}", unsaved=values)
        else:
            self._settle(stored)
            self._keep("saved at", now())

    def _meet(self, stale: Stale[Record], values: Values, base: Record) -> None:
        before, theirs = self.kind.read(base), self.kind.read(stale.current)
        mine = {field: value for field, value in values.items() if value != before.get(field)}
        both = tuple(f for f in mine if theirs.get(f) not in (before.get(f), mine[f]))
        merged = theirs | mine
        if both:
            clash = Clash(stale.current, merged, both, stale.by)
            self._settle(base, clash=clash, unsaved=merged)
        else:
            self._write(merged, stale.current)

    def _settle(
        self,
        record: Record,
        *,
        clash: Clash[Record] | None = None,
        problem: str | None = None,
        unsaved: Values | None = None,
    ) -> None:
        self._keep("stored", record)
        self._keep("clash", clash)
        self._keep("problem", problem)
        self._keep("unsaved", unsaved)

    def _given(self) -> Values:
        return self._kept("unsaved") or self.kind.read(self.record)

    def _is_unsettled(self) -> bool:
        return self._kept("unsaved") is not None

    def _kept(self, what: str) -> Any:
        return st.session_state.get(self.key(what))

    def _keep(self, what: str, value: Any) -> None:
        st.session_state[self.key(what)] = value
