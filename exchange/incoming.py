"""What a data file brings: sets of answers, each by one rater on one scale at one visit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from exchange.filed import Grade
from scales.fault import FileError
from scales.model import Scale

State = Literal["unanswered", "rated", "not_applicable", "not_enough_information"]

SHOWN = 50
"""So many faults are said in a message; all of them are in `faults`."""


@dataclass(frozen=True)
class IncomingAnswer:
    """One item as the file has it.

    Attributes:
        place: Where it stands in the file, as its author finds it ("sheet Ratings, cell C12").
        level: Set if and only if the state is "rated".
        reason: Why the item is not applicable.
        grade: Of the evidence; None where the file grades none.
        sources: Evidence seen, as the scale's item names its sources.
        because: Of a consensus: why this level where a rater gave another.
    """

    place: str
    state: State
    level: int | None = None
    reason: str = ""
    numerator: int | None = None
    denominator: int | None = None
    note: str = ""
    grade: Grade | None = None
    sources: tuple[str, ...] = ()
    because: str = ""


@dataclass(frozen=True)
class IncomingSet:
    """What one rater answered on one scale at one visit.

    Attributes:
        place: Where the set begins in the file.
        program, rater: As the file names them; empty where it does not.
        date, kind: Of the visit; None and empty where the file does not say.
        visit: The number of the visit in the database it was made for; None where unknown.
        answers: By item id; items that the file leaves out are missing.
        choices, counts: By fact id; what is not answered is missing.
    """

    place: str
    scale: Scale
    program: str = ""
    date: dt.date | None = None
    kind: str = ""
    visit: int | None = None
    rater: str = ""
    answers: Mapping[str, IncomingAnswer] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Incoming:
    """All sets of a file, in its order."""

    name: str
    sets: tuple[IncomingSet, ...]


class IncomingError(FileError):
    """A data file has faults; all of them are in `faults`, and nothing was taken from it."""

    def __str__(self) -> str:
        listed = "".join(f"\n  - {fault}" for fault in self.faults[:SHOWN])
        if len(self.faults) > SHOWN:
            listed += f"\n  - and {len(self.faults) - SHOWN:,} more."
        return f"{self.file}: nothing was taken from this file.{listed}"
