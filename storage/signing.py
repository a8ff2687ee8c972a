"""Make a visit official, open it again, and read what was signed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from storage import tables
from storage.access import check_lead, check_results, is_blind, may_read, team_of
from storage.acting import Acting, NotAllowed, Reading, Writing, name_of
from storage.answers import Answer
from storage.client_data import clients_in
from storage.columns import from_plain
from storage.corrections import open_corrections
from storage.facts import FactAnswer
from storage.journal import add_record, book_head, change_record, visit_book
from storage.limits import LONGEST_LINE, LONGEST_NOTE, check_text
from storage.problem import Problem
from storage.sealed import canonical, digest, is_purged
from storage.signed_content import content_hash, fetch_records, write_content
from storage.stored_row import StoredRow
from storage.team import CONSENSUS, Member
from storage.visit_record import Visit
from storage.visits import VisitProblem, fetch_visit, keep_visit, lock_visit


@dataclass(frozen=True)
class Signature:
    """A person's name under everything that was rated at a visit."""

    visit_id: int
    edition: int
    person_id: int
    person: str
    signed_at: str
    """ISO 8601 in UTC."""
    content: str
    """What was signed, as JSON: `storage.signed_content`."""
    content_hash: str
    book: str
    """The visit's book in the audit trail."""
    event: int
    """The last event of the book when it was signed, and its hash."""
    event_hash: str
    previous: str
    """Hash of the signature of the edition before; empty for the first."""
    hash: str
    voided_at: str = ""
    """When the visit was opened again; empty while the signature holds."""
    voided_by: str = ""
    void_reason: str = ""
    id: int = 0


@dataclass(frozen=True)
class SignedEdition:
    """What one signature was given for, readable for ever."""

    signature: Signature
    remarks: str
    answers: Mapping[tuple[int, str], Mapping[str, Answer]]
    """By assessment and rater, then by item. Words that were purged are empty."""
    facts: Mapping[tuple[int, str], Mapping[str, FactAnswer]]
    official: str
    """Whose answers were the result: the consensus, or who rated alone then."""


def sign(acting: Acting, visit_id: int, now: dt.datetime, remarks: str = "") -> Signature:
    """Sign a visit; from then on nothing that was rated can be changed.

    Args:
        acting: Who signs: the lead.
        visit_id: Which visit. It is settled: a draft report, or with the program; one that a
            single person rated may be signed as soon as it is handed in.
        now: The moment, with its time zone.
        remarks: What the signer accepts knowingly, for example why a warning was passed over.

    Raises:
        VisitProblem: The remarks cannot be kept, or a correction is not answered.
        NotFound: There is no such visit.
        NotAllowed: The acting person does not lead it, or it is not settled.
        VisitFinal: It is signed already.
    """
    _refuse(check_text("remarks", remarks, LONGEST_NOTE) + clients_in("remarks", remarks))
    with acting.write(now) as writing:
        visit = lock_visit(writing, visit_id)
        team = check_lead(writing, visit, "sign it")
        alone = sum(member.rates for member in team) < 2
        if visit.status not in ("draft_report", "with_program", *(["submitted"] if alone else [])):
            raise NotAllowed("A visit can be signed once its ratings are settled.")
        _refuse(_unanswered(writing.connection, visit_id))
        final = keep_visit(writing, visit, replace(visit, status="final"))
        new = _signature(writing, final, remarks)
        return replace(new, id=add_record(writing, tables.signature, new, new.book, "Signed."))


def reopen(acting: Acting, visit_id: int, reason: str, now: dt.datetime) -> Visit:
    """Open a signed visit again as its next edition; the signature is void, but stays readable.

    What several settled on goes back to the consensus; the set of one who rated alone goes back to
    them.

    Raises:
        VisitProblem: No reason is given.
        NotFound: There is no such visit.
        NotAllowed: The acting person does not lead it, or it is not signed.
    """
    found = check_text("reason", reason, LONGEST_LINE, required=True)
    _refuse(found + clients_in("reason", reason))
    with acting.write(now) as writing:
        visit = fetch_visit(writing, visit_id, lock=True)
        team = check_lead(writing, visit, "open it again")
        signature = _last(writing.connection, visit_id)
        if visit.status != "final" or signature is None:
            raise NotAllowed("This visit is not signed, so it is open.")
        void = replace(
            signature,
            voided_at=_written(writing.at),
            voided_by=name_of(writing),
            void_reason=reason,
        )
        book = visit_book(visit_id)
        change_record(writing, tables.signature, signature, void, book, reason)
        if visit.purged_at is not None:
            _outdate_windows(writing, visit_id)
        raters = [member for member in team if member.rates]
        if len(raters) > 1:
            opened = replace(visit, status="in_consensus", edition=visit.edition + 1)
            return keep_visit(writing, visit, opened, reason)
        for member in raters:
            again = replace(member, submitted_at=None, revision=member.revision + 1)
            change_record(writing, tables.team_member, member, again, book, reason)
        opened = replace(visit, status="draft", edition=visit.edition + 1)
        return keep_visit(writing, visit, opened, reason)


