"""The documents a visit asks the program for: which, asked when, received when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from storage import tables
from storage.acting import Acting, Writing
from storage.client_data import look_for_client_data
from storage.journal import add_record, change_record, last_writer, remove_record, visit_book
from storage.limits import LONGEST_ID, LONGEST_LINE, LONGEST_NOTE, check_date, check_text, joined
from storage.problem import NotFound, Problem, Stale, StorageProblem
from storage.steps import check_takes_part
from storage.visits import fetch_visit, lock_visit


@dataclass(frozen=True)
class DocumentRequest:
    """One document asked for."""

    visit_id: int
    document: str
    serves: tuple[tuple[str, str], ...] = ()
    """The items it is evidence for: scale id and item id."""
    requested_on: dt.date | None = None
    received_on: dt.date | None = None
    note: str = ""
    position: int = 0
    id: int = 0
    revision: int = 0


class DocumentProblem(StorageProblem):
    """A document request was not saved."""


class StaleDocument(Stale[DocumentRequest]):
    """A document request was changed elsewhere first."""


def add_documents(
    acting: Acting, visit_id: int, documents: Sequence[DocumentRequest], now: dt.datetime
) -> tuple[DocumentRequest, ...]:
    """Put documents on the list that are not on it yet; returns the whole list.

    Raises:
        DocumentProblem: Something in them cannot be kept; all reasons together.
        NotFound: There is no such visit.
        NotAllowed: The acting person does not take part in it.
        VisitFinal: It is signed.
    """
    _refuse(joined(*(check_document(document) for document in documents)))
    with acting.write(now) as writing:
        check_takes_part(writing, lock_visit(writing, visit_id))
        there = {d.document.casefold(): d for d in _fetch_all(writing.connection, visit_id)}
        for document in documents:
            if document.document.casefold() in there:
                continue
            new = replace(document, visit_id=visit_id, position=len(there), revision=1)
            add_record(writing, tables.document_request, new, visit_book(visit_id))
            there[document.document.casefold()] = new
        return _fetch_all(writing.connection, visit_id)


def change_document(
    acting: Acting,
    document: DocumentRequest,
    expected_revision: int,
    now: dt.datetime,
    *,
    accept_identifiers: bool = False,
) -> DocumentRequest:
    """Save when a document was asked for and received, its words and its note.

    With `accept_identifiers` words that look like a client's data are kept, and the audit trail
    says so.

    Raises:
        DocumentProblem: Something in it cannot be kept; all reasons together.
        StaleDocument: A newer revision is stored; it was kept.
        NotFound: There is no such request.
        NotAllowed: The acting person does not take part in the visit.
        VisitFinal: It is signed.
    """
    _refuse(check_document(document))
    with acting.write(now) as writing:
        stored = _lock(writing, document.id)
        wanted = replace(
            stored,
            document=document.document,
            requested_on=document.requested_on,
            received_on=document.received_on,
            note=document.note,
        )
        if wanted == stored:
            return stored
        if stored.revision != expected_revision:
            raise _stale(writing, stored, document)
        own = ("document", "note")
        why = look_for_client_data(stored, wanted, own, _refuse, accept_identifiers)
        kept = replace(wanted, revision=stored.revision + 1)
        book = visit_book(stored.visit_id)
        change_record(writing, tables.document_request, stored, kept, book, why)
    return kept


def remove_document(
    acting: Acting, document: DocumentRequest, expected_revision: int, now: dt.datetime
) -> None:
    """Take a document off the list, unless somebody changed it after `expected_revision`.

    Raises:
        StaleDocument: A newer revision is stored; it was kept.
        NotFound: There is no such request.
        NotAllowed: The acting person does not take part in the visit.
        VisitFinal: It is signed.
    """
    with acting.write(now) as writing:
        stored = _lock(writing, document.id)
        if stored.revision != expected_revision:
            raise _stale(writing, stored, document)
        remove_record(writing, tables.document_request, stored, visit_book(stored.visit_id))


def list_documents(acting: Acting, visit_id: int) -> tuple[DocumentRequest, ...]:
    """List the documents asked for, in their order.

    Raises:
        NotFound: There is no such visit, or the acting person may not see it.
    """
    with acting.read() as reading:
        fetch_visit(reading, visit_id)
        return _fetch_all(reading.connection, visit_id)


def _lock(writing: Writing, document_id: int) -> DocumentRequest:
    visit_id = _fetch(writing.connection, document_id).visit_id
    try:
        check_takes_part(writing, lock_visit(writing, visit_id))
    except NotFound:
        raise NotFound("document request", document_id) from None
    return _fetch(writing.connection, document_id)


def _stale(writing: Writing, stored: DocumentRequest, attempted: DocumentRequest) -> StaleDocument:
    book = visit_book(stored.visit_id)
    by = last_writer(writing.connection, tables.document_request, stored, book)
    return StaleDocument(stored, attempted, by)


def _fetch(connection: Connection, document_id: int) -> DocumentRequest:
    table = tables.document_request
    row = connection.execute(select(table).where(table.c.id == document_id)).one_or_none()
    if row is None:
        raise NotFound("document request", document_id)
    return DocumentRequest(**row._mapping)


def _fetch_all(connection: Connection, visit_id: int) -> tuple[DocumentRequest, ...]:
    table = tables.document_request
    query = select(table).where(table.c.visit_id == visit_id).order_by(table.c.position, table.c.id)
    return tuple(DocumentRequest(**row._mapping) for row in connection.execute(query))


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise DocumentProblem("This was not saved.", problems)


def check_document(document: DocumentRequest) -> list[Problem]:
    """Check what can be told of a document request by itself."""
    days = (("requested on", document.requested_on), ("received on", document.received_on))
    found = joined(
        check_text("document", document.document, LONGEST_LINE, required=True),
        *(check_date(place, day) for place, day in days if day is not None),
        check_text("note", document.note, LONGEST_NOTE),
    )
    for scale, item in document.serves:
        found += check_text("scale", scale, LONGEST_ID, required=True)
        found += check_text("item", item, LONGEST_ID, required=True)
    return found
