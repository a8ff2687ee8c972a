"""Ratings as tidy CSV, one rating a line: read whole, or every fault told at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from exchange.filed import FiledAssessment, RatingsFile, RatingsFileError
from exchange.rating_lines import BESIDE, COLUMNS, OF_VISIT, Answers, RatingLines
from exchange.sheet import Layout, Sheet, decode
from exchange.tidy.rating_tables import RATINGS
from scales.fault import Fault, join, near, quote
from scales.model import Scale
from scoring import Row


def read_ratings(
    content: bytes,
    file: str,
    scales: Mapping[str, Scale],
    only: Scale | None = None,
    rater: str | None = None,
) -> RatingsFile:
    """Read a ratings file, whole or not at all.

    Args:
        content: The file, as UTF-8 text; a comma, semicolon or tab stands between its cells.
        file: What to call it in messages.
        scales: By id, those that the file may name.
        only: The scale that was rated. Lines of other scales are passed over, and lines that
            name none are its own.
        rater: Whose ratings to read, where several rated the same assessment. Lines without a
            rater belong to everybody.

    Raises:
        RatingsFileError: It carries every fault, in the order of the lines.
    """
    text = decode(content)
    if isinstance(text, Fault):
        raise RatingsFileError(file, [text])
    sheet = Sheet(text, layout(only))
    lines = RatingLines({**scales, **({only.id: only} if only else {})}, only)
    lines.read(sheet)
    found = _gather(lines, rater)
    faults = [*sheet.faults, *lines.faults]
    if not faults and not found:
        faults.append(_nothing(only, rater, lines))
    if faults:
        raise RatingsFileError(file, faults)
    return RatingsFile(file, tuple(found))


def layout(only: Scale | None = None) -> Layout:
    """The columns of a ratings file; where all of it is of one scale, that need not be named."""
    required = tuple(name for name in COLUMNS[:4] if name != "scale" or only is None)
    return Layout((*COLUMNS, *OF_VISIT, *BESIDE), required, RATINGS.names)


def read_content(path: Path) -> bytes:
    """Return the content of a ratings file.

    Raises:
        RatingsFileError: There is no such file, or it cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        found = f"the file cannot be read ({error.strerror or type(error).__name__})."
        fix = "Check the name and whether you may open it."
        raise RatingsFileError(path.name, [Fault("R20", None, "", found, fix)]) from None


def _gather(lines: RatingLines, rater: str | None) -> list[FiledAssessment]:
    """Put what each rater wrote of an assessment together."""
    found = []
    for (assessment, scale_id), by_rater in lines.answers.items():
        named = [name for name in by_rater if name and rater in (None, name)]
        if rater is not None and not named:
            continue
        if len(named) > 1:
            lines.faults.append(_several(assessment, scale_id, by_rater))
        whose = named[0] if named else ""
        parts = list(lines.by_rater(by_rater, whose))
        found.append(_file(lines.wordings[scale_id].scale, assessment, parts, whose))
    return found


def _several(assessment: str, scale_id: str, by_rater: dict[str, Answers]) -> Fault:
    raters = [name for name in by_rater if name]
    line = min(by_rater[raters[1]].lines.values())
    place = f"assessment {quote(assessment)}, scale {quote(scale_id)}"
    found = f"rated by {join(map(quote, raters), 'and')}, and a score needs one rater."
    fix = "Choose one with --rater, or keep one rater's lines."
    return Fault("R10", line, place, found, fix)


def _file(scale: Scale, assessment: str, parts: list[Answers], rater: str) -> FiledAssessment:
    levels, choices, counts, details = {}, {}, {}, {}
    for part in parts:
        levels |= part.levels
        choices |= part.choices
        counts |= part.counts
        details |= part.details
    return FiledAssessment(scale, Row(assessment, levels, choices), counts, details, rater)


def _nothing(only: Scale | None, rater: str | None, lines: RatingLines) -> Fault:
    names = {name for by_rater in lines.answers.values() for name in by_rater if name}
    if rater is not None and lines.answers:
        found = f"nothing in the file was rated by {quote(rater)}."
        return Fault("R26", None, "", found, near(rater, sorted(names)))
    if only is not None and lines.passed_over:
        found = f"nothing in the file was rated on the scale {quote(only.id)}."
        return Fault("R26", None, "", found, "Choose another with --scale, or leave it out.")
    fix = "Write one line for each item that was rated."
    return Fault("R22", None, "", "there are no ratings below the first line.", fix)
