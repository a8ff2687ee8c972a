"""Blocks of a report as headings, paragraphs, lists, tables and pictures of a Word document."""

from __future__ import annotations

from io import BytesIO

from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Inches, Pt
from docx.table import _Cell, _Row

from reporting.charts import to_png
from reporting.handout.block import Block, Bullets, Heading, Paragraph, Picture, Table

WIDTH = 6.7
"""Inches between the margins."""
HEIGHT = 7.4
"""The most inches of a picture, so that its heading and its words fit on its page."""
_SMALL = Pt(8.5)


def add_block(document: Word, block: Block) -> None:
    """Lay a block out below what is there already."""
    match block:
        case Heading(text, level):
            document.add_heading(text, level)
        case Paragraph(text, bold):
            _say(document, text, bold)
        case Bullets(texts):
            for text in texts:
                _say(document, text, style="List Bullet")
        case Table():
            _add_table(document, block)
        case Picture():
            _add_picture(document, block)


def _say(document: Word, text: str, bold: str = "", style: str | None = None) -> None:
    paragraph = document.add_paragraph(style=style)
    if bold:
        paragraph.add_run(f"{bold} ").bold = True
    paragraph.add_run(text)


def _add_table(document: Word, table: Table) -> None:
    """Add a table whose first row is repeated on every page it runs to."""
    made = document.add_table(rows=1, cols=len(table.head), style="Light Grid Accent 1")
    made.autofit = False
    made._tbl.tblPr.append(parse_xml(f"<w:tblCaption {nsdecls('w')}/>"))
    made._tbl.tblPr[-1].set(qn("w:val"), table.name)
    for cell, words in zip(made.rows[0].cells, table.head, strict=True):
        _fill(cell, words, bold=True)
    _mark(made.rows[0], "tblHeader")
    for row in table.rows:
        added = made.add_row()
        _mark(added, "cantSplit")
        for number, (cell, words) in enumerate(zip(added.cells, row, strict=True)):
            # The style makes the first column bold; it names its row.
            _fill(cell, words, bold=number == 0)
    whole = sum(table.widths)
    for column, share in zip(made.columns, table.widths, strict=True):
        column.width = Inches(WIDTH * share / whole)
        for cell in column.cells:
            cell.width = Inches(WIDTH * share / whole)
    document.add_paragraph()


def _add_picture(document: Word, picture: Picture) -> None:
    """Add a chart with its words: for who sees it beside it, and for who does not in it."""
    chart = picture.chart
    document.add_picture(BytesIO(to_png(chart, 520)), width=Inches(5.6))
    shape = document.inline_shapes[-1]
    tall = shape.height / Inches(HEIGHT)
    if tall > 1:
        shape.width, shape.height = Emu(int(shape.width / tall)), Inches(HEIGHT)
    shape._inline.docPr.set("descr", chart.alt)
    shape._inline.docPr.set("title", chart.title)
    _say(document, chart.summary, style="Caption")


def _fill(cell: _Cell, words: str, *, bold: bool) -> None:
    run = cell.paragraphs[0].add_run(words)
    run.bold, run.font.size = bold, _SMALL
    cell.paragraphs[0].paragraph_format.space_after = Pt(2)


def _mark(row: _Row, kind: str) -> None:
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:{kind} {nsdecls('w')}/>"))
