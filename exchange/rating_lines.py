"""The lines of a ratings file, checked one by one and gathered by what they rate and who did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from exchange.filed import GRADES, Detail
from exchange.rating_cells import Wording, as_count
from exchange.sheet import Sheet
from exchange.tidy.cells import BETWEEN, parted
from scales.fault import Fault, near, quote
from scales.model import Scale
from scoring import State

COLUMNS = (
    "assessment",
    "scale",
    "item",
    "rating",
    "rater",
    "numerator",
    "denominator",
    "note",
    "evidence",
)
"""Columns a ratings file may have; the first four must be there, `scale` unless one is named."""
OF_VISIT = ("program", "date", "kind", "visit")
"""Columns that say which visit was rated. A score does not need them."""
BESIDE = ("sources", "reason")
"""More that may stand beside a rating. A score does not need it either."""

Progress = Callable[[int, int], None]
"""Is told how many are done, of how many."""
_EVERY = 2_000


@dataclass
class Answers:
    """What one rater wrote of one assessment."""

    lines: dict[str, int] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    details: dict[str, Detail] = field(default_factory=dict)


@dataclass
class OfVisit:
    """What the lines of an assessment say of its visit, and on which line they first do."""

    line: int
    cells: tuple[str, ...]


class RatingLines:
    """Takes in the lines of a file, and gathers what is wrong with them in `faults`.

    Attributes:
        answers: Assessment and scale id, then rater, to what was answered.
        visits: Assessment to what its lines say of its visit.
        passed_over: How many lines rate another scale than the one asked for.

    Args:
        scales: By id, those that the file may name.
        only: The scale that was rated; lines that name none are its own.
        whole: Whether to read what a score does not need.
    """

    def __init__(
        self, scales: Mapping[str, Scale], only: Scale | None = None, *, whole: bool = False
    ) -> None:
        owners = {item: scale.id for scale in scales.values() for item in scale.item_ids}
        self.wordings = {key: Wording(scale, owners) for key, scale in scales.items()}
        self.only = only
        self.faults: list[Fault] = []
        self.passed_over = 0
        self.answers: dict[tuple[str, str], dict[str, Answers]] = {}
        self.visits: dict[str, OfVisit] = {}
        self._whole = whole

    def read(self, sheet: Sheet, progress: Progress | None = None, of: int = 0) -> None:
        """Take in all records of a sheet.

        Args:
            sheet: The file.
            progress: Is told now and then on which line it is.
            of: How many lines there are.
        """
        names = (*COLUMNS, *BESIDE) if self._whole else COLUMNS
        places = [sheet.places.get(name, -1) for name in names]
        of_visit = [sheet.places.get(name, -1) for name in OF_VISIT]
        for number, (line, cells) in enumerate(sheet.records()):
            if progress and number % _EVERY == 0:
                progress(min(line, of), of)
            # A column that is not there reads as an empty cell.
            cells.append("")
            assessment, scale, item, rating, rater, *beside = (cells[place] for place in places)
            wording = self._wording(line, scale)
            if wording is None:
                continue
            if not assessment or not item:
                self._empty(line, "item" if assessment else "assessment")
                continue
            if self._whole:
                self._check_visit(line, assessment, tuple(cells[place] for place in of_visit))
            by_rater = self.answers.setdefault((assessment, wording.scale.id), {})
            answers = by_rater.get(rater)
            if answers is None:
                answers = by_rater[rater] = Answers()
            if item in answers.lines:
                self.tell_twice(line, item, answers.lines[item])
                continue
            answers.lines[item] = line
            self._take(answers, wording, line, item, rating)
            if any(beside):
                self._take_beside(answers, wording, line, item, beside)

    def by_rater(self, by_rater: dict[str, Answers], rater: str) -> Iterator[Answers]:
        """What a rater wrote, then what stands on lines without a rater: that is everybody's."""
        yield by_rater[rater]
        if rater and "" in by_rater:
            one, everybody = by_rater[rater], by_rater[""]
            for item in one.lines.keys() & everybody.lines.keys():
                first, second = sorted((one.lines[item], everybody.lines[item]))
                self.tell_twice(second, item, first)
            yield everybody

    def tell_twice(self, line: int, item: str, first: int) -> None:
        """Tell that an item was rated before."""
        found = f"it was rated on line {first} already."
        self.faults.append(Fault("R09", line, f"item {quote(item)}", found, "Keep one of the two."))

    def _wording(self, line: int, scale: str) -> Wording | None:
        if not scale and self.only:
            return self.wordings[self.only.id]
        wording = self.wordings.get(scale)
        if wording is None:
            found = f"there is no scale {quote(scale)}." if scale else "no scale is named."
            known = near(scale, self.wordings) or "`fidelity scales` lists them."
            self.faults.append(Fault("R11", line, "", found, known))
        elif self.only and scale != self.only.id:
            self.passed_over += 1
            return None
        return wording

    def _empty(self, line: int, column: str) -> None:
        found, fix = f"the {column} is empty.", f"Name the {column}, or delete the line."
        self.faults.append(Fault("R12", line, "", found, fix))

    def _check_visit(self, line: int, assessment: str, cells: tuple[str, ...]) -> None:
        known = self.visits.setdefault(assessment, OfVisit(line, cells))
        if known.cells == cells:
            return
        for name, before, now in zip(OF_VISIT, known.cells, cells, strict=True):
            if before != now:
                place = f"assessment {quote(assessment)}, {name}"
                was = f"it was {quote(before)}" if before else "there was none"
                found = f"{quote(now) if now else 'empty'}, and on line {known.line} {was}."
                fix = "Write the same on all its lines, or name the assessments apart."
                self.faults.append(Fault("R27", line, place, found, fix))

    def _take(self, answers: Answers, wording: Wording, line: int, item: str, rating: str) -> None:
        if item in wording.items:
            level = wording.levels.get(rating)
            if level is None:
                level = wording.levels.get(rating.upper())
            if level is None:
                self.faults.append(wording.no_level(line, item, rating))
            elif level == State.NOT_APPLICABLE and item not in wording.left_out:
                self.faults.append(wording.not_left_out(line, item))
            else:
                answers.levels[item] = level
        elif item in wording.choices:
            if rating and rating not in {c.id for c in wording.choices[item].choices}:
                self.faults.append(wording.no_choice(line, item, rating))
            elif rating:
                answers.choices[item] = rating
        elif item in wording.counts:
            count = as_count(rating)
            if rating and count is None:
                place = f"fact {quote(item)}"
                self.faults.append(wording.no_count(line, place, rating, "R05"))
            elif count is not None:
                answers.counts[item] = count
        else:
            self.faults.append(wording.unknown(line, item))

    def _take_beside(
        self, answers: Answers, wording: Wording, line: int, item: str, beside: list[str]
    ) -> None:
        numerator, denominator, note, evidence, *more = beside
        counted, of = as_count(numerator), as_count(denominator)
        for name, cell, count in (
            ("numerator", numerator, counted),
            ("denominator", denominator, of),
        ):
            if cell and count is None:
                place = f"item {quote(item)}, {name}"
                self.faults.append(wording.no_count(line, place, cell, "R06"))
        self.faults.extend(wording.check_counts(line, item, counted, of))
        grade = GRADES.get(evidence.upper())
        if evidence and grade is None:
            found = f"{quote(evidence)} is not an evidence grade."
            fix = "Write A, B, C or D, and what was seen into the note."
            self.faults.append(Fault("R08", line, f"item {quote(item)}, evidence", found, fix))
        sources, reason = more or ("", "")
        seen = self._sources(wording, line, item, sources) if sources else ()
        answers.details[item] = Detail(line, counted, of, note, grade, reason, seen)

    def _sources(self, wording: Wording, line: int, item: str, cell: str) -> tuple[str, ...]:
        seen = []
        # The name of a source may hold a semicolon; what we write never has it between two.
        whole = wording.source(item, cell) is not None
        parts = [cell] if whole else parted(cell) if BETWEEN in cell else cell.split(";")
        for written in filter(None, (part.strip() for part in parts)):
            source = wording.source(item, written)
            if source is None:
                self.faults.append(wording.no_source(line, item, written))
            elif source not in seen:
                seen.append(source)
        return tuple(seen)
