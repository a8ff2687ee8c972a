"""What a report to hand over says, from its title to its signature."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reporting.handout.agreement_part import agreement_part
from reporting.handout.block import Block, Bullets, Handout, Heading, Length, Paragraph, Table
from reporting.handout.corrections_part import corrections_part
from reporting.handout.cover import cover, signature_part
from reporting.handout.method_part import method_part
from reporting.handout.one_page import one_page
from reporting.handout.plan_part import plan_part
from reporting.handout.scale_part import scale_part
from reporting.report import Report
from reporting.visible import visible


def make_handout(report: Report, length: Length = "full") -> Handout:
    """Decide what a report to hand over says.

    Args:
        report: What is said about the visit.
        length: "page" is what fits one page; "full" says everything.
    """
    return Handout(
        title=visible(report.title),
        occasion=visible(report.occasion),
        draft=not report.visit.signature,
        made_on=report.made_on,
        author=visible(report.software) or "Program fidelity",
        length=length,
        blocks=laid_out(one_page(report) if length == "page" else _in_full(report)),
    )


def laid_out(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Leave out what is empty, and show as signs what a document cannot hold."""
    return tuple(_visible(block) for block in blocks if not _is_empty(block))


def _in_full(report: Report) -> Iterator[Block]:
    yield from cover(report)
    for scale in report.scales:
        yield from scale_part(report, scale)
    yield from agreement_part(report)
    yield from corrections_part(report)
    yield from plan_part(report)
    yield from method_part(report)
    yield from signature_part(report)


def _is_empty(block: Block) -> bool:
    match block:
        case Paragraph(text, bold):
            return not (text or bold)
        case Bullets(texts):
            return not texts
        case Table():
            return not block.rows
        case _:
            return False


def _visible(block: Block) -> Block:
    match block:
        case Heading():
            return replace(block, text=visible(block.text))
        case Paragraph():
            return Paragraph(visible(block.text), visible(block.bold))
        case Bullets():
            return Bullets(tuple(map(visible, block.texts)))
        case Table():
            rows = tuple(tuple(map(visible, row)) for row in block.rows)
            return replace(block, name=visible(block.name), rows=rows)
        case _:
            chart = block.chart
            seen = {name: visible(getattr(chart, name)) for name in ("title", "summary", "alt")}
            return replace(block, chart=replace(chart, **seen))
