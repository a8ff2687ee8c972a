"""What a pool and what publications say, each with its n, its date and its source."""

from __future__ import annotations

import datetime as dt

from reporting.sentences import counted, day, ended
from scales.model import Scale
from scales.published.figure import CountsFigure, Figure, MeanFigure, Reference
from scoring.benchmark import FEWEST_PROGRAMS, Benchmark, Benchmarks
from scoring.rounding import as_decimal

QUARTILES_ARE = (
    "Quartiles as Excel's QUARTILE.INC works them out (type 7 of Hyndman and Fan). Each program "
    "counts once, with its latest visit."
)


def pool_words(pool: Benchmarks) -> str:
    """Say what a pool is: its programs, the days of their latest visits, and what is invented."""
    told = latest_words(pool.programs, pool.since, pool.until)
    invented = invented_words(pool)
    return f"{told} {invented}" if invented else told


def invented_words(pool: Benchmarks) -> str:
    """Say that a pool is of invented programs, or how many were left out; empty where none are."""
    if pool.invented:
        return "All of these programs are invented."
    if not pool.left_out:
        return ""
    are = "is" if pool.left_out == 1 else "are"
    return f"{counted(pool.left_out, 'invented program')} {are} left out: here are real ones."


def latest_words(programs: int, since: dt.date | None, until: dt.date | None) -> str:
    """Say how many programs there are, and from when to when their latest visits were."""
    if since is None:
        return "No program is in this pool."
    days = day(since) if since == until else f"{day(since)} to {day(until)}"
    return f"{counted(programs, 'program')}, each by its latest visit ({days})."


def behind_words(programs: int) -> str:
    """Say how many programs are shown by a visit that is not their latest; empty where none is.

    Example:
        "2 programs are shown by an earlier visit, as their latest was rated with a version that
        does not map."
    """
    if not programs:
        return ""
    are, their = ("is", "its") if programs == 1 else ("are", "their")
    return (
        f"{counted(programs, 'program')} {are} shown by an earlier visit, as {their} latest was "
        "rated with a version that does not map."
    )


def benchmark_words(found: Benchmark) -> str:
    """Tell the middle and the spread, or why they are not told.

    Example:
        "Median 3.20, middle half 2.90 to 3.60 (n = 14 programs)."
    """
    n = f"n = {counted(found.n, 'program')}"
    if found.hidden:
        return f"Not shown below {FEWEST_PROGRAMS} programs ({n})."
    spread = f"{as_decimal(found.lower)} to {as_decimal(found.upper)}"
    return f"Median {as_decimal(found.median)}, middle half {spread} ({n})."


def figure_words(figure: Figure, scale: Scale | None) -> str:
    """Tell one published figure with its n.

    Args:
        figure: The figure.
        scale: The scale it speaks of, for the names of verdicts; None where it is not among ours.
    """
    n = f"n = {figure.n}"
    if isinstance(figure, MeanFigure):
        sd = f", SD {figure.sd}" if figure.sd is not None else ""
        return f"{figure.label}: mean {figure.mean}{sd} ({n})."
    if isinstance(figure, CountsFigure):
        names = {v.id: v.name for v in scale.verdicts} if scale else {}
        parts = [f"{count} {names.get(v, v)}" for v, count in figure.counts.items()]
        return f"{figure.label}: {', '.join(parts)} ({n})."
    about = "about " if figure.about else ""
    of = f", {figure.count} of {figure.n}" if figure.count is not None else ""
    return f"{figure.label}: {about}{figure.percent} percent{of} ({n})."


def source_words(reference: Reference) -> str:
    """Tell where a reference's figures come from, of when they are, and what they are good for."""
    return " ".join(
        ended(text)
        for text in (
            f"Source: {reference.citation} ({reference.url})",
            reference.setting,
            f"Ratings made: {_small(reference.collected)}",
            reference.read,
            f"To be compared with: {_small(reference.compare_with)}",
            reference.caution,
        )
    )


def _small(text: str) -> str:
    """Go on in a sentence; a word in capitals stays."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
