"""A sheet of item scores, one program a row and one item a column or the other way round."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from exchange.incoming import Incoming, IncomingAnswer, IncomingError, IncomingSet, State
from exchange.rating_cells import Wording, as_count
from exchange.rating_lines import Progress
from exchange.score_grid import Grid
from exchange.score_mapping import Column, ScoreMapping
from exchange.visit_cells import KINDS, read_day, read_kind, read_number
from exchange.workbook_in import as_text
from scales.fault import Fault, join, near, quote
from scales.model import Scale
from scoring import State as Rated

_STATES: dict[int, State] = {
    Rated.NOT_APPLICABLE: "not_applicable",
    Rated.NOT_ENOUGH: "not_enough_information",
}
_WHOLE = re.compile(r"(\d{1,9})[.,]0+")
_EVERY = 50


@dataclass
class _Line:
    """What a line says of its visit, and the sets it holds."""

    program: str = ""
    date: dt.date | None = None
    kind: str = ""
    visit: int | None = None
    rater: str = ""
    sets: dict[str, _Answers] = field(default_factory=dict)


@dataclass
class _Answers:
    answers: dict[str, IncomingAnswer] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def read_score_sheet(
    grids: Mapping[str, Grid],
    mapping: ScoreMapping,
    name: str,
    scales: Mapping[str, Scale],
    progress: Progress | None = None,
) -> Incoming:
    """Read the sets of a sheet of item scores, whole or not at all.

    Args:
        grids: The sheets of the file.
        mapping: What its columns mean.
        name: What to call the file in messages.
        scales: By id.
        progress: Is told now and then how many lines are done, of how many.

    Raises:
        IncomingError: It carries every fault, each with its cell.
    """
    found = grids.get(mapping.sheet)
    if found is None:
        told = f"there is no sheet {quote(mapping.sheet)}."
        raise IncomingError(name, [Fault("D02", None, "", told, near(mapping.sheet, grids))])
    grid = Grid(found.sheet, found.is_text, mapping.turned)
    reading = _Reading(grid, mapping, scales)
    reading.check_mapping()
    lines = [line for line in grid.lines if line > mapping.head]
    for number, line in enumerate(lines):
        if progress and number % _EVERY == 0:
            progress(number, len(lines))
        reading.read(line)
    if not reading.faults and not reading.sets:
        told = f"there are no ratings {'beside' if grid.turned else 'below'} the headings."
        fix = "Look at which columns are items, and where the headings stand."
        reading.faults.append(Fault("D14", None, f"sheet {quote(mapping.sheet)}", told, fix))
    if reading.faults:
        raise IncomingError(name, reading.faults)
    if progress:
        progress(len(lines), len(lines))
    return Incoming(name, tuple(reading.sets))


class _Reading:
    def __init__(self, grid: Grid, mapping: ScoreMapping, scales: Mapping[str, Scale]) -> None:
        self._grid, self._mapping, self._scales = grid, mapping, scales
        owners = {item: scale.id for scale in scales.values() for item in scale.item_ids}
        self._wordings = {key: Wording(scale, owners) for key, scale in scales.items()}
        self._seen: dict[tuple[object, ...], str] = {}
        self.faults: list[Fault] = []
        self.sets: list[IncomingSet] = []

    def check_mapping(self) -> None:
        """Tell of columns that mean the same, and where none is an item."""
        first: dict[str, Column] = {}
        for column in self._mapping.columns:
            known = first.setdefault(column.means, column)
            if known is not column and column.means != "ignore":
                found = f"it means {quote(column.means)}, and so does {known.label}."
                fix = "Let one of the two be ignored."
                place = f"column {column.label}, {quote(column.heading)}"
                self.faults.append(Fault("D03", None, place, found, fix))
        if not self._mapping.items:
            column = "row" if self._grid.turned else "column"
            found = f"no {column} is known as an item of a scale."
            fix = f"Write its id or name at the head of each, or say what each {column} means."
            place = f"sheet {quote(self._mapping.sheet)}" if self._mapping.sheet else "headings"
            self.faults.append(Fault("D01", None, place, found, fix))

    def read(self, line: int) -> None:
        """Take in one line."""
        scores = (self._grid.cell(line, column.number) for column in self._mapping.items)
        if all(cell.value in (None, "") and not cell.trouble for cell in scores):
            return  # a band, a title, or a program that was not rated
        mapped = [c for c in self._mapping.columns if c.means != "ignore"]
        texts = {column.means: self._text(line, column) for column in mapped}
        read = self._read_visit(line, texts)
        for column in self._mapping.items:
            self._take(read, line, column, texts[column.means] or "")
        for scale_id, said in read.sets.items():
            if said.answers or said.choices or said.counts:
                self._add(read, scale_id, said, self._grid.line_place(line))

    def _text(self, line: int, column: Column) -> str | None:
        """What a cell shows; None where it has trouble, which is told."""
        cell = self._grid.cell(line, column.number)
        trouble = self._grid.sheet.trouble(cell)
        if trouble is None and cell.value is None:
            area = self._grid.merged_at(line, column.number)
            if area:
                found = f"it is hidden by the merged cells {area}."
                fix = "Unmerge them, and write into each cell what it holds."
                trouble = Fault("D13", None, self._grid.place(cell), found, fix)
        if trouble is None:
            return as_text(cell)
        self.faults.append(trouble)
        return None

    def _read_visit(self, line: int, texts: Mapping[str, str | None]) -> _Line:
        read = _Line(program=texts.get("program") or "", rater=texts.get("rater") or "")
        date, kind, visit = (texts.get(role) or "" for role in ("date", "kind", "visit"))
        read.date = read_day(date[:10] if re.fullmatch(r"[\d-]{10}T[\d:.]+", date) else date)
        if date and read.date is None:
            fix = "Write it as 2026-03-02, or format the cell as a date."
            self._tell(line, "date", "D10", f"{quote(date)} is not a day.", fix)
        read.kind = read_kind(kind) or ""
        if kind and not read.kind:
            fix = near(kind, KINDS) or f"Choose {join(map(quote, KINDS))}."
            self._tell(line, "kind", "D11", f"{quote(kind)} is not a kind of visit.", fix)
        read.visit = read_number(visit)
        if visit and read.visit is None:
            fix = "Write the number that the address of its pages has, or leave it empty."
            self._tell(line, "visit", "D12", f"{quote(visit)} is not the number of a visit.", fix)
        return read

    def _tell(self, line: int, role: str, code: str, found: str, fix: str) -> None:
        column = self._mapping.column(role)
        assert column is not None
        place = f"{self._grid.place(self._grid.cell(line, column.number))}, {role}"
        self.faults.append(Fault(code, None, place, found, fix))

    def _take(self, read: _Line, line: int, column: Column, text: str) -> None:
        scale_id, _, part = column.means.partition(":")
        wording = self._wordings[scale_id]
        cell = self._grid.cell(line, column.number)
        place = self._grid.place(cell)
        if not text:
            return
        said = read.sets.setdefault(scale_id, _Answers())
        if part in wording.choices:
            choices = {c.id for c in wording.choices[part].choices}
            if text in choices:
                said.choices[part] = text
            else:
                self._told(wording.no_choice(0, part, text), "D08", place)
        elif part in wording.counts:
            count = as_count(_whole(text))
            if count is None:
                self._told(wording.no_count(0, f"fact {quote(part)}", text, ""), "D09", place)
            else:
                said.counts[part] = count
        else:
            self._rate(said, wording, part, text, place)

    def _rate(self, said: _Answers, wording: Wording, item: str, text: str, place: str) -> None:
        level = wording.levels.get(_whole(text).upper())
        if level is None:
            fault = wording.no_level(0, item, text)
            if re.match(r"\d{4}-\d\d-\d\d", text):
                fix = "A spreadsheet took it for a day. Write the level."
                fault = replace(fault, fix=fix)
            self._told(fault, "D06", place)
        elif level == Rated.NOT_APPLICABLE and item not in wording.left_out:
            self._told(wording.not_left_out(0, item), "D07", place)
        else:
            state = _STATES.get(level, "rated")
            said.answers[item] = IncomingAnswer(place, state, level if level >= 0 else None)

    def _told(self, fault: Fault, code: str, place: str) -> None:
        self.faults.append(replace(fault, code=code, line=None, place=f"{place}, {fault.place}"))

    def _add(self, read: _Line, scale_id: str, said: _Answers, place: str) -> None:
        key = (read.program.casefold(), read.date, read.kind, read.visit, read.rater, scale_id)
        first = self._seen.setdefault(key, place)
        if first != place:
            found = f"it is of the same program, day and rater as {first}."
            fix = "Keep one of the two, or say what tells them apart."
            self.faults.append(Fault("D17", None, place, found, fix))
            return
        self.sets.append(
            IncomingSet(
                place,
                self._scales[scale_id],
                read.program,
                read.date,
                read.kind,
                read.visit,
                read.rater,
                said.answers,
                said.choices,
                said.counts,
            )
        )


def _whole(text: str) -> str:
    match = _WHOLE.fullmatch(text)
    return match[1] if match else text
