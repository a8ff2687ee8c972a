"""The invented portfolio as a ratings file."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import TextIO

from sample_data.portfolio import PortfolioProgram, PortfolioVisit

COLUMNS = ("assessment", "program", "date", "kind", "scale", "item", "rating", "rater")
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


def _lines(program: PortfolioProgram) -> Iterator[tuple[int | str, ...]]:
    for visit in program.visits:
        name = assessment_name(program, visit)
        place = (name, program.name, visit.day.isoformat(), visit.kind)
        sets = dict(visit.sets) | ({CONSENSUS: visit.settled} if visit.settled else {})
        for rater, given in sets.items():
            for scale, levels in given.items():
                facts = visit.choices.get(scale, {})
                for what, answer in (*facts.items(), *levels.items()):
                    yield *place, scale, what, answer, rater
