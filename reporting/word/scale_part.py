"""One scale: its verdict with the reasons, charts, findings, items, and how it was worked out."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as Word

from reporting.charts import scale_charts
from reporting.findings import Finding, SubscaleFindings
from reporting.item_table import ItemRow
from reporting.numbers import NumberRow
from reporting.report import Report
from reporting.scale_report import ScaleReport
from reporting.sentences import ended
from reporting.word.parts import bullets, heading, pairs, picture, say, table


def add_scale(document: Word, report: Report, scale: ScaleReport) -> None:
    """Add what was found on a scale."""
    heading(document, scale.name, 1)
    say(document, scale.headline)
    say(document, scale.meaning)
    bullets(document, scale.because)
    bullets(document, [words for words in (scale.capped, scale.possible, scale.claim) if words])
    _list(document, "What is missing for more", scale.held_back)
    _list(document, "Close to another verdict", [note.text for note in scale.borderline])
    _list(document, "To be looked at", scale.warnings)
    if scale.comparison is not None:
        heading(document, f"{scale.comparison.given} and verified", 2)
        say(document, scale.comparison.sentence)
        rows = [(n.name, n.self_text, n.verified_text) for n in scale.comparison.numbers]
        table(document, ("Mean", scale.comparison.given, "Verified"), rows, (3, 1, 1))
    if not scale.rated:
        return
    heading(document, "Pictures", 2)
    for chart in scale_charts(report, scale):
        heading(document, chart.title, 3)
        picture(document, chart)
    heading(document, "Strengths, findings and recommendations", 2)
    for part in scale.findings:
        _add_findings(document, part)
    heading(document, "Items", 2)
    table(
        document,
        ("Item", "Rating", "What it looks like", "Evidence and note"),
        [_item(item) for item in scale.items],
        (1.6, 0.8, 2.1, 2.2),
    )
    _list(document, "To keep in mind", scale.cautions)


def add_method(document: Word, scale: ScaleReport, *, first: bool) -> None:
    """Add how the numbers of a scale are worked out, so that each can be checked by hand."""
    if first:
        heading(document, "How the numbers were made", 1)
    heading(document, scale.name, 2)
    facts = [("Version", scale.version), ("Scale file (SHA-256)", scale.stamp)]
    facts += [("Anchors", scale.anchor_check), ("License", scale.license), *scale.facts]
    pairs(document, [(label, value) for label, value in facts if value])
    numbers = [scale.total, *scale.subscales]
    numbers += [row for profile in scale.profiles for row in profile.rows]
    table(
        document,
        ("Mean", "Value", "Rests on", "Worked out"),
        [_number(row) for row in numbers],
        (2, 0.7, 1.2, 2.6),
    )
    if scale.index is not None:
        say(document, f"{scale.index_name}: {scale.index}. {scale.index_note}")
    say(document, scale.verdict_note)
    table(
        document,
        ("Rule", "Asks", "Applied"),
        [(f"{r.rule} {r.name}", r.words, "yes" if r.fired else "") for r in scale.rules],
        (1.6, 4, 0.8),
    )
    _list(document, "Sources", [" ".join(source).strip() for source in scale.sources])


def _add_findings(document: Word, part: SubscaleFindings) -> None:
    heading(document, f"{part.name}: {part.mean} ({part.counted})", 3)
    for label, level, seen in part.strengths:
        say(document, f"{label}, level {level}: {ended(seen)}", bold="Strength.")
    for finding in part.findings:
        say(document, _found(finding), bold="Finding.")
        say(document, f"Level {finding.next_level} looks like: {ended(finding.needed)}")
        step = f"{ended(finding.recommended)} Done when: {ended(finding.done_when)}"
        say(document, step, bold="Recommendation.")
    if part.open:
        say(document, f"Without a level: {'; '.join(part.open)}.")


def _found(finding: Finding) -> str:
    note = f" Note: {ended(finding.note)}" if finding.note else ""
    return f"{finding.label}, level {finding.level}: {ended(finding.seen)}{note}"


def _item(item: ItemRow) -> tuple[str, ...]:
    evidence = "; ".join(part for part in (item.grade_words, item.counts) if part)
    sources = f" ({', '.join(item.sources)})" if item.sources else ""
    parts = (f"{evidence}{sources}", item.reason, item.note)
    return (item.label, item.shown, item.anchor, " ".join(ended(part) for part in parts).strip())


def _number(row: NumberRow) -> tuple[str, ...]:
    return (row.name, row.text, row.counted, row.working)


def _list(document: Word, title: str, texts: Sequence[str]) -> None:
    if texts:
        heading(document, title, 2)
        bullets(document, texts)
