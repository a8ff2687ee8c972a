"""What each column of a sheet of item scores means: guessed from its headings, and correctable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from exchange.score_grid import Grid
from scales.model import Scale

ROLES = ("program", "date", "kind", "visit", "rater", "ignore")
"""What a column may mean beside an item or a fact, which is written as "iddt:T8"."""
_ROLE_NAMES = {
    "program": "program programname programme programmename nameofprogram site sitename clinic "
    "agency agencyname facility organization team teamname",
    "date": "date visitdate dateofvisit reviewdate dateofreview assessmentdate ratingdate "
    "dateofassessment",
    "kind": "kind visitkind kindofvisit visittype typeofvisit",
    "visit": "visit visitnumber visitid visitno",
    "rater": "rater ratername reviewer reviewername ratedby assessor evaluator interviewer",
}
_ROLES_BY_NAME = {name: role for role, names in _ROLE_NAMES.items() for name in names.split()}
_LABELS = ("", "item", "items", "programitem", "score", "domain", "programs")
"""What may stand above the items where each program has a column: beside it stand the programs."""
_LINES_TRIED = 30
_MOST_COLUMNS = 400


@dataclass(frozen=True)
class Column:
    """One column and what it means."""

    number: int
    label: str
    """As its author knows it: "C", or the number of a row."""
    heading: str
    means: str
    """A role, or an item or fact as "iddt:T8"."""


@dataclass(frozen=True)
class ScoreMapping:
    """How a sheet of item scores is to be read.

    Attributes:
        sheet: Its name; empty for text.
        turned: Whether each program has a column, and each item a row.
        head: The line that holds the headings.
    """

    sheet: str
    turned: bool
    head: int
    columns: tuple[Column, ...]

    @property
    def items(self) -> tuple[Column, ...]:
        """The columns of items and facts."""
        return tuple(column for column in self.columns if ":" in column.means)

    def column(self, role: str) -> Column | None:
        """The column of a role; None where there is none."""
        return next((column for column in self.columns if column.means == role), None)

    def meaning(self, changed: Mapping[int, str]) -> ScoreMapping:
        """The same with other meanings, by the number of the column."""
        columns = (replace(c, means=changed.get(c.number, c.means)) for c in self.columns)
        return replace(self, columns=tuple(columns))


def guess_mapping(
    grids: Mapping[str, Grid],
    scales: Mapping[str, Scale],
    sheet: str | None = None,
    turned: bool | None = None,
    head: int | None = None,
) -> ScoreMapping:
    """Guess what the columns of a file mean, by the sheet and line with most known headings.

    Args:
        grids: The sheets of the file.
        scales: By id, those that may have been rated.
        sheet: The one to look at; None for the best.
        turned: Which way up to read it; None for the better.
        head: The line of the headings; None for the best.

    Returns:
        The guess. Where no heading is the name or id of an item it has no items.
    """
    names = _Names(scales)
    best: tuple[int, Grid, int] | None = None
    for title, grid in grids.items():
        for way in (False, True):
            if sheet not in (None, title) or turned not in (None, way):
                continue
            upright = Grid(grid.sheet, grid.is_text, way)
            for line in [head] if head else upright.lines[:_LINES_TRIED]:
                known = names.known(heading for _, heading in headings_of(upright, line))
                if best is None or known > best[0]:
                    best = known, upright, line
    if best is None:  # all that was looked at is empty
        return ScoreMapping(sheet or next(iter(grids), ""), bool(turned), head or 1, ())
    return _guess(names, best[1], best[2])


def meanings(scales: Mapping[str, Scale]) -> tuple[str, ...]:
    """All that a column can mean, roles first."""
    found = [
        f"{scale.id}:{part.id}"
        for scale in scales.values()
        for part in (*scale.facts, *scale.items)
    ]
    return (*ROLES, *found)


class _Names:
    """Items by all they may be called in a heading."""

    def __init__(self, scales: Mapping[str, Scale]) -> None:
        self._by_id: dict[str, list[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        for scale in scales.values():
            for fact in scale.facts:
                self._add(self._by_id, fact.id, f"{scale.id}:{fact.id}")
            for item in scale.items:
                meaning = f"{scale.id}:{item.id}"
                self._add(self._by_id, item.id, meaning)
                self._add(self._by_id, f"{scale.id}{item.id}", meaning)
                for written in (item.name, *(other.name for other in item.other_names)):
                    self._add(self._by_name, written, meaning)

    def known(self, headings: Iterable[str]) -> int:
        """How many headings name an item or a fact."""
        return sum(bool(self.find(heading)) for heading in headings)

    def find(self, heading: str) -> list[str]:
        """What a heading may mean: its id, its id and more, or its name."""
        plain = _plain(heading)
        if not plain:
            return []
        first = _plain(re.split(r"[\s:(]", heading.strip(), maxsplit=1)[0])
        return self._by_id.get(plain) or self._by_name.get(plain) or self._by_id.get(first) or []

    def near(self, heading: str) -> list[str]:
        """What a heading may mean that is not written quite so."""
        plain = _plain(heading)
        found = get_close_matches(plain, self._by_name, n=1, cutoff=0.85) if len(plain) > 6 else []
        return self._by_name[found[0]] if found else []

    def _add(self, names: dict[str, list[str]], written: str, meaning: str) -> None:
        there = names.setdefault(_plain(written), [])
        if meaning not in there:
            there.append(meaning)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def headings_of(grid: Grid, line: int) -> list[tuple[int, str]]:
    """The columns of a grid with what stands in one line of each."""
    return [(column, grid.text(line, column)) for column in grid.columns[:_MOST_COLUMNS]]


def _guess(names: _Names, grid: Grid, head: int) -> ScoreMapping:
    headings = headings_of(grid, head)
    meant = {column: names.find(h) or names.near(h) for column, h in headings}
    votes = Counter(choice.partition(":")[0] for found in meant.values() for choice in found)
    taken: set[str] = set()
    columns = []
    for number, heading in headings:
        choices = sorted(meant[number], key=lambda c: -votes[c.partition(":")[0]])
        role = _ROLES_BY_NAME.get(_plain(heading), "ignore")
        means = next((c for c in choices if c not in taken), role)
        means = means if means not in taken or means == "ignore" else "ignore"
        taken.add(means)
        columns.append(Column(number, grid.column_label(number), heading, means))
    guessed = ScoreMapping(grid.sheet.name, grid.turned, head, tuple(columns))
    return _name_programs(grid, guessed) if grid.turned else guessed


def _name_programs(grid: Grid, guessed: ScoreMapping) -> ScoreMapping:
    """Where each program has a column, its name usually stands above, beside "Item"."""
    if guessed.column("program") or not guessed.items:
        return guessed
    above = [c for c in guessed.columns if c.number < guessed.items[0].number]
    for column in reversed(above):
        cells = [grid.cell(line, column.number).value for line in grid.lines if line > guessed.head]
        named = any(isinstance(value, str) and value.strip() for value in cells)
        if _plain(column.heading) in _LABELS and column.means == "ignore" and named:
            return guessed.meaning({column.number: "program"})
    return guessed
