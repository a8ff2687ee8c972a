"""What a director hands to a board: verdicts, what is strong, the widest gaps, the next steps."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.handout.block import Block, Bullets, Heading, Paragraph
from reporting.handout.cover import verdicts
from reporting.plan_table import CLOSED
from reporting.report import Report
from reporting.visible import visible

_MOST = 4
_LONGEST = 150
"""Characters of a line, so that it all stays on one page."""


def one_page(report: Report) -> Iterator[Block]:
    """All that the one page says."""
    yield Heading(report.title, 0)
    yield Paragraph(" ".join((f"{report.occasion}.", *report.notes)))
    yield verdicts(report)
    yield from _part("What is strong", _strengths(report), "No item reaches its target yet.")
    yield from _part("Widest gaps", _gaps(report), "No rated item is below its target.")
    yield from _part("Next steps", _steps(report), "No action is planned yet.")
    yield Heading("Read this with care", 1)
    yield Bullets(tuple(f"{scale.short_name}: {scale.status}" for scale in report.scales))
    signed = ", ".join(f"{label}: {value}" for label, value in report.visit.signature)
    yield Paragraph(signed or "Not signed: a draft that may still change.")


def _part(title: str, lines: list[str], nothing: str) -> Iterator[Block]:
    yield Heading(title, 1)
    yield Bullets(tuple(_cut(line) for line in lines[:_MOST]))
    if not lines:
        yield Paragraph(nothing)
    elif len(lines) > _MOST:
        yield Paragraph(f"And {len(lines) - _MOST} more in the full report.")


def _strengths(report: Report) -> list[str]:
    found = [
        (one.level, f"{scale.short_name} {one.label}: level {one.level}. {one.words}")
        for scale in report.scales
        for part in scale.findings
        for one in part.told
    ]
    return [words for _, words in sorted(found, key=lambda one: -one[0])]


def _gaps(report: Report) -> list[str]:
    found = [(gap, scale) for scale in report.scales for gap in scale.gaps]
    found.sort(key=lambda one: (-one[0].size, -one[0].importance))
    return [
        f"{scale.short_name} {gap.label}: level {gap.level}, {gap.size_text} below target"
        + (f" ({gap.signs})" if gap.signs else "")
        for gap, scale in found
    ]


def _steps(report: Report) -> list[str]:
    return [
        f"{row.do}" + (f" ({row.owner})" if row.owner else "")
        for row in report.plan
        if row.status not in CLOSED
    ]


def _cut(text: str) -> str:
    line = " ".join(visible(text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 2].rstrip()} …"
