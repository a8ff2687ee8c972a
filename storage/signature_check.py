"""Check the signatures under visits: what was signed, by whom, when, and that it is so still."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from storage import tables
from storage.journal import visit_book
from storage.sealed import canonical, is_purged
from storage.signed_content import content_hash, fetch_records, purged_in, words_in
from storage.signing import Signature, signature_hash
from storage.tampering import UNREADABLE, Tampering
from storage.trail_check import Trail


def fetch_all_signatures(connection: Connection) -> dict[int, list[Signature]]:
    """Fetch every signature, by visit; of each visit the latest edition first."""
    table = tables.signature
    found: dict[int, list[Signature]] = {}
    for row in connection.execute(select(table).order_by(table.c.visit_id, table.c.edition.desc())):
        found.setdefault(row.visit_id, []).append(Signature(**row._mapping))
    return found


def check_signatures(
    connection: Connection, signatures: Mapping[int, Sequence[Signature]], trail: Trail
) -> Iterator[Tampering]:
    """Check every signature, and what lies under each one that holds.

    Args:
        connection: A read transaction.
        signatures: All of them, by visit.
        trail: The audit trail, with the hashes of the events that were signed.
    """
    visit = tables.visit
    for visit_id, status in connection.execute(select(visit.c.id, visit.c.status)).all():
        yield from _check_visit(connection, visit_id, status, signatures.get(visit_id, []), trail)


def _check_visit(
    connection: Connection,
    visit_id: int,
    status: str,
    signatures: Sequence[Signature],
    trail: Trail,
) -> Iterator[Tampering]:
    for signature, before in zip(signatures, [*signatures[1:], None], strict=False):
        yield from _check_chain(signature, before, trail)
        yield from _check_content(signature, trail.purges.get(signature.book, 0))
    holding = [signature for signature in signatures if signature.voided_at == ""]
    if (status == "final") != bool(holding) or len(holding) > 1:
        yield Tampering(f"visit {visit_id}", "its state and its signatures do not agree")
    elif holding:
        yield from _check_stored(connection, holding[0])


def _check_chain(
    signature: Signature, before: Signature | None, trail: Trail
) -> Iterator[Tampering]:
    try:
        right = signature_hash(signature) == signature.hash
    except UNREADABLE:
        right = False
    if not right:
        yield Tampering(_place(signature), "its hash is not the hash of what was signed")
    if signature.previous != (before.hash if before else ""):
        yield Tampering(_place(signature), "it does not follow from the signature before it")
    of_visit = signature.book == visit_book(signature.visit_id)
    signed = trail.hashes.get((signature.book, signature.event)) if of_visit else None
    if signed != signature.event_hash:
        yield Tampering(_place(signature), "the audit trail is not the one that was signed")


def _check_content(signature: Signature, purge: int) -> Iterator[Tampering]:
    """Check what was signed; `purge` is the event after which its words are gone, 0 if none."""
    try:
        content = json.loads(signature.content)
        right = (
            set(content) == {"records", "remarks", "salt"}
            and canonical(content) == signature.content
            and content_hash(content) == signature.content_hash
            and words_in(content["records"]) == (content["salt"] != "")
        )
        words = words_in(content["records"]) and signature.event < purge
        gone = purged_in(content["records"]) and signature.event >= purge
    except UNREADABLE:
        right, words, gone = False, False, False
    if not right:
        yield Tampering(_place(signature), "what was signed is not what its hash is over")
    if words:
        yield Tampering(_place(signature), "it has words that a purge took away")
    if gone:
        yield Tampering(_place(signature), "its words are gone without a purge")


def _check_stored(connection: Connection, signature: Signature) -> Iterator[Tampering]:
    place = f"visit {signature.visit_id}"
    try:
        signed = json.loads(signature.content)["records"]
        stored = fetch_records(connection, signature.visit_id)
        # What an earlier version of the toolkit did not sign is left out: its own books keep it.
        different = [n for n in sorted(signed) if not _all_same(signed[n], stored.get(n, []))]
    except UNREADABLE:
        yield Tampering(place, "what is stored, or what was signed, cannot be read")
        return
    for name in different:
        yield Tampering(place, f"{name}: what is stored is not what was signed")


def _all_same(signed: Sequence[Any], stored: Sequence[Any]) -> bool:
    return len(signed) == len(stored) and all(map(_same, signed, stored))


def _same(signed: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    return signed.keys() == stored.keys() and all(
        (not stored[name]) if is_purged(value) else value == stored[name]
        for name, value in signed.items()
    )


def _place(signature: Signature) -> str:
    return f"signature of visit {signature.visit_id}, edition {signature.edition}"
