"""One table of a filled-in workbook: rows found by the ids in them, columns by their heads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from exchange.form_answer import AnswerReading, Written
from exchange.workbook_in import Sheet, as_text
from scales.fault import near, quote

_BACK = "Give it back the name it had."


class Row(NamedTuple):
    """One row that somebody filled in.

    Attributes:
        ids: What it belongs to.
        place: Of the first cell to fill in.
        written: What is filled in, by the head of the column.
    """

    ids: tuple[str, ...]
    place: str
    written: dict[str, Written]


class FormTable:
    """The rows of a table that are filled in.

    Args:
        sheet: Its sheet.
        reading: Gets what is amiss.
        ids: Heads of the columns that say what a row belongs to.
        entries: Heads of the columns to fill in.
        known: What may stand in a column of ids, given what stands in those before it.
    """

    def __init__(
        self,
        sheet: Sheet,
        reading: AnswerReading,
        ids: Sequence[str],
        entries: Sequence[str],
        known: Callable[[tuple[str, ...]], Sequence[str]],
    ) -> None:
        self._sheet, self._reading, self._known = sheet, reading, known
        self._ids, self._entries = tuple(ids), tuple(entries)
        self._top, self._columns = self._find_heads()

    def rows(self) -> Iterator[Row]:
        """Yield the filled rows; what is not clear about a row is told, and the row left out."""
        taken: dict[tuple[str, ...], str] = {}
        for number in [n for n in self._sheet.rows if 0 < self._top < n]:
            filled = [head for head in self._entries if self._is_filled(number, head)]
            ids = self._find_ids(number, tell=bool(filled))
            if ids is None:
                continue
            place = self._place(number, self._entries[0])
            written = self._written(number, filled)
            if ids in taken and filled:
                found = f"{quote(ids[-1])} is filled in at {taken[ids]} already."
                self._reading.tell(8, place, found, "Keep one of the two.")
            elif written:
                taken[ids] = place
                yield Row(ids, place, written)

    def _find_heads(self) -> tuple[int, dict[str, int]]:
        """Find the row of the heads, and the column of each; 0 where one is missing."""
        wanted = {head.casefold(): head for head in (*self._ids, *self._entries)}
        top, columns = 0, dict[str, int]()
        for number, cells in self._sheet.rows.items():
            texts = {column: _plain(as_text(cell)) for column, cell in cells.items()}
            found = {wanted[text]: column for column, text in texts.items() if text in wanted}
            if len(found) > len(columns):
                top, columns = number, found
        texts = [as_text(cell) for cell in self._sheet.rows.get(top, {}).values()]
        place = f"sheet {quote(self._sheet.name)}{f', row {top}' * bool(top)}"
        others = [text for text in texts if _plain(text) not in wanted]
        for head in wanted.values():
            count = [_plain(text) for text in texts].count(head.casefold())
            if count == 0:
                found = f"there is no column {quote(head)}."
                self._reading.tell(5, place, found, f"{_BACK} {near(head, others)}".strip())
            elif count > 1:
                found = f"there are {count} columns {quote(head)}."
                self._reading.tell(5, place, found, "Keep the one that is filled in.")
            top = top if count == 1 else 0
        return top, columns

    def _is_filled(self, number: int, head: str) -> bool:
        cell = self._sheet.cell(number, self._columns[head])
        return bool(cell.trouble or as_text(cell))

    def _find_ids(self, number: int, *, tell: bool) -> tuple[str, ...] | None:
        """Find out what a row belongs to; None where that is not clear."""
        ids: tuple[str, ...] = ()
        for head in self._ids:
            cell = self._sheet.cell(number, self._columns[head])
            own = as_text(cell)
            known = {one.casefold(): one for one in self._known(ids)}
            if own.casefold() in known:
                ids += (known[own.casefold()],)
                continue
            if tell:
                self._tell_id(number, head, own, list(known.values()))
            return None
        return ids

    def _tell_id(self, number: int, head: str, own: str, known: Sequence[str]) -> None:
        cell = self._sheet.cell(number, self._columns[head])
        trouble, place = self._sheet.trouble(cell), self._place(number, head)
        if trouble is not None:
            self._reading.faults.append(trouble)
        elif not own:
            found = "this row is filled in, but what it belongs to is missing."
            fix = f"Write it into the column {quote(head)}, or empty the row."
            self._reading.tell(6, place, found, fix)
        else:
            found = f"{quote(own)} is not known here, and its row is filled in."
            ends = f"There are {quote(known[0])} to {quote(known[-1])}." if known else ""
            self._reading.tell(7, place, found, near(own, known) or ends)

    def _written(self, number: int, filled: Sequence[str]) -> dict[str, Written]:
        """What is filled in, of a row that is known."""
        for head in self._entries:
            area = self._sheet.merged_at(number, self._columns[head])
            if area:
                found = f"the cells {area} are merged, so what belongs here is not clear."
                fix = "Unmerge them, and fill in each cell."
                self._reading.tell(9, self._place(number, head), found, fix)
        written: dict[str, Written] = {}
        for head in filled:
            cell = self._sheet.cell(number, self._columns[head])
            trouble = self._sheet.trouble(cell)
            if trouble is not None:
                self._reading.faults.append(trouble)
            else:
                written[head] = Written(as_text(cell), self._sheet.place(cell))
        return written

    def _place(self, number: int, head: str) -> str:
        return self._sheet.place(self._sheet.cell(number, self._columns[head]))


def find_sheet(sheets: dict[str, Sheet], title: str, reading: AnswerReading) -> Sheet | None:
    """Return a sheet by its name, or tell that it is missing."""
    if title in sheets:
        return sheets[title]
    visible = [sheet.name for sheet in sheets.values() if not sheet.hidden]
    found = f"there is no sheet {quote(title)}."
    reading.tell(4, f"sheet {quote(title)}", found, f"{_BACK} {near(title, visible)}".strip())
    return None


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
