"""One scale: its verdict with the reasons, charts, findings and items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reporting.charts import scale_charts
from reporting.findings import Finding, SubscaleFindings
from reporting.handout.block import Block, Bullets, Heading, Paragraph, Picture, Table
from reporting.item_table import ItemRow
from reporting.report import Report
from reporting.scale_report import ScaleReport
from reporting.sentences import ended

_HEAD = ("Item", "Rating", "What it looks like, and the next level", "Evidence and note")


def scale_part(report: Report, scale: ScaleReport) -> Iterator[Block]:
    """What was found on a scale."""
    yield Heading(scale.name, 1)
    yield Paragraph(scale.headline)
    yield Paragraph(scale.meaning)
    more = [words for words in (scale.capped, scale.possible, scale.claim) if words]
    yield Bullets((*scale.because, *more))
    yield from listing("What is missing for more", scale.held_back)
    yield from listing("Targets of their own", scale.own_targets)
    yield from listing("Close to another verdict", [note.text for note in scale.borderline])
    yield from listing("To be looked at", scale.warnings)
    yield from _compared(scale)
    if not scale.rated:
        return
    yield Heading("Pictures", 2)
    for chart in scale_charts(report, scale):
        yield Heading(chart.title, 3)
        yield Picture(chart)
    yield Heading("Strengths, findings and recommendations", 2)
    for part in scale.findings:
        yield from _findings(part)
    yield Heading("Items", 2)
    rows = tuple(map(_item, scale.items))
    yield Table(f"Items of {scale.short_name}", _HEAD, rows, (1.5, 0.8, 2.4, 2))
    yield from listing("To keep in mind", scale.cautions)


def listing(title: str, texts: Sequence[str], level: int = 2) -> Iterator[Block]:
    """A list under its heading; nothing where it is empty."""
    if texts:
        yield Heading(title, level)
        yield Bullets(tuple(texts))


def _compared(scale: ScaleReport) -> Iterator[Block]:
    found = scale.comparison
    if found is None:
        return
    title = f"{found.given} and verified"
    yield Heading(title, 2)
    yield Paragraph(found.sentence)
    rows = tuple((n.name, n.self_text, n.verified_text) for n in found.numbers)
    yield Table(title, ("Mean", found.given, "Verified"), rows, (3, 1, 1))


def _findings(part: SubscaleFindings) -> Iterator[Block]:
    yield Heading(f"{part.name}: {part.mean} ({part.counted})", 3)
    for strong in part.told:
        words = f"{strong.label}, level {strong.level}: {strong.words}"
        yield Paragraph(words, bold="Strength.")
    for finding in part.findings:
        yield Paragraph(_found(finding), bold="Finding.")
        yield Paragraph(f"Level {finding.next_level} looks like: {ended(finding.needed)}")
        if finding.recommended:
            yield Paragraph(finding.recommended, bold="Recommendation.")
    if part.open:
        yield Paragraph(f"Without a level: {'; '.join(part.open)}.")


def _found(finding: Finding) -> str:
    note = f" Note: {ended(finding.note)}" if finding.note else ""
    return f"{finding.label}, level {finding.level}: {ended(finding.seen)}{note}"


def _item(item: ItemRow) -> tuple[str, ...]:
    evidence = "; ".join(part for part in (item.grade_words, item.counts) if part)
    sources = f" ({', '.join(item.sources)})" if item.sources else ""
    parts = (f"{evidence}{sources}", item.reason, item.note)
    beside = " ".join(ended(part) for part in parts).strip()
    return (item.label, _rating(item), _looks(item), beside)


def _rating(item: ItemRow) -> str:
    verified = item.verified_level
    if verified is None or verified == item.level:
        return item.shown
    return f"{item.shown} (verified: {verified})"


def _looks(item: ItemRow) -> str:
    needed = f"Level {item.next_level}: {item.next_anchor}" if item.next_level else ""
    return "\n".join(words for words in (item.anchor, needed) if words)
