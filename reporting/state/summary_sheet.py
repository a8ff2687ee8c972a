"""The first sheet: counts that follow the other sheets, whatever is filtered out or corrected."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.worksheet.worksheet import Worksheet

from reporting.due_words import STATES
from reporting.excel.cells import put
from reporting.excel.look import Told, for_print, header, height_of, running, title, widths
from reporting.pool_words import verdict_counts
from reporting.sentences import upper_first
from reporting.state.facts import StateFacts, StateScale
from reporting.state.table_sheet import MEAN, SHARE, Cell, Formula, TablePage, write
from reporting.state.words import OUTCOMES, STAGES, basis, change_sentence, notes, totals_words

_HOW = (
    "The counts and means on this sheet are formulas over the other sheets. Medians, what is "
    "called chance, and the words are as they were when the report was made."
)
_WIDTHS = (46.0, 14.0, 14.0, 56.0)
Rows = Iterator[tuple[Cell, ...]]


def fill_summary(
    sheet: Worksheet, facts: StateFacts, pages: dict[str, TablePage], heading: str, told: Told
) -> None:
    """Write the summary.

    Args:
        sheet: An empty sheet.
        facts: What to say.
        pages: The tables of the other sheets by their names.
        heading: Of the sheet.
        told: Whose occasion stands at the foot of each page.
    """
    widths(sheet, _WIDTHS)
    title(sheet, 1, heading)
    row = 2
    for note in (*notes(facts), _HOW):
        row = _words(sheet, row, note)
    row = _table(sheet, row + 1, "Who is due", ("State", "Programs"), _due(facts))
    for found in facts.scales:
        row = _scale(sheet, row + 1, found, pages)
    head = ("Actions of all plans", "Count", "Share")
    row = _table(sheet, row + 1, "Improvement plans", head, _plans(pages["Plan"]))
    sheet.freeze_panes = "A2"
    for_print(sheet, told)


def _scale(sheet: Worksheet, row: int, found: StateScale, pages: dict[str, TablePage]) -> int:
    scale = found.scale
    row = _table(
        sheet,
        row,
        scale.name,
        ("Verdict", "Programs", "Share"),
        _verdicts(found, pages["Programs"]),
    )
    row = _words(sheet, row, f"{basis(found)} {scale.total.name}: {totals_words(found)}.")
    head = ("How the total moved since last year", "Programs", "Share")
    row = _table(sheet, row + 1, "", head, _moved(found, pages["Change"]))
    return _words(sheet, row, change_sentence(found))


def _words(sheet: Worksheet, row: int, text: str) -> int:
    """Write a sentence over all columns; return the next free row."""
    running(put(sheet, row, 1, text))
    sheet.merge_cells(None, row, 1, row, len(_WIDTHS))
    sheet.row_dimensions[row].height = height_of(text, sum(_WIDTHS))
    return row + 1


def _table(sheet: Worksheet, row: int, heading: str, head: tuple[str, ...], rows: Rows) -> int:
    """Write a small table under its heading; return the next free row."""
    if heading:
        title(sheet, row, heading, 13)
        row += 1
    header(sheet, row, head)
    for cells in rows:
        row += 1
        for column, value in enumerate(cells, start=1):
            write(sheet, row, column, value)
    return row + 1


def _due(facts: StateFacts) -> Rows:
    for state, words in STATES.items():
        yield (upper_first(words), facts.due.get(state, 0))


def _verdicts(found: StateScale, programs: TablePage) -> Rows:
    scale, verdict = programs.column("Scale"), programs.column("Verdict")
    name = _quoted(found.scale.short_name)
    all_of = f"SUMPRODUCT(--({scale}={name}))"
    for each in verdict_counts(found.scale, found.scores.verdicts):
        count = f"=SUMPRODUCT(({scale}={name})*({verdict}=A{{row}}))"
        yield (each.verdict.name, Formula(count), Formula(_share(all_of), SHARE))
    yield ("Programs (n)", Formula(f"={all_of}"))
    total = programs.column("Total")
    known = f"({scale}={name})*ISNUMBER({total})"
    mean = f'=IF(SUMPRODUCT({known})=0,"",SUMPRODUCT({known},{total})/SUMPRODUCT({known}))'
    yield (f"{found.scale.total.name}, mean of the programs", Formula(mean, MEAN))


def _moved(found: StateScale, change: TablePage) -> Rows:
    scale, moved = change.column("Scale"), change.column("How the total moved")
    name = _quoted(found.scale.short_name)
    all_of = f"SUMPRODUCT(--({scale}={name}))"
    for words in OUTCOMES.values():
        count = f"=SUMPRODUCT(({scale}={name})*({moved}=A{{row}}))"
        yield (words, Formula(count), Formula(_share(all_of), SHARE))


def _plans(plan: TablePage) -> Rows:
    far, overdue = plan.column("How far"), plan.column("Overdue")
    all_of = f'SUMPRODUCT(--({far}<>""))'
    for words in STAGES.values():
        yield (words, Formula(f"=SUMPRODUCT(--({far}=A{{row}}))"), Formula(_share(all_of), SHARE))
    yield ("Actions (n)", Formula(f"={all_of}"))
    yield ("Overdue, of those planned or in progress", Formula(f'=COUNTIF({overdue},"yes")'))


def _share(all_of: str) -> str:
    return f'=IF({all_of}=0,"",B{{row}}/{all_of})'


def _quoted(text: str) -> str:
    """A text as a formula has it. It is of a scale file, and may hold quotation marks."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
