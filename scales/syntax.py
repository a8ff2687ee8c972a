"""YAML's own complaints, said in the words of somebody who writes a scale."""

from __future__ import annotations

from typing import Protocol

from scales.fault import Fault, quote


class _Mark(Protocol):
    line: int
    """Counted from 0."""
    column: int


class Complaint(Protocol):
    """What a YAML reader says of a file that it cannot read."""

    problem: str | None
    problem_mark: _Mark | None
    context: str | None
    context_mark: _Mark | None


# What YAML says, what it means, what to do, and whether the fault lies where the part began.
_KNOWN = (
    (
        "mapping values are not allowed",
        'a ": " stands where none is expected.',
        'Put text that holds ": " in quotes; let keys that belong together begin in one column.',
        False,
    ),
    (
        "could not find expected ':'",
        "a key without its value begins here.",
        'Write "key: value" with a space after the colon, and indent text that goes on.',
        True,
    ),
    (
        "character '\\t'",
        "a tab stands here.",
        "Indent with spaces.",
        False,
    ),
    (
        "cannot start any token",
        "text begins with a character that has a meaning of its own in YAML.",
        "Put the whole text in quotes.",
        False,
    ),
    (
        "undefined alias",
        'text begins with "*", which has a meaning of its own in YAML.',
        "Put the whole text in quotes.",
        False,
    ),
    (
        "unexpected end of stream",
        "quotes are opened here and never closed.",
        "Close them at the end of the text.",
        True,
    ),
    (
        "expected ',' or",
        "a list or set of keys in brackets is opened here and not closed, or lacks a comma.",
        "Separate its entries with commas and close the bracket.",
        True,
    ),
    (
        "<block end>",
        "this line does not fit the lines above it.",
        "Let entries that belong together begin in one column, and end quoted text with its quote.",
        False,
    ),
    (
        "but found another document",
        'a second "---" begins another file here.',
        "Keep one scale in one file.",
        False,
    ),
)


def explain(complaint: Complaint, text: str) -> Fault:
    """Return the fault of a file that is not YAML, on the line where the author can mend it."""
    said = f"{complaint.context or ''} {complaint.problem or ''}"
    for words, found, fix, at_start in _KNOWN:
        if words in said:
            return Fault("S03", _line(complaint, text, at_start), "", found, fix)
    line = _line(complaint, text, at_start=False)
    found = f"the file cannot be read as YAML from here on ({quote(said.strip())})."
    return Fault("S03", line, "", found, "Compare the line with one like it in a scale that works.")


def _line(complaint: Complaint, text: str, at_start: bool) -> int:
    marks = (complaint.problem_mark, complaint.context_mark)
    mark = next((m for m in (reversed(marks) if at_start else marks) if m is not None), None)
    return min(mark.line + 1, text.count("\n") + 1) if mark else 1
