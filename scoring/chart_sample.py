"""Which charts to read: how many, and a random pick that anyone can make again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, NamedTuple
from unicodedata import normalize

Review = Literal["full", "quick"]

_FULL = (20, 30)
_QUICK = 10


class SampleSize(NamedTuple):
    """How many charts to read, and why."""

    least: int
    most: int
    why: str


class ListProblem(NamedTuple):
    """A line of the list of charts that was passed over."""

    line: int
    """Counted from 1."""
    chart: str
    """As it stands there."""
    first_line: int | None
    """The line that already holds this chart; None where the line is blank."""

    @property
    def text(self) -> str:
        """The problem in words."""
        if self.first_line is None:
            return f"Line {self.line} is blank."
        return f"Line {self.line}: chart {self.chart} stands already on line {self.first_line}."


@dataclass(frozen=True)
class Draw:
    """A random pick of charts, with all that is needed to make it again.

    Attributes:
        picked: The charts, in the order drawn. Where one cannot be read, draw one more with the
            same seed: the picks stay as they are and the next follows.
        listed: How many different charts the list holds.
        fingerprint: SHA-256 of the list, whatever the order of its lines.
        problems: Lines passed over: blank ones, and charts listed before.
    """

    picked: tuple[str, ...]
    seed: str
    listed: int
    fingerprint: str
    problems: tuple[ListProblem, ...]

    @property
    def how(self) -> str:
        """How the pick was made, in words for the report."""
        return (
            f"{len(self.picked)} of {self.listed} charts, in the order of the SHA-256 of "
            f'"{self.seed}:" followed by the chart number in small letters.'
        )


def recommended_size(available: int, review: Review = "full") -> SampleSize:
    """Recommend how many charts to read.

    From the rater protocol (part 7 of the facts): 20 to 30 charts of people with both conditions
    for a full review, 10 for a quick one, all if there are fewer. For the IDDT scale alone about
    10 are usual, which is background knowledge, not sure; ten leave a wide margin.

    Args:
        available: Charts there are to draw from, 0 or more.
        review: The kind of review.
    """
    least, most = _FULL if review == "full" else (_QUICK, _QUICK)
    usual = f"{least} to {most}" if least < most else str(most)
    why = f"The rater protocol asks for {usual} charts in a {review} review"
    if available < least:
        return SampleSize(available, available, f"{why}, and for all if there are fewer.")
    return SampleSize(least, min(most, available), f"{why}.")


def draw(charts: Sequence[str], size: int, seed: str) -> Draw:
    """Pick charts at random.

    Each chart number, in small letters, is written after the seed and a colon, the SHA-256 of that
    text is taken, and the charts whose sums come first are picked. So the pick hangs on the charts
    and the seed alone, not on the order of the list, and comes out the same on every machine.

    Args:
        charts: Chart numbers, one per line of the list. Spaces around them do not matter, nor do
            capitals; zeros in front do.
        size: How many to pick, at least 1; all are picked where there are fewer.
        seed: Any text that is not blank, chosen before the list is seen and recorded.

    Raises:
        ValueError: The size is below 1, or the seed is blank.

    Example:
        >>> draw(["101", "102", "103", "104"], 2, "2026-05-04").picked
        ('103', '102')
    """
    if size < 1:
        raise ValueError("pick at least one chart")
    if not seed.strip():
        raise ValueError("a seed is needed, so that the pick can be made again")
    listed, problems = _read(charts)
    ordered = sorted(listed, key=lambda same: _sum_of(f"{seed}:{same}"))
    picked = tuple(listed[same] for same in ordered[:size])
    fingerprint = _sum_of("\n".join(sorted(listed)))
    return Draw(picked, seed, len(listed), fingerprint, tuple(problems))


def drawn_again(charts: Sequence[str], recorded: Draw) -> bool:
    """Tell whether a recorded pick comes out again from this list of charts."""
    again = draw(charts, max(len(recorded.picked), 1), recorded.seed)
    return (_same(again.picked), again.fingerprint) == (
        _same(recorded.picked),
        recorded.fingerprint,
    )


def _read(charts: Sequence[str]) -> tuple[dict[str, str], list[ListProblem]]:
    """Return the charts as they are compared, each with how it is written."""
    first: dict[str, int] = {}
    listed: dict[str, str] = {}
    problems: list[ListProblem] = []
    for line, written in enumerate(charts, start=1):
        chart = " ".join(normalize("NFC", written).split())
        same = chart.casefold()
        if not chart or same in first:
            problems.append(ListProblem(line, chart, first.get(same)))
            continue
        first[same] = line
        listed[same] = chart
    return listed, problems


def _same(charts: Sequence[str]) -> list[str]:
    return [chart.casefold() for chart in charts]


def _sum_of(text: str) -> str:
    # A lone half of a character pair cannot be kept, but must not stop the draw.
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
