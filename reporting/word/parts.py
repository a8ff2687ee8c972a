"""Blocks of a report as headings, paragraphs, lists, tables and pictures of a Word document."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO

from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.table import CT_Row
from docx.shared import Emu, Inches, Pt
from docx.text.run import Run

from reporting.charts import to_png
from reporting.handout.block import Block, Bullets, Heading, Paragraph, Picture, Table

WIDTH = 6.7
"""Inches between the margins."""
HEIGHT = 7.4
"""The most inches of a picture, so that its heading and its words fit on its page."""
_SMALL, _AFTER = Pt(8.5), Pt(2)
_BULLET, _CAPTION = "ListBullet", "Caption"


def add_block(document: Word, block: Block) -> None:
    """Lay a block out below what is there already."""
    match block:
        case Heading(text, level):
            document.add_heading(text, level)
        case Paragraph(text, bold):
            _say(document, text, bold)
        case Bullets(texts):
            for text in texts:
                _say(document, text, style_id=_BULLET)
        case Table():
            _add_table(document, block)
        case Picture():
            _add_picture(document, block)


def _say(document: Word, text: str, bold: str = "", style_id: str | None = None) -> None:
    paragraph = document.add_paragraph()
    if style_id:
        paragraph._p.style = style_id  # by its name it would be looked for among all styles
    if bold:
        paragraph.add_run(f"{bold} ").bold = True
    paragraph.add_run(text)


def _add_table(document: Word, table: Table) -> None:
    """Add a table whose first row is repeated on every page it runs to."""
    made = document.add_table(rows=1, cols=len(table.head), style="Light Grid Accent 1")
    made.autofit = False
    made._tbl.tblPr.append(parse_xml(f"<w:tblCaption {nsdecls('w')}/>"))
    made._tbl.tblPr[-1].set(qn("w:val"), table.name)
    head = made.rows[0]
    whole = sum(table.widths)
    for column, cell, share in zip(made.columns, head.cells, table.widths, strict=True):
        column.width = cell.width = Inches(WIDTH * share / whole)
    pattern = deepcopy(head._tr)
    _lay(head._tr, table.head, bold=len(table.head))
    _mark(head._tr, "tblHeader")
    _mark(pattern, "cantSplit")
    for row in table.rows:
        # Made cell by cell with python-docx it would take twice the time.
        added = deepcopy(pattern)
        # The style makes the first column bold; it names its row.
        _lay(added, row, bold=1)
        made._tbl.append(added)
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
    _say(document, chart.summary, style_id=_CAPTION)


def _lay(row: CT_Row, texts: tuple[str, ...], *, bold: int) -> None:
    """Lay texts into the cells of a row, so many of them in bold."""
    for number, (cell, words) in enumerate(zip(row.tc_lst, texts, strict=True)):
        (paragraph,) = cell.p_lst
        run = Run(paragraph.add_r(), paragraph)
        run.text, run.bold, run.font.size = words, number < bold, _SMALL
        paragraph.get_or_add_pPr().spacing_after = _AFTER


def _mark(row: CT_Row, kind: str) -> None:
    row.get_or_add_trPr().append(parse_xml(f"<w:{kind} {nsdecls('w')}/>"))
