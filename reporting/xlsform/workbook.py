"""The XLSForm: a workbook of three sheets that form servers turn into a form for phones."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from openpyxl import Workbook

from reporting.excel.cells import put, visible
from reporting.pack_facts import Pack
from reporting.report import kind_words
from reporting.xlsform.choices import choices_of
from reporting.xlsform.markup import label, quoted
from reporting.xlsform.survey import SurveyRow, survey_of
from scales.form_fields import FORMAT, RATER_FIELD

_SURVEY = (
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "constraint",
    "constraint_message",
    "calculation",
    "appearance",
)
_CHOICES = ("list_name", "name", "label")
_SETTINGS = ("form_title", "form_id", "version", "instance_name", "default_language")


def write_xlsform(pack: Pack, out: BinaryIO) -> None:
    """Write the form for phones, without any answers.

    Args:
        pack: The visit and its scales.
        out: Gets the whole workbook in one piece.
    """
    survey, choices = survey_of(pack), choices_of(pack)
    book = Workbook()
    book.remove(book.worksheets[0])
    _fill(book, "survey", _SURVEY, survey)
    _fill(book, "choices", _CHOICES, choices)
    _fill(book, "settings", _SETTINGS, [_settings(pack, [*survey, *choices])])
    book.properties.creator = "Program fidelity"
    whole = BytesIO()
    book.save(whole)
    out.write(whole.getvalue())


def _settings(pack: Pack, rows: Sequence[SurveyRow]) -> SurveyRow:
    title = f"{pack.program}, {kind_words(pack.kind)}, {pack.date.isoformat()}"
    # A server takes a form anew only under a new version; the same form keeps its own.
    made_of = sha256(json.dumps([title, rows]).encode()).hexdigest()[:10]
    return {
        "form_title": " ".join(label(visible(title)).split()),
        "form_id": f"fidelity_visit_{pack.visit}",
        "version": f"{FORMAT}.{made_of}",
        "instance_name": f"concat({quoted(f'Visit {pack.visit}, ')}, ${{{RATER_FIELD}}})",
        "default_language": "English (en)",
    }


def _fill(
    book: Workbook, name: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> None:
    sheet = book.create_sheet(name)
    for column, head in enumerate(columns, start=1):
        put(sheet, 1, column, head)
        for number, row in enumerate(rows, start=2):
            put(sheet, number, column, row.get(head, ""))
    sheet.freeze_panes = "A2"
