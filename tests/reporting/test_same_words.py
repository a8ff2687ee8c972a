"""Word and PDF say the same, and all of what was decided to be said, in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table as WordTable

from reporting.facts import AnswerFacts
from reporting.handout import Handout, make_handout
from reporting.handout.block import Bullets, Heading, Paragraph, Picture, Table
from reporting.pdf import write_pdf
from reporting.report import Report
from reporting.word import write_document
from tests.reporting.house_report import PLAN, SIGNED, report_of
from tests.reporting.tagged_pdf import Tag, TaggedPdf

Said = tuple[str, ...]
"""What kind of thing, and its texts without white space: lines end elsewhere in each file."""


@pytest.fixture(scope="module")
def report(shipped, rated) -> Report:
    """All 26 items of a visit, with notes, counts, grades, a plan and a signature."""
    results = []
    for scale in (shipped["iddt"], shipped["goi"]):
        levels = {item.id: 1 + number % 5 for number, item in enumerate(scale.items)}
        answers = {
            item.id: AnswerFacts(
                note=f"Seen in {number} charts;\nthe rest, “not yet”: <see> #{number}",
                grade="ABCD"[number % 4],
                sources=("charts", "interviews"),
            )
            for number, item in enumerate(scale.items)
        }
        results.append(rated(scale, levels, answers=answers, evidence=True))
    return report_of(*results, plan=PLAN * 3, signature=SIGNED)


@pytest.mark.parametrize("length", ["full", "page"])
def test_word_and_pdf_say_all_of_it_in_its_order(report, length):
    handout = make_handout(report, length)
    wanted = list(decided(handout))
    assert list(in_word(handout)) == wanted
    assert list(in_pdf(handout)) == wanted
    assert len(wanted) > (15 if length == "page" else 200)


def test_what_was_decided_to_be_said_has_every_number_of_the_report(report):
    texts = {text for said in decided(make_handout(report)) for text in said}
    for scale in report.scales:
        for number in (scale.total, *scale.subscales):
            assert {number.text, squeezed(number.working)} <= texts


def squeezed(text: str) -> str:
    return "".join(text.split())


def said(kind: str, *texts: str) -> Said:
    return (kind, *map(squeezed, texts))


def decided(handout: Handout) -> Iterator[Said]:
    for block in handout.blocks:
        match block:
            case Heading(text, level):
                yield said(f"heading {level}", text)
            case Paragraph(text, bold):
                yield said("paragraph", bold + text)
            case Bullets(texts):
                yield from (said("bullet", text) for text in texts)
            case Table():
                yield from (said("row", *row) for row in (block.head, *block.rows))
            case Picture(chart):
                yield said("picture", chart.alt)
                yield said("paragraph", chart.summary)


def in_word(handout: Handout) -> Iterator[Said]:
    out = BytesIO()
    write_document(handout, out)
    kinds = {"Title": "heading 0", "List Bullet": "bullet"}
    kinds |= {f"Heading {level}": f"heading {level}" for level in (1, 2, 3)}
    for part in Document(BytesIO(out.getvalue())).iter_inner_content():
        if isinstance(part, WordTable):
            for row in part.rows:
                yield said("row", *(cell.text for cell in row.cells))
            continue
        for drawing in part._p.iter(qn("wp:docPr")):
            yield said("picture", drawing.get("descr", ""))
        if part.text:
            yield said(kinds.get(part.style.name, "paragraph"), part.text)


def in_pdf(handout: Handout) -> Iterator[Said]:
    out = BytesIO()
    write_pdf(handout, out)
    tags = TaggedPdf(out.getvalue()).tags
    for tag in tags.find("H1", "H2", "H3", "H4", "P", "LBody", "TR", "Figure"):
        match tag:
            case Tag("P"):
                yield said("paragraph", tag.said)
            case Tag("LBody"):
                yield said("bullet", tag.said)
            case Tag("TR"):
                yield said("row", *(cell.said for cell in tag.inside))
            case Tag("Figure"):
                yield said("picture", tag.alt)
            case _:
                yield said(f"heading {int(tag.kind[1]) - 1}", tag.said)
