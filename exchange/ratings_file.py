"""Ratings as tidy CSV, one rating a line: read whole, or every fault told at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from exchange.filed import GRADES, Detail, FiledAssessment, RatingsFile, RatingsFileError
from exchange.rating_cells import Wording, as_count
from exchange.sheet import Layout, Sheet, decode
from exchange.tidy.rating_tables import RATINGS
from scales.fault import Fault, join, near, quote
from scales.model import Scale
from scoring import Row, State

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


def read_ratings(
    content: bytes,
    file: str,
    scales: Mapping[str, Scale],
    only: Scale | None = None,
    rater: str | None = None,
) -> RatingsFile:
    """Read a ratings file, whole or not at all.

    Args:
        content: The file, as UTF-8 text; a comma, semicolon or tab stands between its cells.
        file: What to call it in messages.
        scales: By id, those that the file may name.
        only: The scale that was rated. Lines of other scales are passed over, and lines that
            name none are its own.
        rater: Whose ratings to read, where several rated the same assessment. Lines without a
            rater belong to everybody.

    Raises:
        RatingsFileError: It carries every fault, in the order of the lines.
    """
    text = decode(content)
    if isinstance(text, Fault):
        raise RatingsFileError(file, [text])
    required = tuple(c for c in COLUMNS[:4] if c != "scale" or only is None)
    layout = Layout(COLUMNS, required, RATINGS.names)
    sheet = Sheet(text, layout)
    reading = _Reading({**scales, **({only.id: only} if only else {})}, only)
    reading.read(sheet)
    found = reading.gather(rater)
    faults = [*sheet.faults, *reading.faults]
    if not faults and not found:
        faults.append(_nothing(only, rater, reading))
    if faults:
        raise RatingsFileError(file, faults)
    return RatingsFile(file, tuple(found))


def read_content(path: Path) -> bytes:
    """Return the content of a ratings file.

    Raises:
        RatingsFileError: There is no such file, or it cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        found = f"the file cannot be read ({error.strerror or type(error).__name__})."
        fix = "Check the name and whether you may open it."
        raise RatingsFileError(path.name, [Fault("R20", None, "", found, fix)]) from None


@dataclass
class _Answers:
    """What one rater wrote of one assessment."""

    lines: dict[str, int] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    details: dict[str, Detail] = field(default_factory=dict)


class _Reading:
    def __init__(self, scales: Mapping[str, Scale], only: Scale | None) -> None:
        owners = {item: scale.id for scale in scales.values() for item in scale.item_ids}
        self.wordings = {key: Wording(scale, owners) for key, scale in scales.items()}
        self.only = only
        self.faults: list[Fault] = []
        self.passed_over = 0
        self.answers: dict[tuple[str, str], dict[str, _Answers]] = {}

    def read(self, sheet: Sheet) -> None:
        places = [sheet.places.get(name, -1) for name in COLUMNS]
        for line, cells in sheet.records():
            # A column that is not there reads as an empty cell.
            cells.append("")
            assessment, scale, item, rating, rater, *beside = (cells[place] for place in places)
            wording = self._wording(line, scale)
            if wording is None:
                continue
            if not assessment or not item:
                self._empty(line, "item" if assessment else "assessment")
                continue
            by_rater = self.answers.setdefault((assessment, wording.scale.id), {})
            answers = by_rater.get(rater)
            if answers is None:
                answers = by_rater[rater] = _Answers()
            if item in answers.lines:
                self._twice(line, item, answers.lines[item])
                continue
            answers.lines[item] = line
            self._take(answers, wording, line, item, rating)
            if any(beside):
                self._take_beside(answers, wording, line, item, beside)

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

    def _twice(self, line: int, item: str, first: int) -> None:
        found = f"it was rated on line {first} already."
        self.faults.append(Fault("R09", line, f"item {quote(item)}", found, "Keep one of the two."))

    def _take(self, answers: _Answers, wording: Wording, line: int, item: str, rating: str) -> None:
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
        self, answers: _Answers, wording: Wording, line: int, item: str, beside: list[str]
    ) -> None:
        numerator, denominator, note, evidence = beside
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
        answers.details[item] = Detail(line, counted, of, note, grade)

    def gather(self, rater: str | None) -> list[FiledAssessment]:
        """Put what each rater wrote of an assessment together."""
        found = []
        for (assessment, scale_id), by_rater in self.answers.items():
            named = [name for name in by_rater if name and rater in (None, name)]
            if rater is not None and not named:
                continue
            if len(named) > 1:
                self._several(assessment, scale_id, by_rater)
            parts = [by_rater[name] for name in (named[:1] or [""])]
            if named and "" in by_rater:
                parts.append(by_rater[""])
                self._overlap(*parts)
            scale = self.wordings[scale_id].scale
            found.append(_file(scale, assessment, parts, named[0] if named else ""))
        return found

    def _several(self, assessment: str, scale_id: str, by_rater: dict[str, _Answers]) -> None:
        raters = [name for name in by_rater if name]
        line = min(by_rater[raters[1]].lines.values())
        place = f"assessment {quote(assessment)}, scale {quote(scale_id)}"
        found = f"rated by {join(map(quote, raters), 'and')}, and a score needs one rater."
        fix = "Choose one with --rater, or keep one rater's lines."
        self.faults.append(Fault("R10", line, place, found, fix))

    def _overlap(self, one: _Answers, everybody: _Answers) -> None:
        for item in one.lines.keys() & everybody.lines.keys():
            first, second = sorted((one.lines[item], everybody.lines[item]))
            self._twice(second, item, first)


def _file(scale: Scale, assessment: str, parts: list[_Answers], rater: str) -> FiledAssessment:
    levels, choices, counts, details = {}, {}, {}, {}
    for part in parts:
        levels |= part.levels
        choices |= part.choices
        counts |= part.counts
        details |= part.details
    return FiledAssessment(scale, Row(assessment, levels, choices), counts, details, rater)


def _nothing(only: Scale | None, rater: str | None, reading: _Reading) -> Fault:
    names = {name for by_rater in reading.answers.values() for name in by_rater if name}
    if rater is not None and reading.answers:
        found = f"nothing in the file was rated by {quote(rater)}."
        return Fault("R26", None, "", found, near(rater, sorted(names)))
    if only is not None and reading.passed_over:
        found = f"nothing in the file was rated on the scale {quote(only.id)}."
        return Fault("R26", None, "", found, "Choose another with --scale, or leave it out.")
    fix = "Write one line for each item that was rated."
    return Fault("R22", None, "", "there are no ratings below the first line.", fix)
