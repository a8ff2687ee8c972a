"""Submissions of a phone form, as ODK Central and KoboToolbox export them (CSV), read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from exchange.form_answer import AnswerReading, Written
from exchange.incoming import Incoming, IncomingAnswer, IncomingError, IncomingSet
from exchange.submission_table import Submission, SubmissionTable, looks_like_submissions
from scales.asked import LENGTH
from scales.fault import Fault, near, quote
from scales.form_fields import (
    FORMAT,
    META,
    RATER_FIELD,
    Field,
    Part,
    field_names,
    parts_of,
    pin_field,
    pinned_scales,
    source_codes,
)
from scales.item import Item
from scales.model import ChoiceFact, Scale

_AGAIN = "Make the offline pack anew, and copy the answers into it."
_XML = 'In KoboToolbox choose "XML values and headers" and all questions; in ODK Central take the '
_XML += "CSV of all submissions."
_REFUSED = ("rejected", "validation_status_not_approved", "not approved")


def is_odk_csv(content: bytes) -> bool:
    """Tell whether a file is a table of submissions of a phone form of ours."""
    return looks_like_submissions(content)


def read_odk_csv(content: bytes, name: str, scales: Mapping[str, Scale]) -> Incoming:
    """Read submissions of the phone form of an offline pack.

    A submission that was rejected on the server is passed over. Two with entries on the same scale
    by the same rater for the same visit are a fault: which of them counts, people must say.

    Args:
        content: The file.
        name: What to call it in messages.
        scales: By id, those that there are.

    Raises:
        IncomingError: It carries every fault, with line and column.
    """
    reading = _Reading(content, scales)
    sets = reading.sets()
    faults = reading.faults
    if not sets and not faults:
        faults.append(Fault("O20", None, "", "there is no submission with answers.", ""))
    if faults:
        raise IncomingError(name, faults)
    return Incoming(name, tuple(sets))


@dataclass
class _Given:
    """What one submission says on one scale."""

    answers: dict[str, IncomingAnswer] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


class _Reading:
    def __init__(self, content: bytes, scales: Mapping[str, Scale]) -> None:
        self._asked: dict[tuple[str, str], str] = {}
        self._answers = AnswerReading("O", self._asked)
        self._table = SubmissionTable(content, self._answers)
        self._scales = {key: scales[key] for key in self._pinned() if key in scales}
        self._fields = field_names(self._scales.values())
        self._taken: dict[tuple[object, ...], str] = {}
        if self._table.fields:
            self._check_columns(scales)

    @property
    def faults(self) -> list[Fault]:
        """All that is amiss so far."""
        return self._answers.faults

    def sets(self) -> list[IncomingSet]:
        """Read all submissions, each scale of each of them a set."""
        # What is read into a table whose columns are wrong says nothing more.
        if self.faults:
            return []
        return [one for row in self._table.submissions() for one in self._submission(row)]

    def _pinned(self) -> tuple[str, ...]:
        return pinned_scales(self._table.fields)

    def _check_columns(self, scales: Mapping[str, Scale]) -> None:
        for scale_id in [key for key in self._pinned() if key not in scales]:
            found = f"it was made for the scale {quote(scale_id)}, which is not here."
            fix = near(scale_id, scales) or "Bring its file back."
            place = f"line 1, column {quote(pin_field(scale_id, 'version'))}"
            self._answers.tell(6, place, found, fix)
        if not self._pinned() or META[0] not in self._table.fields:
            found = "the first line does not name the fields of an offline pack's form."
            self._answers.tell(2, "line 1", found, _XML)
            return
        pins = [pin_field(key, what) for key in self._scales for what in ("version", "asked")]
        wanted = [*META, RATER_FIELD, *pins, *self._fields]
        missing = [name for name in wanted if name not in self._table.fields]
        if missing:
            first = ", ".join(map(quote, missing[:3]))
            many = f"{len(missing):,} columns are missing, the first of them {first}."
            found = many if len(missing) > 3 else f"columns are missing: {first}."
            self._answers.tell(2, "line 1", found, _XML)

    def _submission(self, row: Submission) -> Iterator[IncomingSet]:
        if any(row.text(n).lower() in _REFUSED for n in ("ReviewState", "_validation_status")):
            return
        visit, date = self._visit(row), self._date(row)
        rater = " ".join(row.text(RATER_FIELD).split())
        program, kind = row.text("fidelity_program"), row.text("fidelity_kind")
        for scale in self._scales.values():
            given = self._scale(row, scale)
            if not (given.answers or given.choices or given.counts):
                continue
            key = (visit, program, date, rater, scale.id)
            if key in self._taken:
                found = f"{quote(rater)} rated this visit on {scale.id} at {self._taken[key]} too."
                fix = "Keep one of the two lines, or reject the other on the server."
                self._answers.tell(8, f"line {row.line}", found, fix)
                continue
            self._taken[key] = f"line {row.line}"
            yield IncomingSet(
                f"line {row.line}",
                scale,
                program,
                date,
                kind,
                visit,
                rater,
                given.answers,
                given.choices,
                given.counts,
            )

    def _visit(self, row: Submission) -> int | None:
        if row.text(META[0]) != str(FORMAT):
            found = f"format {quote(row.text(META[0]))}; format {FORMAT} can be read."
            self._answers.tell(5, row.place(META[0]), found, _AGAIN)
        visit = row.text("fidelity_visit")
        if visit.isascii() and visit.isdigit() and len(visit) < 10:
            return int(visit)
        found = f"{quote(visit)} is not the number of a visit."
        self._answers.tell(5, row.place("fidelity_visit"), found, "Give it back the number.")
        return None

    def _date(self, row: Submission) -> dt.date | None:
        written = row.text("fidelity_date")
        try:
            return dt.date.fromisoformat(written)
        except ValueError:
            found = f"{quote(written)} is not a day written as 2026-03-02."
            self._answers.tell(5, row.place("fidelity_date"), found, "Give it back the day.")
            return None

    def _scale(self, row: Submission, scale: Scale) -> _Given:
        given = _Given()
        own = {n: f for n, f in self._fields.items() if f.scale == scale.id and n in row.values}
        if not own or not self._is_version(row, scale):
            return given
        self._read_asked(row, scale)
        for fact in scale.facts:
            name = next((n for n, f in own.items() if f == Field(scale.id, fact.id, "answer")), "")
            if not name:
                continue
            if isinstance(fact, ChoiceFact):
                choice = self._answers.choice(scale.id, fact, row.values[name])
                given.choices |= {} if choice is None else {fact.id: choice}
            else:
                count = self._answers.count(scale.id, fact, row.values[name])
                given.counts |= {} if count is None else {fact.id: count}
        for item in scale.items:
            written = self._written(row, item, own)
            if written:
                place = next(iter(written.values())).place
                answer = self._answers.answer(scale.id, item, written, place)
                given.answers |= {} if answer is None else {item.id: answer}
        return given

    def _written(
        self, row: Submission, item: Item, own: Mapping[str, Field]
    ) -> dict[Part, Written]:
        named = {f.part: name for name, f in own.items() if f.id == item.id}
        written: dict[Part, Written] = {
            part: row.values[named[part]] for part in parts_of(item) if part in named
        }
        if "sources" in written:
            codes = {code: str(n) for n, code in enumerate(source_codes(item), start=1)}
            text, place = written["sources"]
            seen = "\n".join(codes.get(code, code) for code in text.split())
            written["sources"] = Written(seen, place)
        return written

    def _is_version(self, row: Submission, scale: Scale) -> bool:
        name = pin_field(scale.id, "version")
        if row.text(name) == scale.version:
            return True
        found = f"made for version {quote(row.text(name))}, and here is {quote(scale.version)}."
        self._answers.tell(6, row.place(name), found, _AGAIN)
        return False

    def _read_asked(self, row: Submission, scale: Scale) -> None:
        """Take in what this submission's form asked, so that its answers are held against that."""
        name = pin_field(scale.id, "asked")
        pairs = [one.partition("=") for one in row.text(name).split()]
        for key in [key for key in self._asked if key[0] == scale.id]:
            del self._asked[key]
        self._asked |= {(scale.id, own): digest for own, _, digest in pairs}
        if any(len(digest) != LENGTH for _own, _, digest in pairs):
            found = "what the form asked cannot be read."
            self._answers.tell(7, row.place(name), found, "Give it back what stood there.")
