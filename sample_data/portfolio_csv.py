"""The invented portfolio as a ratings file."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import TextIO

from sample_data.portfolio import PortfolioProgram, PortfolioVisit

COLUMNS = ("assessment", "scale", "item", "rating", "rater")
CONSENSUS = "consensus"
"""The rater of what two raters settled on, as ratings files name it."""


def write_ratings(programs: Sequence[PortfolioProgram], file: TextIO) -> int:
    """Write every set of every visit as a ratings file.

    Args:
        programs: What was drawn.
        file: Open for text, with `newline=""`.

    Returns:
        How many ratings and facts were written.
    """
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    lines = [line for program in programs for line in _lines(program)]
    writer.writerows(lines)
    return len(lines)


def assessment_name(program: PortfolioProgram, visit: PortfolioVisit) -> str:
    """What the file calls a visit."""
    return f"{program.name} (invented), {visit.day.isoformat()}"


def _lines(program: PortfolioProgram) -> Iterator[tuple[str, str, str, int | str, str]]:
    for visit in program.visits:
        name = assessment_name(program, visit)
        sets = dict(visit.sets) | ({CONSENSUS: visit.settled} if visit.settled else {})
        for rater, given in sets.items():
            for scale, levels in given.items():
                for fact, choice in visit.choices.get(scale, {}).items():
                    yield name, scale, fact, choice, rater
                for item, level in levels.items():
                    yield name, scale, item, level, rater
