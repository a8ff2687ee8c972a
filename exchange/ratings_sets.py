"""A ratings file as what it brings: the sets of all its raters, at all its visits."""

from __future__ import annotations

from collections.abc import Mapping

from exchange.incoming import Incoming, IncomingAnswer, IncomingError, IncomingSet, State
from exchange.rating_lines import OF_VISIT, Answers, OfVisit, Progress, RatingLines
from exchange.ratings_file import layout
from exchange.sheet import Sheet, decode
from exchange.visit_cells import KINDS, read_day, read_kind, read_number
from scales.fault import Fault, join, near, quote
from scales.model import Scale
from scoring import State as Rated

LARGEST_FILE = 50_000_000
MOST_LINES = 500_000
_STATES: dict[int, State] = {
    Rated.NOT_RATED: "unanswered",
    Rated.NOT_APPLICABLE: "not_applicable",
    Rated.NOT_ENOUGH: "not_enough_information",
}


def read_rating_sets(
    content: bytes, file: str, scales: Mapping[str, Scale], progress: Progress | None = None
) -> Incoming:
    """Read all that a ratings file brings, whole or not at all.

    Args:
        content: The file, as UTF-8 text.
        file: What to call it in messages.
        scales: By id, those that the file may name.
        progress: Is told now and then on which line it is, and how many there are.

    Raises:
        IncomingError: It carries every fault, in the order of the lines.
    """
    text = _decode(content, file)
    of = text.count("\n") + 1
    if of > MOST_LINES:
        raise IncomingError(file, [_too_large(f"{of:,} lines, and {MOST_LINES:,}")])
    sheet = Sheet(text, layout())
    lines = RatingLines(scales, whole=True)
    lines.read(sheet, progress, of)
    faults = [*sheet.faults]
    visits = {name: _Visit(name, said, faults) for name, said in lines.visits.items()}
    sets = [
        _set(lines, visits[assessment], scale_id, by_rater, rater)
        for (assessment, scale_id), by_rater in lines.answers.items()
        for rater in ([name for name in by_rater if name] or [""])
    ]
    faults += lines.faults
    if not faults and not sets:
        fix = "Write one line for each item that was rated."
        faults.append(Fault("R22", 1, "", "there are no ratings below the first line.", fix))
    if faults:
        raise IncomingError(file, faults)
    if progress:
        progress(of, of)
    return Incoming(file, tuple(sets))


class _Visit:
    """Which visit an assessment says it is of."""

    def __init__(self, assessment: str, said: OfVisit, faults: list[Fault]) -> None:
        self.assessment = assessment
        self._line, self._faults = said.line, faults
        self.program, date, kind, visit = said.cells
        self.date, self.kind, self.visit = read_day(date), read_kind(kind), read_number(visit)
        if date and self.date is None:
            self._tell("R28", "date", date, "is not a day.", "Write it as 2026-03-02.")
        if kind and self.kind is None:
            fix = near(kind, KINDS) or f"Choose {join(map(quote, KINDS))}."
            self._tell("R29", "kind", kind, "is not a kind of visit.", fix)
        if visit and self.visit is None:
            fix = "Write the number that the address of its pages has, or leave it empty."
            self._tell("R30", "visit", visit, "is not the number of a visit.", fix)

    def _tell(self, code: str, column: str, value: str, what: str, fix: str) -> None:
        assert column in OF_VISIT
        self._faults.append(Fault(code, self._line, column, f"{quote(value)} {what}", fix))


def _decode(content: bytes, file: str) -> str:
    if len(content) > LARGEST_FILE:
        raise IncomingError(file, [_too_large(f"{len(content):,} bytes, and {LARGEST_FILE:,}")])
    text = decode(content)
    if isinstance(text, Fault):
        raise IncomingError(file, [text])
    return text


def _too_large(sizes: str) -> Fault:
    found = f"the file has {sizes} are the most."
    return Fault("R32", None, "", found, "Divide it into several files.")


def _set(
    lines: RatingLines, visit: _Visit, scale_id: str, by_rater: dict[str, Answers], rater: str
) -> IncomingSet:
    parts = list(lines.by_rater(by_rater, rater))
    answers: dict[str, IncomingAnswer] = {}
    for part in parts:
        answers |= {item: _answer(part, item, level) for item, level in part.levels.items()}
    first = min(line for part in parts for line in part.lines.values())
    return IncomingSet(
        place=f"line {first}, assessment {quote(visit.assessment)}",
        scale=lines.wordings[scale_id].scale,
        program=visit.program,
        date=visit.date,
        kind=visit.kind or "",
        visit=visit.visit,
        rater=rater,
        answers=answers,
        choices={fact: choice for part in parts for fact, choice in part.choices.items()},
        counts={fact: count for part in parts for fact, count in part.counts.items()},
    )


def _answer(part: Answers, item: str, level: int) -> IncomingAnswer:
    place = f"line {part.lines[item]}"
    state = _STATES.get(level, "rated")
    rated = level if state == "rated" else None
    beside = part.details.get(item)
    if beside is None:
        return IncomingAnswer(place, state, rated)
    return IncomingAnswer(
        place,
        state,
        rated,
        beside.reason if state == "not_applicable" else "",
        beside.numerator,
        beside.denominator,
        beside.note,
        beside.grade,
        beside.sources,
    )
