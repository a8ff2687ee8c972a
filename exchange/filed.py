"""What a ratings file holds: assessments, and what was noted beside each rating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from scales.fault import Fault
from scales.model import Scale
from scoring import Row

Grade = Literal["A", "B", "C", "D"]
GRADES: dict[str, Grade] = {"A": "A", "B": "B", "C": "C", "D": "D"}
"""Evidence grades as they are written."""


class Detail(NamedTuple):
    """What stands beside one rating. Empty cells are None or empty text."""

    line: int
    numerator: int | None
    denominator: int | None
    note: str
    grade: Grade | None
    reason: str = ""
    """Why the item is not applicable."""
    sources: tuple[str, ...] = ()
    """Evidence seen, as the scale's item names its sources."""


@dataclass(frozen=True)
class FiledAssessment:
    """One assessment on one scale, as it stands in a file.

    Attributes:
        row: Levels and choices; what the file does not name is left out.
        counts: Count facts that were answered.
        details: By item or fact id; only where a cell beside the rating is filled.
        rater: Empty where the file does not say.
    """

    scale: Scale
    row: Row
    counts: Mapping[str, int]
    details: Mapping[str, Detail]
    rater: str

    @property
    def grades(self) -> dict[str, Grade]:
        """Item id to evidence grade, for the items that have one."""
        return {item: d.grade for item, d in self.details.items() if d.grade is not None}


@dataclass(frozen=True)
class RatingsFile:
    """All assessments of a file, in the order in which they first appear in it."""

    name: str
    assessments: tuple[FiledAssessment, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the assessments, each once."""
        return tuple(dict.fromkeys(filed.row.assessment for filed in self.assessments))

    def by_scale(self) -> list[tuple[Scale, tuple[FiledAssessment, ...]]]:
        """Group by scale, both in the order of the file."""
        groups: dict[str, list[FiledAssessment]] = {}
        for filed in self.assessments:
            groups.setdefault(filed.scale.id, []).append(filed)
        return [(group[0].scale, tuple(group)) for group in groups.values()]


class RatingsFileError(ValueError):
    """A ratings file has faults; all of them are in `faults`, in the order of its lines."""

    def __init__(self, file: str, faults: list[Fault]) -> None:
        """Collect the faults of one file, the same fault once."""
        self.file = file
        self.faults = tuple(sorted(dict.fromkeys(faults), key=lambda f: (f.line or 0, f.code)))
        super().__init__(file, self.faults)

    def __str__(self) -> str:
        listed = "".join(f"\n  - {fault}" for fault in self.faults)
        return f"{self.file}: these ratings cannot be scored.{listed}"
