"""Headings, paragraphs, lists, tables and pictures of a Word document."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Emu, Inches, Pt
from docx.table import _Cell, _Row

from reporting.charts import ChartWithWords, to_png
from reporting.visible import visible

WIDTH = 6.7
"""Inches between the margins."""
HEIGHT = 7.4
"""The most inches of a picture, so that its heading and its words fit on its page."""
_SMALL = Pt(8.5)


def heading(document: Word, text: str, level: int) -> None:
    """Add a real heading; level 0 is the title."""
    document.add_heading(visible(text), level)


def say(document: Word, text: str, *, bold: str = "", style: str | None = None) -> None:
    """Add a paragraph, its beginning in bold where there is one; nothing where it is empty."""
    if not (text or bold):
        return
    paragraph = document.add_paragraph(style=style)
    if bold:
        paragraph.add_run(visible(bold)).bold = True
        paragraph.add_run(" ")
    paragraph.add_run(visible(text))


def bullets(document: Word, texts: Sequence[str]) -> None:
    """Add a list."""
    for text in texts:
        say(document, text, style="List Bullet")


def table(
    document: Word, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> None:
    """Add a table whose first row is repeated on every page it runs to.

    Args:
        document: Where it goes.
        head: The names of its columns.
        rows: What stands in it; nothing is drawn without any.
        widths: Of the columns, as shares of the page.
    """
    if not rows:
        return
    made = document.add_table(rows=1, cols=len(head), style="Light Grid Accent 1")
    made.autofit = False
    for cell, words in zip(made.rows[0].cells, head, strict=True):
        _fill(cell, words, bold=True)
    _mark(made.rows[0], "tblHeader")
    for row in rows:
        added = made.add_row()
        _mark(added, "cantSplit")
        for number, (cell, words) in enumerate(zip(added.cells, row, strict=True)):
            _fill(cell, words, bold=number == 0)
    whole = sum(widths)
    for column, share in zip(made.columns, widths, strict=True):
        column.width = Inches(WIDTH * share / whole)
        for cell in column.cells:
            cell.width = Inches(WIDTH * share / whole)
    document.add_paragraph()


def pairs(document: Word, rows: Sequence[tuple[str, str]]) -> None:
    """Add a table of labels and values."""
    table(document, ("What", "Value"), rows, (1, 3))


def picture(document: Word, chart: ChartWithWords) -> None:
    """Add a chart with its words: for who sees it beside it, and for who does not in it."""
    document.add_picture(BytesIO(to_png(chart, 520)), width=Inches(5.6))
    shape = document.inline_shapes[-1]
    tall = shape.height / Inches(HEIGHT)
    if tall > 1:
        shape.width, shape.height = Emu(int(shape.width / tall)), Inches(HEIGHT)
    shape._inline.docPr.set("descr", visible(chart.alt))
    shape._inline.docPr.set("title", visible(chart.title))
    say(document, chart.summary, style="Caption")


def _fill(cell: _Cell, words: str, *, bold: bool) -> None:
    # The style makes the first column bold; it names its row.
    run = cell.paragraphs[0].add_run(visible(words))
    run.bold, run.font.size = bold, _SMALL
    cell.paragraphs[0].paragraph_format.space_after = Pt(2)


def _mark(row: _Row, kind: str) -> None:
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:{kind} {nsdecls('w')}/>"))
