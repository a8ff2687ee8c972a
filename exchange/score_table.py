"""Scores as a table of plain text, with the reasons below each line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from exchange.scored_file import ScoredFiling
from scales.fault import join
from scoring import Scored, State, as_text

_HEAD = ("Assessment", "Scale", "Verdict", "Total", "Rated")
_WIDTH = 96


def table_lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lay cells out in columns; the last column may be of any width."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for row in rows:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()


def score_lines(scores: Sequence[ScoredFiling]) -> Iterator[str]:
    """Write a table of scores: one line each, and below it why."""
    lines = table_lines([_HEAD, *(_cells(scored) for scored in scores)])
    yield next(lines)
    for line, filing in zip(lines, scores, strict=True):
        yield line
        for sentence in _sentences(filing):
            yield from wrap(sentence, _WIDTH, initial_indent="    ", subsequent_indent="      ")


def _cells(filing: ScoredFiling) -> tuple[str, ...]:
    scored = filing.scored
    label = f" ({scored.sublabel.name.lower()})" if scored.sublabel else ""
    return (
        scored.row.assessment,
        scored.scale.id,
        f"{scored.verdict.name}{label}",
        "–" if scored.total.value is None else as_text(scored.total.value, 4),
        f"{scored.total.rated} of {scored.total.of}",
    )


def _sentences(filing: ScoredFiling) -> Iterator[str]:
    scored = filing.scored
    yield f"Rule {scored.verdict.rule}: {' '.join(scored.because)}"
    if scored.capped_by:
        why = " ".join(reason.text for reason in scored.capped_by.reasons)
        yield f"Held below {scored.capped_by.verdict.name}: {why}"
    yield from _left_out(scored)
    for number in filing.combined:
        value = "–" if number.value is None else as_text(number.value, 4)
        yield f"{number.name}: {value} ({number.rated} of {number.of} rated)."
    yield from _borderline(scored)
    for _, text in filing.warnings:
        yield f"Look again: {text}"
    if filing.verified:
        total = filing.verified.total.value
        value = "–" if total is None else as_text(total, 4)
        yield f"Verified score: {filing.verified.verdict.name}, {value}."


def _borderline(scored: Scored) -> Iterator[str]:
    moves: dict[tuple[int, str], list[str]] = {}
    for near in scored.borderline:
        moves.setdefault((near.change, near.verdict.name), []).append(near.item)
    for (change, verdict), items in moves.items():
        way = "down" if change < 0 else "up"
        yield f"Borderline: one point {way} in {join(items)} would make it {verdict}."


def _left_out(scored: Scored) -> Iterator[str]:
    for state in State:
        items = [left.item for left in scored.left_out if left.state is state]
        if items:
            yield f"{state.words.capitalize()}: {', '.join(items)}."
