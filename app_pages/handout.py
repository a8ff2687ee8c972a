"""Files to hand over before a visit: lists as CSV, guides as text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from handover.workspace import Workspace
from reporting.charts.words import plain
from scales.practice.interview import Section, Sight

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Write rows of the same columns so that Excel shows every letter and runs no formula."""
    listed = list(rows)
    file = StringIO(newline="")
    writer = csv.DictWriter(file, list(listed[0]) if listed else [])
    writer.writeheader()
    writer.writerows({name: _as_text(cell) for name, cell in row.items()} for row in listed)
    return file.getvalue().encode("utf-8-sig")


def guide_text(
    title: str, advice: Sequence[str], sections: Sequence[Section], names: Mapping[str, str]
) -> bytes:
    """Write an interview guide as text that can be printed and written on.

    Args:
        title: Whom it is for, at which visit.
        advice: What to keep in mind.
        sections: The questions.
        names: Scale id to its short name, to tell which items an answer serves.
    """
    lines = [title, "=" * len(title), "", *(f"* {one}" for one in advice)]
    for section in sections:
        heading = f"{section.scale_name}: {section.subscale_name}"
        lines += ["", heading, "-" * len(heading)]
        for question in section.questions:
            items = ", ".join(f"{names.get(s, s)} {item}" for s, item in question.items)
            lines += ["", f"[ ] {question.ask}", f"    ({items})"]
    return _text_file(lines)


def sights_text(title: str, sights: Sequence[Sight], names: Mapping[str, str]) -> bytes:
    """Write what to observe as text."""
    lines = [title, "=" * len(title), ""]
    for sight in sights:
        items = ", ".join(f"{names.get(s, s)} {item}" for s, item in sight.items)
        lines.append(f"[ ] {sight.words} ({items})")
    return _text_file(lines)


def file_name(workspace: Workspace, what: str, ending: str) -> str:
    """Name a file after the program and the day of the visit."""
    name = plain(workspace.program.name) or "program"
    return f"{name}-{workspace.visit.date.isoformat()}-{what}.{ending}"


def _text_file(lines: Sequence[str]) -> bytes:
    # Notepad reads the first three bytes as UTF-8's mark and shows every letter.
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell
