"""What a director hands to a board: verdicts, what is strong, the widest gaps, the next steps."""

from __future__ import annotations

from docx.document import Document as Word
from docx.shared import Pt

from reporting.plan_table import CLOSED
from reporting.report import Report
from reporting.sentences import ended
from reporting.visible import visible
from reporting.word.cover import add_verdicts
from reporting.word.parts import bullets, heading, say

_MOST = 4
_LONGEST = 150
"""Characters of a line, so that it all stays on one page."""


def add_summary(document: Word, report: Report) -> None:
    """Add the one page."""
    for style in ("Normal", "List Bullet"):
        document.styles[style].paragraph_format.space_after = Pt(2)  # type: ignore[union-attr]
        document.styles[style].font.size = Pt(9.5)  # type: ignore[union-attr]
    heading(document, report.title, 1)
    say(document, " ".join((f"{report.occasion}.", *report.notes)))
    add_verdicts(document, report)
    _part(document, "What is strong", _strengths(report), "No item reaches its target yet.")
    _part(document, "Widest gaps", _gaps(report), "No rated item is below its target.")
    _part(document, "Next steps", _steps(report), "No action is planned yet.")
    heading(document, "Read this with care", 2)
    bullets(document, [f"{scale.short_name}: {scale.status}" for scale in report.scales])
    signed = ", ".join(f"{label}: {value}" for label, value in report.visit.signature)
    say(document, signed or "Not signed: a draft that may still change.")


def _part(document: Word, title: str, lines: list[str], nothing: str) -> None:
    heading(document, title, 2)
    bullets(document, [_cut(line) for line in lines[:_MOST]])
    if not lines:
        say(document, nothing)
    elif len(lines) > _MOST:
        say(document, f"And {len(lines) - _MOST} more in the full report.")


def _strengths(report: Report) -> list[str]:
    found = [
        (level, f"{scale.short_name} {label}: level {level}. {ended(seen)}")
        for scale in report.scales
        for part in scale.findings
        for label, level, seen in part.strengths
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
