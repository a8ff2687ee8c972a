"""The workbook that was filled in without a network, read back: whole, or every fault at once."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from exchange.form_answer import AnswerReading, Written
from exchange.form_pack import MadeFor, read_pack
from exchange.form_table import FormTable, find_sheet
from exchange.incoming import Incoming, IncomingAnswer, IncomingError, IncomingSet
from exchange.workbook_in import Sheet, as_text, read_sheets
from scales.fault import Fault, near, quote
from scales.form_fields import (
    ANSWER,
    COLUMNS,
    ITEM,
    PACK_SHEET,
    PARTS,
    QUESTION,
    QUESTIONS_SHEET,
    RATER,
    SCALE,
    Part,
)
from scales.model import ChoiceFact, Scale

_LARGEST_LIST = 1_000_000
"""Bytes of the list of sheets that are looked at to recognize a workbook."""


def is_form_workbook(content: bytes) -> bool:
    """Tell whether a file is a workbook with the hidden sheet of an offline pack."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive, archive.open("xl/workbook.xml") as file:
            return f'name="{PACK_SHEET}"'.encode() in file.read(_LARGEST_LIST)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, ValueError):
        return False
    except (NotImplementedError, RuntimeError):  # a compression of its own, or a password
        return False


def read_form_workbook(content: bytes, name: str, scales: Mapping[str, Scale]) -> Incoming:
    """Read a workbook of an offline pack.

    Items are found by their ids, wherever their rows were moved; an item without an entry is left
    out, so nothing is overwritten by an empty cell. An item whose wording was changed since the
    pack was made is a fault, and one that was not is taken though the scale file has changed.

    Args:
        content: The file.
        name: What to call it in messages.
        scales: By id, those that there are.

    Raises:
        IncomingError: It carries every fault, with sheet and cell.
    """
    sheets = read_sheets(content, name)
    if PACK_SHEET not in sheets:
        found = "this is not the workbook of an offline pack: its hidden sheet is missing."
        fix = "Take the workbook that came with the pack."
        raise IncomingError(name, [Fault("F01", None, "", found, fix)])
    faults: list[Fault] = []
    made = read_pack(sheets[PACK_SHEET], faults)
    if made is None:
        raise IncomingError(name, faults)
    reading = _Reading(sheets, made, scales)
    sets = reading.sets()
    faults += reading.answers.faults
    if not sets and not faults:
        fix = "Fill it in, save it, and bring in the saved file."
        faults.append(Fault("F20", None, "", "nothing is filled in.", fix))
    if faults:
        raise IncomingError(name, faults)
    return Incoming(name, tuple(sets))


class _Reading:
    def __init__(
        self, sheets: dict[str, Sheet], made: MadeFor, scales: Mapping[str, Scale]
    ) -> None:
        self.answers = AnswerReading("F", made.asked)
        self._sheets, self._made = sheets, made
        self._titles: dict[str, str] = {}
        self._scales: dict[str, Scale] = {}
        for scale_id, version, title in made.scales:
            scale = self._known(scale_id, version, scales)
            if scale is not None:
                self._scales[scale_id], self._titles[scale_id] = scale, title

    def sets(self) -> list[IncomingSet]:
        """Read every scale; one without any entry is left out."""
        rater = self._made.rater or self._written_rater()
        items = {key: self._items(scale) for key, scale in self._scales.items()}
        choices, counts = self._facts()
        return [
            IncomingSet(
                f"sheet {quote(self._titles[key])}",
                scale,
                self._made.program,
                self._made.date,
                self._made.kind,
                self._made.visit,
                rater,
                items[key],
                choices[key],
                counts[key],
            )
            for key, scale in self._scales.items()
            if items[key] or choices[key] or counts[key]
        ]

    def _known(self, scale_id: str, version: str, scales: Mapping[str, Scale]) -> Scale | None:
        scale, place = scales.get(scale_id), f"sheet {quote(PACK_SHEET)}"
        if scale is None:
            found = f"it was made for the scale {quote(scale_id)}, which is not here."
            self.answers.tell(3, place, found, near(scale_id, scales) or "Bring its file back.")
        elif scale.version != version:
            found = f"it was made for {scale_id} {version}, and here is version {scale.version}."
            fix = "Make the offline pack anew, and copy the answers that still fit into it."
            self.answers.tell(3, place, found, fix)
            return None
        return scale

    def _items(self, scale: Scale) -> dict[str, IncomingAnswer]:
        sheet = find_sheet(self._sheets, self._titles[scale.id], self.answers)
        if sheet is None:
            return {}
        heads = COLUMNS.values()
        table = FormTable(sheet, self.answers, [ITEM], list(heads), lambda _: scale.item_ids)
        found: dict[str, IncomingAnswer] = {}
        for row in table.rows():
            written: dict[Part, Written] = {
                part: row.written[COLUMNS[part]] for part in PARTS if COLUMNS[part] in row.written
            }
            item = scale.item(row.ids[0])
            answer = self.answers.answer(scale.id, item, written, row.place)
            if answer is not None:
                found[item.id] = answer
        return found

    def _facts(self) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, int]]]:
        """Read the questions before the items, by scale and fact id."""
        choices: dict[str, dict[str, str]] = {key: {} for key in self._scales}
        counts: dict[str, dict[str, int]] = {key: {} for key in self._scales}
        asked = {k: {f.id: f for f in s.facts} for k, s in self._scales.items() if s.facts}
        sheet = find_sheet(self._sheets, QUESTIONS_SHEET, self.answers) if asked else None
        if sheet is None:
            return choices, counts
        table = FormTable(
            sheet,
            self.answers,
            [SCALE, QUESTION],
            [ANSWER],
            lambda before: list(asked[before[0]] if before else asked),
        )
        for row in table.rows():
            (scale_id, fact_id), written = row.ids, row.written[ANSWER]
            fact = asked[scale_id][fact_id]
            if isinstance(fact, ChoiceFact):
                choice = self.answers.choice(scale_id, fact, written)
                choices[scale_id] |= {} if choice is None else {fact_id: choice}
            else:
                count = self.answers.count(scale_id, fact, written)
                counts[scale_id] |= {} if count is None else {fact_id: count}
        return choices, counts

    def _written_rater(self) -> str:
        """The name that whoever rated wrote on the first sheet."""
        sheet = next(iter(self._sheets.values()))
        for row in sheet.rows:
            if as_text(sheet.cell(row, 1)) == RATER:
                cell = sheet.cell(row, 2)
                trouble = sheet.trouble(cell)
                self.answers.faults += [trouble] if trouble else []
                return " ".join(as_text(cell).split())
        return ""