def _outdate_windows(writing: Writing, visit_id: int) -> None:
    """Make what was purged the next revision of itself.

    A window that still shows the words would otherwise write them back with its next change.
    """
    assessments = select(tables.assessment.c.id).where(tables.assessment.c.visit_id == visit_id)
    for table, belongs in (
        (tables.answer, tables.answer.c.assessment_id.in_(assessments)),
        (tables.correction, tables.correction.c.visit_id == visit_id),
    ):
        rows = writing.connection.execute(select(table).where(belongs)).all()
        for row in map(StoredRow, rows):
            newer = row.but(revision=vars(row)["revision"] + 1)
            why = "Opened again after its notes were purged."
            change_record(writing, table, row, newer, visit_book(visit_id), why)


def list_signatures(acting: Acting, visit_id: int) -> tuple[Signature, ...]:
    """List the signatures under a visit, the latest edition first; at most the first one holds.

    None while several rate it again: what was signed before tells what others rate. What was signed
    once stays open to who saw it then, the program too. The content holds only the sets that the
    acting person may read, so it need not have its hash.

    Raises:
        NotFound: There is no such visit, or the acting person may not see it.
        NotAllowed: Nothing is signed, and they may not see yet what the visit found.
    """
    with acting.read() as reading:
        visit = fetch_visit(reading, visit_id)
        team = team_of(reading, visit_id)
        signatures = fetch_signatures(reading.connection, visit_id)
        if not signatures:
            check_results(reading, visit)
        if is_blind(visit, team):
            return ()
        return tuple(
            replace(signature, content=_readable(reading, visit, team, signature.content))
            for signature in signatures
        )


def read_edition(signature: Signature) -> SignedEdition:
    """Read what a signature was given for, as records."""
    content = json.loads(signature.content)
    answers: dict[tuple[int, str], dict[str, Answer]] = {}
    for row in content["records"]["answer"]:
        answer = Answer(**_values("answer", row))
        answers.setdefault((answer.assessment_id, answer.rater), {})[answer.item] = answer
    facts: dict[tuple[int, str], dict[str, FactAnswer]] = {}
    for row in content["records"]["fact_answer"]:
        fact = FactAnswer(**_values("fact_answer", row))
        facts.setdefault((fact.assessment_id, fact.rater), {})[fact.fact] = fact
    return SignedEdition(signature, content["remarks"], answers, facts, _official(content))


def _readable(reading: Reading, visit: Visit, team: Sequence[Member], text: str) -> str:
    """Leave out the sets that a person may not read."""
    content = json.loads(text)
    seen = cache(lambda rater: may_read(reading, visit, team, rater))
    official = _official(content)
    for table in ("answer", "fact_answer"):
        rows = content["records"][table]
        content["records"][table] = [
            row for row in rows if row["rater"] == official or seen(row["rater"])
        ]
    return canonical(content)


def _official(content: Mapping[str, Any]) -> str:
    rating = [member["name"] for member in content["records"]["team_member"] if member["rates"]]
    return rating[0] if len(rating) == 1 else CONSENSUS


def signature_hash(signature: Signature) -> str:
    """Work out the hash that a signature must have.

    SHA-256 over the canonical JSON of who signed what and when: visit, edition, person, time, the
    hash of the content (which holds the stamps of the scales), the place in the audit trail, and
    the signature of the edition before.
    """
    left_out = ("id", "content", "hash", "voided_at", "voided_by", "void_reason")
    return digest({n: v for n, v in vars(signature).items() if n not in left_out})


def fetch_signatures(connection: Connection, visit_id: int) -> tuple[Signature, ...]:
    """List the signatures under a visit within a transaction, the latest edition first."""
    table = tables.signature
    query = select(table).where(table.c.visit_id == visit_id).order_by(table.c.edition.desc())
    return tuple(Signature(**row._mapping) for row in connection.execute(query))


def _signature(writing: Writing, visit: Visit, remarks: str) -> Signature:
    content = write_content(fetch_records(writing.connection, visit.id), remarks)
    book = visit_book(visit.id)
    event, event_hash = book_head(writing.connection, book)
    before = _last(writing.connection, visit.id)
    assert writing.person is not None, "only a person can sign"
    unsealed = Signature(
        visit_id=visit.id,
        edition=visit.edition,
        person_id=writing.person.id,
        person=writing.person.name,
        signed_at=_written(writing.at),
        content=content,
        content_hash=content_hash(json.loads(content)),
        book=book,
        event=event,
        event_hash=event_hash,
        previous=before.hash if before else "",
        hash="",
    )
    return replace(unsealed, hash=signature_hash(unsealed))


def _last(connection: Connection, visit_id: int) -> Signature | None:
    return next(iter(fetch_signatures(connection, visit_id)), None)


def _values(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    columns = tables.metadata.tables[table].c
    return {
        name: from_plain(columns[name], "" if is_purged(value) else value)
        for name, value in row.items()
    }


def _unanswered(connection: Connection, visit_id: int) -> list[Problem]:
    return [
        Problem("K64", f"item {item}", None, "a correction is not answered", "Answer it first.")
        for item in open_corrections(connection, visit_id)
    ]


def _written(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="microseconds")


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise VisitProblem("Nothing was changed.", problems)
